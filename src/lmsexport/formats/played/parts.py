"""One course as several packages: a package for each module, or for each of its lessons, tests and labs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from jinja2 import Environment

from lmsexport.formats.base import Context
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Assessment, Course, Module
from lmsexport.packaging import Package, templates
from lmsexport.pages.record import playable

Per = Literal["course", "module", "lesson"]


class PartOfCourse(LoweredCourse):
    """A part of a lowered course that gets a package of its own."""

    whole: str
    """Title of the course that it is a part of."""


def parts_of(course: LoweredCourse, per: Per) -> Mapping[str, LoweredCourse]:
    """What each package holds, by the id of its module or item; the whole course has none."""
    held = _held(course.course, per)
    return {id: _part(course, module, id, title) for id, (module, title) in held.items()} or {"": course}


def homes(course: Course, per: Per) -> Mapping[str, str]:
    """The id of the package that each item is in, by the id of the item; none where one package holds all."""
    return {item.id: id for id, (module, _) in _held(course, per).items() for item in module.items}


def _held(course: Course, per: Per) -> Mapping[str, tuple[Module, str]]:
    """Id of each package → the module, or what of it the package holds, and the title; none where one holds all."""
    modules = [module for module in course.modules if playable(module.items)]
    if per == "course":
        return {}
    if per == "module":
        return {module.id: (module, module.heading) for module in modules}
    return {
        item.id: (module.model_copy(update={"items": (item,)}), item.title)
        for module in modules
        for item in playable(module.items)
    }


def _part(whole: LoweredCourse, module: Module, id: str, title: str) -> PartOfCourse:
    """The course with one module, under the name of the part, with the banks that it draws from."""
    drawn = {pool.bank for item in module.items if isinstance(item, Assessment) for pool in item.pools}
    banks = tuple(bank for bank in whole.course.banks if bank.id in drawn)
    values = {"id": id, "title": title, "modules": (module,), "banks": banks}
    part = PartOfCourse.of(whole, whole.course.model_copy(update=values), whole.composed)
    part.whole = whole.course.title
    return part


def packed(parts: Mapping[str, LoweredCourse], write: Callable[[LoweredCourse], Package]) -> Package:
    """The package of the whole course, or the packages of its parts beside an empty one."""
    made = {id: write(part) for id, part in parts.items()}
    if "" in made:
        return made[""]
    package = Package(beside=made)
    package.notes.extend(dict.fromkeys(note for part in made.values() for note in part.notes))
    return package


def shared_templates(context: Context) -> Environment | None:
    """The templates of pages that all formats have in common; none where a user may have others for one of them."""
    return None if context.templates else templates("player", None, "html")
