"""The rules that span a course: a package that breaks one loses the least that mends it, and that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lmsexport.content.texts import with_values
from lmsexport.errors import ModelPath
from lmsexport.importing.told import Origin, Told
from lmsexport.lowering.declarations import along
from lmsexport.model import Course, Finding, findings


def keeping_rules(course: Course, told: Told) -> Course:
    """The course without what breaks its rules, but for what an author has to look at."""
    while breaches := [found for found in findings(course) if found.code in _MENDS]:
        last = breaches[-1]  # so that the places of the others hold
        course = _MENDS[last.code](course, told, last)
    return course


def _without_gate(course: Course, told: Told, found: Finding) -> Course:
    """The course without the requirement at a path; without all of the item or the module where none is named."""
    path = found.path
    owner = path[: path.index("requires")] if "requires" in path else path[:4]
    part = _at(course, owner)
    if not part.requires:  # its module waits
        owner, part = owner[:2], _at(course, owner[:2])
    number = path[len(owner) + 1] if len(path) > len(owner) + 1 else None
    left = tuple(one for n, one in enumerate(part.requires) if number is not None and n != number)
    what = "a condition under which it opens: it opens only after something else is done"
    told.say("not kept", what, Origin(part.id))
    return _with(course, owner, {"requires": left})


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
    return _with(course, owner, {"questions": questions})


def _at(course: Course, path: ModelPath) -> Any:
    """What stands at a path."""
    *_, found = along(course, path)
    return found


def _with(course: Course, path: ModelPath, fields: Mapping[str, object]) -> Course:
    """The course with other fields in the part at a path."""
    changed: Course = with_values(course, {(*path, name): each for name, each in fields.items()})
    return changed


_MENDS: Mapping[str, Callable[[Course, Told, Finding], Course]] = {
    "unknown-item": _without_gate, "heading-required": _without_gate,
    "never-submitted": _without_gate, "never-passed": _without_gate, "unknown-module": _without_gate,
    "circular-prerequisite": _without_gate, "pool-too-small": _with_smaller_draw,
}  # fmt: skip
"""Code of a breach → what mends it."""
