"""What the categories of a file of questions are called: below the course the modules and banks, below a module its
quizzes. Categories of the same name would become one."""

from __future__ import annotations

from collections.abc import Iterable

from lmsexport.formats.moodle.carries.names import NAME, NAME_LENGTH, kept_name
from lmsexport.lowering import Adapted, Around, Capabilities, Carried, changed, per_course
from lmsexport.lowering.passes.names import numbered, one_line
from lmsexport.model import Assessment, Bank, Course, Module


def category_title(node: Course | Module | Assessment | Bank, around: Around) -> Course | Module | Assessment | Bank:
    """The title as the name of a category that no other at its place has."""
    return changed(node, title=_names(around.course)[node.id])


_CATEGORY = Adapted(
    f"{NAME} Behind a name that another category has, too, stands the id.",
    "Choose another one.",
    becomes=category_title,
    shortens=True,
)

CATEGORIES: Capabilities = {
    "Module.number": Carried(becomes=numbered(one_line)),
    **{f"{name}.title": _CATEGORY for name in ("Course", "Module", "Assessment", "Bank")},
}
"""How titles become names of categories."""


@per_course
def _names(course: Course) -> dict[str, str]:
    """Id → name of the category."""
    names = _distinct([(course.id, course.title)])
    names |= _distinct([*((module.id, module.heading) for module in course.modules),
                        *((bank.id, bank.title) for bank in course.banks)])  # fmt: skip
    for module in course.modules:
        names |= _distinct((item.id, item.title) for item in module.items if isinstance(item, Assessment))
    return names


def _distinct(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names of categories at one place, by their ids; `top` is Moodle's own."""
    names: dict[str, str] = {}
    for id, title in titles:
        name = kept_name(one_line(title))
        while name in ("", "top", *names.values()):
            name = f"{kept_name(name, NAME_LENGTH - len(id) - 3)} ({id})".strip()
        names[id] = name
    return names
