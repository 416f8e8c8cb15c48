"""Time limits run wherever the student is, and are as long as the LMS says."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from formats.scorm.conftest import Launched, Packages
from formats.scorm.lms import Launch
from formats.scorm.strict import StrictLms
from formats.scorm.student import Student, askable
from formats.scorm.test_play import STANDARDS, assessment, one_test
from lmsexport.model import Course

pytestmark = pytest.mark.browser


def starts(student: Student, course: Course) -> None:
    """Begins the exam and answers the first of its five questions."""
    student.go("Exam")
    student.press("Start")
    student.answers(next(askable(assessment(course, "exam"), course)))


@pytest.mark.parametrize("standard", STANDARDS)
def test_time_runs_out_on_another_page(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(time_limit=10, attempts=2)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        starts(student, course)
        student.go("Reading")
        student.passes(300)
        student.says("Time left: 4:5")
        student.passes(310)
        student.says("Time is up; your answers were submitted.")
        student.saved()
        assert lms.shown().score == "20"
        student.course.get_by_role("banner").get_by_role("link", name="Exam").click()
        student.says("Score: 1 of 5 points")
        expect(student.course.get_by_role("banner").get_by_text("Time is up")).to_have_count(0)


@pytest.mark.parametrize("standard", STANDARDS)
def test_time_runs_on_between_sessions(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(time_limit=10)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        starts(student, course)
        student.leaves()
        lms.hears_the_end()
        student.comes_back()
        student.says("Time left: 9:")
        student.passes(620)
        student.says("Time is up; your answers were submitted.")
        student.saved()
        assert lms.shown().score == "20"


@pytest.mark.parametrize(
    ("standard", "given", "minutes"),
    [
        ("1.2", {}, 0),
        ("1.2", {"launch_data": "extra_time=25"}, 12.5),
        ("1.2", {"student_data.max_time_allowed": "0000:20:00"}, 20),
        ("2004", {"launch_data": '{"extra_time": 50}'}, 15),
        ("2004", {"learner_preference.delivery_speed": "0.5"}, 20),
        ("2004", {"learner_preference.delivery_speed": "1"}, 0),
        ("2004", {"max_time_allowed": "PT30M"}, 30),
        ("2004", {"max_time_allowed": "PT5M"}, 0),
    ],
)
def test_an_lms_gives_a_student_more_time(
    launched: Launched, packages: Packages, standard: str, given: Any, minutes: float
) -> None:
    course = one_test(time_limit=10)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        lms.next = Launch(given=given)
        student = launched(lms)
        student.begins()
        student.go("Exam")
        student.offers("Start")
        more = student.course.get_by_text(f"Time limit: {minutes:g} min", exact=True)
        expect(more).to_have_count(1 if minutes else 0)
        student.press("Start")
        seconds = int((minutes or 10) * 60) - 1
        clock = student.course.get_by_role("timer").filter(visible=True)
        expect(clock).to_have_text(f"Time left: {seconds // 60}:{seconds % 60:02}")
