"""Whole courses, played in Chromium under scorm-again: what the LMS keeps, field by field."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from formats.html import showcase
from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.student import Student, askable
from lmsexport.engine.check import check
from lmsexport.model import Assessment, Course, Heading

pytestmark = [pytest.mark.browser, pytest.mark.npm]

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


def in_detail(standard: str, cmi: dict[str, Any], number: int) -> dict[str, Any]:
    """An interaction without what differs from run to run, which has to have the form that the standard wants."""
    found = dict(cmi["interactions"][str(number)])
    moment, latency = {
        "1.2": ("time", r"\d{4}:\d\d:\d\d(\.\d\d?)?|\d\d:\d\d:\d\d(\.\d\d?)?"),
        "2004": ("timestamp", r"PT(\d+H)?(\d+M)?\d+(\.\d{1,2})?S"),
    }[standard]
    assert re.fullmatch(r"(\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d", found.pop(moment))
    assert re.fullmatch(latency, found.pop("latency"))
    found["pattern"] = found.pop("correct_responses", {}).get("0", {}).get("pattern", "")
    found["objective"] = found.pop("objectives")["0"]["id"]
    return {name: value for name, value in found.items() if value}


RIGHT = {
    "1.2": [
        ("p-single.1.1", "choice", "b", "b", "correct"),
        ("p-multiple.1.1", "choice", "{a,b}", "{a,b}", "correct"),
        ("p-true.1.1", "true-false", "t", "t", "correct"),
        ("p-short.1.1", "fill-in", "", "Goethe", "correct"),
        ("p-numeric.1.1", "numeric", "", "9.5", "correct"),
        ("p-matching.1.1", "matching", "a.c,b.d,c.a", "a.c,b.d,c.a", "correct"),
        ("p-ordering.1.1", "sequencing", "a,b,c", "a,b,c", "correct"),
        ("p-blanks.1.1", "fill-in", "Paris, 2.1, Seine", "Paris, 2.0, Seine", "correct"),
        ("p-essay.1.1", "fill-in", "", "Because it is so, all in all.", "neutral"),
    ],
    "2004": [
        ("p-single.1.1", "choice", "b", "b", "correct"),
        ("p-multiple.1.1", "choice", "a[,]b", "a[,]b", "correct"),
        ("p-true.1.1", "true-false", "true", "true", "correct"),
        ("p-short.1.1", "fill-in", "", "Goethe", "correct"),
        ("p-numeric.1.1", "numeric", "9.5[:]10.5", "9.5", "correct"),
        ("p-matching.1.1", "matching", "fr[.]fr[,]it[.]it[,]pi[.]pi", "fr[.]fr[,]it[.]it[,]pi[.]pi", "correct"),
        ("p-ordering.1.1", "sequencing", "one[,]two[,]three", "one[,]two[,]three", "correct"),
        ("p-blanks.1.1", "fill-in", "Paris[,]2.1[,]Seine", "Paris[,]2.0[,]Seine", "correct"),
        ("p-essay.1.1", "long-fill-in", "", "Because it is so, all in all.", "neutral"),
    ],
}


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_type_of_question_is_answered_and_recorded(launched: Launched, packages: Packages, standard: str) -> None:
    course = showcase.course()
    quiz = assessment(course, "quiz-all")
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("A practice quiz")
        for question in askable(quiz, course):
            student.answers(question)
            student.check(question)
        cmi = student.saved()
    response = {"1.2": "student_response", "2004": "learner_response"}[standard]
    said = [in_detail(standard, cmi, number) for number in range(9)]
    assert [
        (each["id"], each["type"], each.get("pattern", ""), each[response], each["result"]) for each in said
    ] == RIGHT[standard]
    assert {each["objective"] for each in said} == {"quiz-all"} and {each["weighting"] for each in said} == {"1"}
    if standard == "2004":
        assert said[0]["description"] == "What is the capital of France?"


@pytest.mark.parametrize("standard", STANDARDS)
def test_parts_that_are_right_earn_a_part(launched: Launched, packages: Packages, standard: str) -> None:
    course = showcase.course()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("A practice quiz")
        student.course.get_by_role("checkbox", name="2", exact=True).check()
        student.press_in("Which are primes?", "Check answer")
        student.course.get_by_role("combobox", name="France").select_option("Paris")
        student.press_in("Match the capitals.", "Check answer")
        student.course.get_by_role("group").filter(has_text="How far is it?").get_by_role("textbox").fill("7,5 km")
        student.press_in("How far is it?", "Check answer")
        cmi = student.saved()
    assert [each["result"] for each in interactions(cmi)] == ["0.5", "0.3333", "0.5"]
    response = {"1.2": "student_response", "2004": "learner_response"}[standard]
    assert [each[response] for each in interactions(cmi)] == {
        "1.2": ["a", "a.c", "7.5"], "2004": ["a", "fr[.]fr", "7.5"],
    }[standard]  # fmt: skip


def one_test(**changes: Any) -> Course:
    """A lesson and a test of five statements; 80 % pass."""
    questions = [
        {"type": "true-false", "id": f"q{n}", "prompt": f"Statement number {n}.", "answer": True} for n in range(1, 6)
    ]
    test = {"type": "test", "id": "exam", "title": "Exam", "pass_mark": 80, "questions": questions} | changes
    lesson = {"type": "lesson", "id": "read", "title": "Reading", "body": "Text."}
    modules = [{"id": "m", "title": "M", "items": [lesson, test]}]
    return Course.of(id="short", title="Short", date="2025-01-31", modules=modules)


def take(student: Student, course: Course, wrong: int) -> dict[str, Any]:
    """An attempt at the exam with so many wrong answers; what the LMS keeps afterwards."""
    exam = assessment(course, "exam")
    student.takes(exam, course, wrong=[f"q{n}" for n in range(1, wrong + 1)])
    student.says(f"Score: {5 - wrong} of 5 points")
    return student.saved()


@pytest.mark.parametrize("standard", STANDARDS)
def test_below_the_mark_is_not_passed_and_a_better_attempt_counts(
    launched: Launched, packages: Packages, standard: str
) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        cmi = take(student, course, wrong=2)
        assert status(cmi) == {"1.2": ("incomplete",), "2004": ("incomplete", "failed")}[standard]
        assert score(cmi)["raw"] == "60"
        student.press("Try again")
        cmi = take(student, course, wrong=1)
        assert status(cmi)[-1] == "passed" and score(cmi)["raw"] == "80"
        student.press("Try again")
        cmi = take(student, course, wrong=5)
        assert status(cmi)[-1] == "passed" and score(cmi)["raw"] == "80", "neither falls"
        assert [each["id"] for each in interactions(cmi)][5::5] == ["q1.2", "q1.3"], (
            "each attempt has answers of its own"
        )
        student.comes_back()
        cmi = student.saved()
        assert status(cmi)[-1] == "passed" and score(cmi)["raw"] == "80"


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_last_attempt_missed_is_failed(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(attempts=2)
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        take(student, course, wrong=5)
        student.comes_back()
        student.go("Exam")
        student.press("Try again")
        cmi = take(student, course, wrong=2)
        assert status(cmi)[-1] == "failed" and score(cmi)["raw"] == "60"
        student.says("No attempts are left.")
        student.comes_back()
        student.go("Exam")
        student.says("No attempts are left.")
        student.course.get_by_role("button", name="Try again").wait_for(state="detached")


def test_failed_is_told_at_once_where_the_course_says_so(launched: Launched, packages: Packages) -> None:
    course = one_test()
    with Lms(packages(course, "scorm-1.2", failed="at-once"), "1.2") as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        assert status(take(student, course, wrong=2)) == ("failed",)
        student.press("Try again")
        assert status(take(student, course, wrong=0)) == ("passed",)


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_session_is_told_with_its_exit_its_time_and_its_place(
    launched: Launched, packages: Packages, standard: str
) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        cmi = student.saved()
        core = cmi.get("core") or cmi
        assert core["exit"] == "suspend"
        assert core["lesson_location" if standard == "1.2" else "location"] == "read"
        assert re.fullmatch(r"0000:00:0\d\.\d\d|00:00:0\d(\.\d\d?)?|PT\d(\.\d\d?)?S", core["session_time"])
        objectives = {each["id"]: each for each in cmi["objectives"].values()}
        assert objectives["read"]["status" if standard == "1.2" else "completion_status"] == "completed"
        if standard == "2004":
            assert cmi["progress_measure"] == "0.5"
        student.go("Exam")
        cmi = take(student, course, wrong=0)
        assert (cmi.get("core") or cmi)["exit"] == "suspend", "to come back is to look at the same attempt"
        exam = {each["id"]: each for each in cmi["objectives"].values()}["exam"]
        assert exam["score"]["raw"] == "100"
        assert exam["status" if standard == "1.2" else "success_status"] == "passed"
