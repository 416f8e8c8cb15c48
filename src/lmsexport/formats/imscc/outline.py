"""What packages of the Common Cartridge family say of a lowered course: modules list pages, quizzes and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lmsexport.formats.outline.course_outline import CourseOutliner, hidden
from lmsexport.model import Item as CourseItem
from lmsexport.model import Lab
from lmsexport.model import Module as CourseModule
from lmsexport.validation import NOTHING, Item, Module, RichText, rich


class ImsccOutliner(CourseOutliner):
    """Outlines a course whose modules list resources, each with a title."""

    def module(self, module: CourseModule) -> Module:
        """A module; what it is about is a page of its own, its first."""
        outlined = super().module(module)
        rows = tuple(row for item in module.items for row in self.rows(item))
        return replace(outlined, text=NOTHING, items=(*self.about_module(module), *rows))

    def about_module(self, module: CourseModule) -> Iterator[Item]:
        """The page about a module, where it has one; hidden with it."""
        if module.description:
            text = self.said(module.source, module.description)
            media = self.files(module.source, module.description)
            yield Item(id="", kind="lesson", title=module.heading, text=text, media=media, settings=hidden(module))

    def rows(self, item: CourseItem) -> Iterator[Item]:
        """The entries of a module that an item is."""
        outlined = self.item(item)
        if isinstance(item, Lab) and self.has_page(item):
            yield self.task_page(item, outlined)
            outlined = replace(outlined, text=self.link_text(item), media=())
        yield outlined

    def has_page(self, lab: Lab) -> bool:  # noqa: ARG002 - for those who write some labs otherwise
        """Whether the task of a lab stands on a page before the link that opens it."""
        return True

    def task_page(self, lab: Lab, outlined: Item) -> Item:
        """The page with the task of a lab."""
        title, parts = self.task_title(lab), outlined.parts
        return Item(id="", kind="lesson", title=title, text=outlined.text, parts=parts, media=outlined.media)

    def task_title(self, lab: Lab) -> str:
        """The title of that page."""
        raise NotImplementedError

    def link_text(self, lab: Lab) -> RichText:
        """What the link that opens a lab says of it, as a text without markup."""
        return rich(self.resolved.fragment(lab.source, lab.summary or lab.task).plain)
