"""The law of reading back: a package says all that its course says, but for the losses that were declared.

Every package is read by the reader of its format, which knows nothing of the course.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from formats.exporting import EVERYTHING, SAMPLE, TESTS, exported, resolved
from formats.judged import judged
from lmsexport.engine.proof import undeclared
from lmsexport.formats.base import formats
from lmsexport.formats.outlined import outlined
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.validation.compare import Difference
from strategies import FILES, courses

TARGETS = (
    "canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3", "cmi5", "gift", "html", "moodle", "moodle-xml",
    "qti-1.2", "qti-2.1", "qti-2.2", "qti-3.0", "scorm-1.2", "scorm-2004",
)  # fmt: skip
"""Targets whose packages are read back whole."""

HERE = dict.fromkeys(FILES, Path(__file__))


def faults(target: str, course: Course | Path) -> list[Difference]:
    package, losses = exported(target, course, HERE)
    source, format = resolved(course, HERE), formats()[target]
    lowered, _ = lower(source.course, format.options().carried(format.capabilities))
    with judged(target, package) as found:
        assert found.subject is not None and found.unread == []
        there = found.subject.outline
        return undeclared(source.course, outlined(source.with_course(lowered)), there, losses, package.omissions)


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_missing_that_was_not_declared(target: str, folder: Path) -> None:
    assert faults(target, folder) == []


@pytest.mark.parametrize("target", TARGETS)
@given(course=courses())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_so_it_is_with_generated_courses(target: str, course: Course) -> None:
    assert faults(target, course) == []


@pytest.mark.parametrize("target", TARGETS)
def test_so_it_is_with_points_of_a_draw_that_are_no_whole_number(target: str) -> None:
    text = "::: steps\n### One\nFirst.\n### Two\nSecond.\n:::"
    questions = [{"type": "true-false", "id": f"b{n}", "prompt": f"Is it {n}?", "answer": True} for n in "12"]
    asked = [
        {"type": "true-false", "id": "own", "prompt": "Is it so?", "answer": True},
        {"type": "pool", "id": "draw", "bank": "bank", "draw": 1, "points": 1.5},
    ]
    course = {
        "id": "c", "title": "C", "date": "2026-01-31", "description": text,
        "banks": [{"id": "bank", "title": "Bank", "questions": questions}],
        "modules": [{"id": "m", "title": "M", "items": [{"type": "test", "id": "q", "title": "Q", "questions": asked}]}]
    }  # fmt: skip
    assert faults(target, Course.model_validate(course)) == []


@pytest.mark.parametrize("target", TARGETS)
def test_so_it_is_with_quizzes_that_draw_from_one_bank_and_shuffle_differently(target: str) -> None:
    choices = [{"id": "x", "text": "X", "correct": True, "fixed": True}, {"id": "y", "text": "Y"}]
    questions = [{"type": "single-choice", "id": f"b{n}", "prompt": f"Is it {n}?", "choices": choices} for n in "12"]
    quizzes = [
        {
            "type": "quiz", "id": f"quiz-{shuffled}".lower(), "title": f"Quiz {shuffled}", "shuffle_choices": shuffled,
            "questions": [{"type": "pool", "id": f"draw-{shuffled}".lower(), "bank": "bank", "draw": 1}],
        }
        for shuffled in (False, True)
    ]  # fmt: skip
    bank = {"id": "bank", "title": "Bank", "questions": questions}
    module = {"id": "m", "title": "M", "items": quizzes}
    course = {"id": "c", "title": "C", "date": "2026-01-31", "banks": [bank], "modules": [module]}
    assert faults(target, Course.model_validate(course)) == []
