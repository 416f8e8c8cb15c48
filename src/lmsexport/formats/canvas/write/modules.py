"""Modules with their items, as Canvas lists them (`module_meta.xml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lmsexport.content import Wording
from lmsexport.formats.canvas.gates import ModuleGates, gates, requirement_type
from lmsexport.formats.canvas.write.places import Places
from lmsexport.formats.launch import parameters
from lmsexport.formats.qti12 import kept_name
from lmsexport.model import Assessment, Course, Discussion, Download, Heading, Item, Lab, Lesson, Link, Module
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import stable_uuid
from lmsexport.packaging.addresses import launch_url, with_parameters


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a module."""

    ident: str
    type: str
    """What Canvas calls it (`content_type`)."""
    title: str
    target: str = ""
    """Identifier of what it shows; empty for a heading."""
    url: str = ""
    new_tab: bool = False
    indent: int = 0
    lookup: str = ""
    """UUID of the resource link of a lab."""
    published: bool = True


@dataclass(frozen=True, slots=True)
class Required:
    """A completion requirement."""

    row: str
    type: str
    score: str = ""
    """Points to reach, for `min_score`."""


@dataclass(slots=True)
class ModuleRow:
    """A module."""

    ident: str
    title: str
    in_order: bool
    after: list[tuple[str, str]]
    """Identifiers and titles of the modules that come first."""
    published: bool = True
    rows: list[Row] = field(default_factory=list)
    required: list[Required] = field(default_factory=list)


class Modules:
    """The modules of one course."""

    def __init__(self, course: Course, places: Places, say: Wording, files: dict[str, str]) -> None:
        self.course = course
        self.places = places
        self.say = say
        self.files = files
        """Download → its file in the source."""

    def rows(self) -> list[ModuleRow]:
        """All modules with their items."""
        rules = gates(self.course)
        titles = {module.id: module.heading for module in self.course.modules}
        return [self._module(module, rules[module.id], titles) for module in self.course.modules]

    def _module(self, module: Module, rules: ModuleGates, titles: dict[str, str]) -> ModuleRow:
        after = [(self.places.ident(id), titles[id]) for id in rules.after]
        row = ModuleRow(self.places.ident(module.id), titles[module.id], rules.in_order, after, module.published)
        if module.description:
            about = self.places.ident(module.id, "about")
            row.rows.append(Row(self._ident(about), "WikiPage", row.title, about, published=module.published))
        for item in module.items:
            rows = [replace(each, published=item.published) for each in self._rows(item)]
            row.rows += rows
            if state := rules.required.get(item.id):
                score = _points_to_pass(item) if state == "passed" else ""
                row.required.append(Required(rows[-1].ident, requirement_type(item, state), score))
        return row

    def _ident(self, target: str) -> str:
        """The identifier of the row that shows something."""
        return self.places.ident(target, "row")

    def _rows(self, item: Item) -> Iterator[Row]:
        target = self.places.ident(item.id)
        row, title = self._ident(target), item.title
        match item:
            case Lesson():
                yield Row(row, "WikiPage", title, target)
            case Assessment():
                yield Row(row, "Quizzes::Quiz", title, target)
            case Discussion():
                yield Row(row, "DiscussionTopic", title, target)
            case Link():
                yield Row(row, "ExternalUrl", title, target, item.url, item.opens == "window")
            case Download():
                yield Row(row, "Attachment", title, self.places.download(item, self.files[item.id]))
            case Heading():
                yield Row(row, "ContextModuleSubHeader", title)
            case Lab() if item.points:
                yield Row(row, "Assignment", title, target)
            case Lab():
                yield Row(self._ident(f"{target} task"), "WikiPage", task_title(item, self.say), target)
                yield self._tool(item, row, title)

    def _tool(self, lab: Lab, row: str, title: str) -> Row:
        url, lookup = lab_url(self.course, lab), lookup_uuid(self.course, lab)
        link = self.places.ident(lab.id, "resource link") if lookup else ""
        return Row(row, "ContextExternalTool", title, link, url, lab.opens == "window", 1, lookup)


def contents(course: Course) -> Iterator[tuple[str, list[Item]]]:
    """What the home page lists: the names of modules and their items, as far as students see them."""
    for module in course.modules:
        if module.published:
            yield module.heading, [item for item in module.items if item.published]


def task_title(lab: Lab, say: Wording) -> str:
    """The title of the page with a lab's task."""
    return kept_name(f"{lab.title}: {say.your_task}")


def lab_url(course: Course, lab: Lab) -> str:
    """The address that a lab opens. LTI 1.1 has no resource links in Canvas, so the parameters stand in the address."""
    url = launch_url(course, lab)
    if course.tool_of(lab).lti == "1.3":
        return url
    return with_parameters(url, parameters(course, lab))


def lookup_uuid(course: Course, lab: Lab) -> str:
    """The UUID by which Canvas finds the resource link of a lab again; empty for LTI 1.1."""
    return str(stable_uuid("resource link", course.id, lab.id)) if course.tool_of(lab).lti == "1.3" else ""


def _points_to_pass(item: Item) -> str:
    assert isinstance(item, Assessment) and item.pass_mark is not None
    return plain_number((item.pass_mark * item.total_points / 100).quantize(Decimal("0.00001")))
