"""Each lesson, quiz, test and lab as an activity of the LMS: every one keeps a record of its own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from formats.html import showcase
from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.student import Student
from formats.scorm.test_play import STANDARDS, assessment, interactions, one_test, sample, score, status, take
from lmsexport.model import Assessment, Heading

pytestmark = [pytest.mark.browser, pytest.mark.npm]


def opens(launched: Launched, lms: Lms, id: str, title: str) -> Student:
    lms.frame = f"pages/{id}.html"
    student = launched(lms)
    student.begins()
    student.heading(title)
    return student


def complete(cmi: dict[str, Any]) -> bool:
    return status(cmi)[0] in ("completed", "passed")


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_sample_is_played_activity_by_activity(launched: Launched, packages: Packages, standard: str) -> None:
    course = sample()
    with Lms(packages(SAMPLE, f"scorm-{standard}", activities="each"), standard) as lms:
        for item in course.items:
            assert not isinstance(item, Heading)
            student = opens(launched, lms, item.id, item.title)
            if isinstance(item, Assessment):
                student.takes(item, course)
            cmi = student.saved()
            student.leaves()
            assert complete(cmi), item.id
            if isinstance(item, Assessment):
                assert score(cmi)["raw"] == "100"
                assert len(interactions(cmi)) == len(item.questions)
            else:
                assert "raw" not in score(cmi)
        assert status(lms.kept["pages/module-test.html"])[-1] == "passed"
        assert len(lms.kept) == 13


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_activity_is_interrupted_and_goes_on(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(attempts=2)
    with Lms(packages(course, f"scorm-{standard}", activities="each"), standard) as lms:
        student = opens(launched, lms, "exam", "Exam")
        first = next(iter(assessment(course, "exam").own_questions))
        student.answers(first)  # type: ignore[arg-type]
        student.comes_back()
        student.says("1 of 5 answered")
        assert score(take(student, course, wrong=3))["raw"] == "40"
        student.comes_back()
        student.press("Try again")
        cmi = take(student, course, wrong=4)
        assert status(cmi)[-1] == "failed" and score(cmi)["raw"] == "40"


def test_what_others_wait_for_is_told_to_a_global_objective(launched: Launched, packages: Packages) -> None:
    course = showcase.course()
    with Lms(packages(course, "scorm-2004", activities="each"), "2004") as lms:
        student = opens(launched, lms, "lesson-one", "The first lesson")
        objectives = {each["id"]: each["success_status"] for each in student.saved()["objectives"].values()}
        assert objectives["viewed"] == "passed"
        student.leaves()
        student = opens(launched, lms, "quiz-all", "A practice quiz")
        objectives = {each["id"]: each["success_status"] for each in student.saved()["objectives"].values()}
        assert "passed" not in objectives
        student.takes(assessment(course, "quiz-all"), course)
        objectives = {each["id"]: each["success_status"] for each in student.saved()["objectives"].values()}
        assert objectives["passed"] == "passed"


def test_an_activity_leads_to_no_other(launched: Launched, packages: Packages) -> None:
    with Lms(packages(SAMPLE, "scorm-1.2", activities="each"), "1.2") as lms:
        student = opens(launched, lms, "lesson-1", "What Is Constitutional AI?")
        expect(student.course.get_by_role("navigation")).to_have_count(0)
        assert [name for name in lms.asked if name.startswith("pages/")] == ["pages/lesson-1.html"]
        inner = student.course.get_by_role("main").locator("a[href$='.html']")
        expect(inner).to_have_count(0)


def test_the_first_page_says_what_there_is_and_asks_for_no_run_time(launched: Launched, packages: Packages) -> None:
    with Lms(packages(SAMPLE, "scorm-1.2", activities="each"), "1.2") as lms:
        student = launched(lms)
        student.heading("Module 5: Constitutional AI and Self-Critique")
        student.says("Quiz – What Is Constitutional AI?")
        assert student.saved() == {} and lms.commits == []
        expect(student.course.get_by_role("link", name="Quiz")).to_have_count(0)
