"""Whole courses, played in Chromium under scorm-again: what the LMS keeps, field by field."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formats.html import showcase
from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.student import Student
from lmsexport.engine.check import check
from lmsexport.model import Assessment, Course, Heading

pytestmark = [pytest.mark.browser, pytest.mark.node]

STANDARDS = ("1.2", "2004")


@cache
def sample() -> Course:
    source = check(SAMPLE).source
    assert source is not None
    return source.course


def item(course: Course, id: str) -> Any:
    return next(each for each in course.items if each.id == id)


def assessment(course: Course, id: str) -> Assessment:
    found = item(course, id)
    assert isinstance(found, Assessment)
    return found


def status(cmi: dict[str, Any]) -> tuple[str, ...]:
    """What the LMS says of the whole: 1.2 has one word for it, 2004 has two."""
    return (cmi["core"]["lesson_status"],) if "core" in cmi else (cmi["completion_status"], cmi["success_status"])


def score(cmi: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in (cmi.get("core") or cmi)["score"].items() if value != ""}


def interactions(cmi: dict[str, Any]) -> list[dict[str, Any]]:
    return list(cmi["interactions"].values())


def read_and_practise(student: Student, course: Course) -> None:
    """Everything before the test: lessons are read, quizzes answered, labs looked at."""
    for each in course.items:
        if isinstance(each, Heading) or each.type == "test":
            continue
        student.go(each.title)
        if isinstance(each, Assessment):
            student.takes(each, course)


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_sample_course_is_played_through_and_passed(launched: Launched, packages: Packages, standard: str) -> None:
    course = sample()
    test = assessment(course, "module-test")
    with Lms(packages(SAMPLE, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        read_and_practise(student, course)
        assert status(student.saved()) == {"1.2": ("incomplete",), "2004": ("incomplete", "unknown")}[standard]
        assert "raw" not in score(student.saved()), "no score before the test is handed in"
        student.go(test.title)
        student.takes(test, course, wrong=[question.id for question in list(test.questions)[:3]])
        student.says("Score: 12 of 15 points")
        cmi = student.saved()
    assert status(cmi) == {"1.2": ("passed",), "2004": ("completed", "passed")}[standard]
    assert score(cmi) == {"raw": "80", "min": "0", "max": "100"} | ({"scaled": "0.8"} if standard == "2004" else {})
