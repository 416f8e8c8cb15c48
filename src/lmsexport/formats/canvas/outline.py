"""What a Canvas export says of a lowered course."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from lmsexport.content import wording
from lmsexport.formats.canvas.gates import ModuleGates, gates
from lmsexport.formats.canvas.write.modules import contents, lab_url, task_title
from lmsexport.formats.imscc.outline import ImsccOutliner
from lmsexport.formats.launch import comes_along, in_address, tools_in_use
from lmsexport.formats.qti12.outline import CanvasQuizOutliner
from lmsexport.model import Item as CourseItem
from lmsexport.model import Lab
from lmsexport.model import Module as CourseModule
from lmsexport.validation import NOTHING, Item, Module, Outline, RichText, joined


class CanvasOutliner(ImsccOutliner, CanvasQuizOutliner):
    """Outlines a Canvas export."""

    def outline(self) -> Outline:
        """The course, its front page, and the tools that come along."""
        outlined = super().outline()
        front = Module(id="", title="", items=(self.front_page(outlined.text),))
        tools = {tool.name: tool.url for tool, _ in tools_in_use(self.course) if comes_along(tool)}
        return replace(outlined, text=NOTHING, modules=(*outlined.modules, front), tools=tools)

    def front_page(self, summary: RichText) -> Item:
        """The page that a course begins with: what it is about, and what is in it."""
        lists = (title for heading, items in contents(self.course) for title in (heading, *(i.title for i in items)))
        text = joined([summary, *lists])
        media = self.files(self.course.source, self.course.description)
        return Item(id="", kind="lesson", title=self.course.title, text=text, media=media)

    @cached_property
    def gates(self) -> dict[str, ModuleGates]:
        """The rules of every module, by its id."""
        return gates(self.course)

    def module(self, module: CourseModule) -> Module:
        """A module, with the word that its items open in order."""
        outlined = super().module(module)
        return (
            replace(outlined, settings={**outlined.settings, "in order": "yes"})
            if self.gates[module.id].in_order
            else outlined
        )

    def item(self, item: CourseItem) -> Item:
        """An item, completed only where that is required, and a lab with the parameters in its address."""
        outlined = super().item(item)
        settings = {name: value for name, value in outlined.settings.items() if name != "complete when"}
        if item.complete_when:
            settings["complete when"] = item.complete_when
        if not isinstance(item, Lab):
            return replace(outlined, settings=settings)
        url = lab_url(self.course, item)
        if self.course.tool_of(item).lti == "1.1":  # its parameters stand in the address
            return replace(outlined, url=url, settings=settings | in_address(url))
        return replace(outlined, url=url, settings=in_address(url) | settings)

    def has_page(self, lab: Lab) -> bool:
        """One with points is an assignment, which shows the task itself."""
        return not lab.points

    def task_page(self, lab: Lab, outlined: Item) -> Item:
        """The page with the task of a lab, which opens with it."""
        requires = {name: value for name, value in outlined.settings.items() if name in ("requires", "visible")}
        return replace(super().task_page(lab, outlined), settings=requires, needs=outlined.needs)

    def task_title(self, lab: Lab) -> str:
        """The title of that page."""
        return task_title(lab, wording(self.course.language))

    def link_text(self, lab: Lab) -> RichText:
        """What a resource link says; LTI 1.1 has none in Canvas."""
        return super().link_text(lab) if self.course.tool_of(lab).lti == "1.3" else NOTHING
