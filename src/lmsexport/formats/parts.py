"""One course as several packages: a package for each module, or for each of its lessons, tests and labs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lmsexport.content import ResolvedCourse
from lmsexport.lowering import Adapted, Capabilities, Dropped
from lmsexport.model import Course, Heading, Item, Module
from lmsexport.packaging import Omission, Package
from lmsexport.pages.record import playable

Per = Literal["course", "module", "lesson"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one package holds."""

    course: ResolvedCourse
    id: str = ""
    """Of the module or the item; empty for the whole course."""
    whole: str = ""
    """Title of the course that this is a part of; empty for the whole course."""


def parts_of(course: ResolvedCourse, per: Per) -> Iterator[Part]:
    """The course as the courses that get a package each; gates to what is elsewhere are left out."""
    if per == "course" or not playable(course.course.items):
        yield Part(course)
        return
    whole = course.course.title
    for module in course.course.modules:
        if per == "lesson":
            for item in playable(module.items):
                assert not isinstance(item, Heading)
                yield Part(_only(course, module, (item,), item.id, item.title), item.id, whole)
        elif playable(module.items):
            yield Part(_only(course, module, module.items, module.id, module.heading), module.id, whole)


def packed(parts: Iterable[tuple[Part, Package]], course: Course) -> Package:
    """The package of the whole course, or the packages of its parts beside an empty one."""
    made = {part.id: package for part, package in parts}
    if "" in made:
        return made[""]
    package = Package(beside=made)
    package.notes.extend(dict.fromkeys(note for part in made.values() for note in part.notes))
    package.omissions.extend(
        Omission(module.id, "Module", text, "Nothing is left in it that a package could hold.")
        for module in course.modules
        if not playable(module.items)
        for text in (module.title, module.description)
        if text
    )
    return package


def _only(course: ResolvedCourse, module: Module, items: tuple[Item, ...], id: str, title: str) -> ResolvedCourse:
    inside = {item.id for item in items}
    kept = tuple(
        item.model_copy(update={"requires": tuple(need for need in item.requires if need.item in inside)})
        for item in items
    )
    part = module.model_copy(update={"items": kept, "requires": ()})
    return course.with_course(course.course.model_copy(update={"id": id, "title": title, "modules": (part,)}))


# -- what that costs ---------------------------------------------------------------------------------------------------


def _holds_nothing(module: Module, _: Course) -> bool:
    return not playable(module.items)


def _waits_for_another_module(item: Any, course: Course) -> bool:
    own = next(module for module in course.modules if any(each.id == item.id for each in module.items))
    inside = {each.id for each in own.items}
    return any(need.item not in inside for need in item.requires)


_ITEMS = ("Assessment", "Discussion", "Download", "Heading", "Lab", "Lesson", "Link")
_ALONE = "An LMS keeps a record for each package, and packages know nothing of each other."
_RESTRICT = "Restrict the activity in the LMS until what it waits for is complete."
_EMPTY = Dropped("There is nothing in it that a package could hold.", when=_holds_nothing)

IN_PARTS: dict[Per, Capabilities] = {
    "course": {},
    "module": {
        "Module": _EMPTY,
        "Module.requires": Dropped(_ALONE, _RESTRICT),
        **{
            f"{name}.requires": Adapted(
                "It waits only for what is in the same package: packages know nothing of each other.",
                _RESTRICT,
                when=_waits_for_another_module,
            )
            for name in _ITEMS
        },
    },
    "lesson": {
        "Module": _EMPTY,
        "Module.requires": Dropped(_ALONE, _RESTRICT),
        "Heading": Dropped("Each package holds one page, so there is no list that it could stand in."),
        **{f"{name}.requires": Dropped(_ALONE, _RESTRICT) for name in _ITEMS},
    },
}
"""What packages of parts carry otherwise than a package of the whole."""
