"""The rules that span a course: a package that breaks one loses the least that mends it, and that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from lmsexport.errors import ModelPath
from lmsexport.importing.told import Origin, Told
from lmsexport.model import Course, Finding, findings

_GATES = "it opens only after something else is done"


def keeping_rules(course: Course, told: Told) -> Course:
    """The course without what breaks its rules."""
    mend = next(_mends(course, told), None)
    while mend is not None:
        course = mend()
        mend = next(_mends(course, told), None)
    return course


def _mends(course: Course, told: Told) -> Iterator[Callable[[], Course]]:
    """What mends the breaches of a course, the last first, so that the places of the others hold."""
    for found in reversed(findings(course)):
        if found.code in ("weights", "no-grade-category", "unknown-grade-category"):
            yield partial(_without_categories, course, told, found)
        elif "requires" in found.path or found.code == "circular-prerequisite":
            yield partial(_without_gate, course, told, found)
        elif found.code == "pool-too-small":
            yield partial(_with_smaller_draw, course, told, found)


def _without_categories(course: Course, told: Told, found: Finding) -> Course:
    told.say("not kept", f"the grade categories: {found.message}", Origin(""))
    modules = tuple(
        module.model_copy(update={"items": tuple(_outside(item) for item in module.items)}) for module in course.modules
    )
    return course.model_copy(update={"modules": modules, "grade_categories": ()})


def _outside(item: Any) -> Any:
    return item.model_copy(update={"grade_category": None}) if getattr(item, "grade_category", None) else item


def _without_gate(course: Course, told: Told, found: Finding) -> Course:
    """The course without the requirement at a path; without all of the item or the module where none is named."""
    path = found.path
    owner = path[: path.index("requires")] if "requires" in path else path[:4]
    part = _at(course, owner)
    if not part.requires:  # its module waits
        owner, part = owner[:2], _at(course, owner[:2])
    number = path[len(owner) + 1] if len(path) > len(owner) + 1 else None
    left = tuple(one for n, one in enumerate(part.requires) if number is not None and n != number)
    told.say("not kept", f"a condition under which it opens: {_GATES}", Origin(part.id))
    return _with(course, owner, part.model_copy(update={"requires": left}))


def _with_smaller_draw(course: Course, told: Told, found: Finding) -> Course:
    """The course with one question less in a draw; without the draw, where none is left."""
    path = found.path
    owner = path[:4]
    assessment = _at(course, owner)
    number = int(path[5])
    draw = assessment.questions[number]
    told.say("changed", f"a draw takes fewer questions: {found.message}", Origin(assessment.id))
    size = len(course.bank(draw.bank).drawable)
    before = sum(one.draw for one in assessment.questions[:number] if getattr(one, "bank", None) == draw.bank)
    left = max(size - before, 0)
    new = (draw.model_copy(update={"draw": left}),) if left else ()
    questions = (*assessment.questions[:number], *new, *assessment.questions[number + 1 :])
    return _with(course, owner, assessment.model_copy(update={"questions": questions}))


def _at(course: Course, path: ModelPath) -> Any:
    found: Any = course
    for step in path:
        found = getattr(found, step) if isinstance(step, str) else found[step]
    return found


def _with(course: Course, path: ModelPath, part: Any) -> Course:
    """The course with another part at a path."""
    if not path:
        assert isinstance(part, Course)
        return part
    *owner, field, index = path
    holder = _at(course, tuple(owner))
    parts = list(getattr(holder, str(field)))
    parts[int(index)] = part
    return _with(course, tuple(owner), holder.model_copy(update={str(field): tuple(parts)}))
