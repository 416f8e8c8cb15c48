"""The converse of reading back: each loss that a target declares shows in its package, or is listed with its reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pydantic_core import PydanticUndefined

from formats.exporting import EVERYTHING, SAMPLE, TESTS, exported, resolved
from formats.judged import judged
from lmsexport.content import ResolvedCourse
from lmsexport.formats.outlined import outlined
from lmsexport.lowering import Dropped, Loss, lower
from lmsexport.lowering.capabilities import features, model_classes
from lmsexport.model import Course
from lmsexport.validation import Outline
from overdeclaring import NOT_IN_OUTLINES, SAID_ALIKE, excuses, unseen
from strategies import FILES, courses
from test_readback import TARGETS

HERE = dict.fromkeys(FILES, Path(__file__))
ONCE = (Phase.explicit, Phase.generate)
"""A course that fails is shown as it is: to make it smaller takes minutes."""

PATHS = (SAMPLE, EVERYTHING, TESTS / "courses" / "arabic")


def question(kind: str, **own: Any) -> dict[str, Any]:
    """A question that has an explanation and a hint, and nothing else that could be lost."""
    return {"type": kind, "id": kind, "prompt": "What?", "explanation": "So.", "hints": ["Think."], **own}


CHOICES = [{"id": "a", "text": "Yes", "correct": True}, {"id": "b", "text": "No"}]
QUIET = Course.model_validate({
    "id": "quiet", "title": "Quiet", "date": "2026-01-31", "language": "en",
    "banks": [{"id": "bank", "title": "Bank", "questions": [
        {"type": "single-choice", "id": "shuffled", "prompt": "Which?", "choices": CHOICES, "shuffle": True},
    ]}],
    "modules": [{"id": "one", "title": "One", "items": [{
        "type": "quiz", "id": "quiz", "title": "Quiz", "feedback_shows": "after-submission", "questions": [
            question("single-choice", choices=CHOICES, shuffle=True), question("essay", template="Because"),
            question("numeric", answers=[{"value": "1.5"}], unit="m"),
        ]}]}],
})  # fmt: skip
"""Where little is lost, nothing hides what is not lost at all."""


def not_seen(target: str, course: Course | Path) -> list[Loss]:
    package, losses = exported(target, course, HERE)
    source = resolved(course, HERE)
    with judged(target, package) as found:
        assert found.subject is not None
        return list(unseen(source.course, outlined(source), found.subject.outline, losses))


@cache
def listed(target: str) -> frozenset[tuple[str, str]]:
    """The entries that a target needs for its losses in courses that are always the same."""
    found = (loss for course in (*PATHS, QUIET) for loss in not_seen(target, course))
    return frozenset(entry for loss in found for entry in excuses(target, loss))


@pytest.mark.parametrize("course", [*PATHS, QUIET], ids=lambda course: getattr(course, "name", "quiet"))
@pytest.mark.parametrize("target", TARGETS)
def test_every_declared_loss_shows(target: str, course: Course | Path) -> None:
    assert [loss for loss in not_seen(target, course) if not list(excuses(target, loss))] == []


@pytest.mark.parametrize("target", TARGETS)
@given(course=courses())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=ONCE)
def test_so_it_is_with_generated_courses(target: str, course: Course) -> None:
    assert [loss for loss in not_seen(target, course) if not list(excuses(target, loss))] == []


def test_what_is_listed_as_said_alike_is_needed() -> None:
    entries = {(targets, code) for targets, codes in SAID_ALIKE.items() for code in codes}
    assert entries - frozenset.union(*map(listed, TARGETS)) == set()


def optional() -> list[str]:
    """The fields of the model that can be left out."""
    found = []
    for feature in features():
        name, _, field = feature.partition(".")
        if field and model_classes()[name].model_fields[field].default is not PydanticUndefined:
            found.append(feature)
    return found


@cache
def everything() -> tuple[ResolvedCourse, Outline]:
    source = resolved(EVERYTHING, {})
    return source, outlined(source)


PLUMBING = {"Course.options", "Course.targets"}
"""Fields that are for lmsexport alone."""

ALWAYS_SO = {f"{kind}.complete_when" for kind in ("Download", "Heading", "Lesson", "Link")}
"""Fields that have only one value, which is also what holds without them."""


@pytest.mark.parametrize("feature", sorted({*optional()} - PLUMBING - ALWAYS_SO))
def test_outlines_have_what_courses_have(feature: str) -> None:
    """A field that goes unnoticed by outlines goes unnoticed by the proof."""
    source, whole = everything()
    without, losses = lower(source.course, {feature: Dropped("")})
    assert losses, "the course of everything has none of it"
    try:
        same = whole == outlined(source.with_course(without))
    except (AssertionError, ArithmeticError, LookupError, RuntimeError):  # nothing can be outlined without it
        same = False
    assert same == (feature in NOT_IN_OUTLINES)
