"""What an LMS shows a teacher never goes backwards: tried under a run time that forgives nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.lms import Launch
from formats.scorm.sequencing import SequencedLms
from formats.scorm.strict import Shown, StrictLms
from formats.scorm.student import Student, askable
from formats.scorm.test_everything import EVERYTHING, everything
from formats.scorm.test_play import STANDARDS, assessment, one_test
from formats.scorm.test_sequencing import ROOT, TEST, choose, goes_through, tracking
from lmsexport.model import Assessment, Course

pytestmark = [pytest.mark.browser, pytest.mark.npm]


def hands_in(student: Student, course: Course, wrong: int) -> None:
    student.takes(assessment(course, "exam"), course, wrong=[f"q{n}" for n in range(1, wrong + 1)])
    student.says(f"Score: {5 - wrong} of 5 points")
    student.saved()


def shown(lms: StrictLms, frame: str = "index.html") -> Shown:
    """What a teacher sees but for the time."""
    return replace(lms.shown(frame), seconds=0)


def seen(standard: str, one: str, two: tuple[str, str], score: str, progress: str) -> Shown:
    """The same of both standards: one word in SCORM 1.2, two in 2004, which knows progress as well."""
    status, success = (one, "") if standard == "1.2" else two
    return Shown(status, success, score, "" if standard == "1.2" else progress, 0, 1)


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_look_at_a_finished_course_lowers_nothing(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        student.passes(100)
        hands_in(student, course, wrong=1)
        finished = seen(standard, "passed", ("completed", "passed"), "80", "1")
        assert shown(lms) == finished
        for _ in range(2):
            student.comes_back()
            assert shown(lms) == finished
            student.says("2 of 2 done")
            assert student.course.get_by_role("link", name="Continue: ").count() == 0
            student.go("Exam")
            student.press("Try again")
            hands_in(student, course, wrong=5)
            assert shown(lms) == finished
            student.passes(50)
            student.leaves()
            lms.hears_the_end()
            assert shown(lms) == finished
        assert lms.shown().seconds >= 200


@pytest.mark.parametrize("standard", STANDARDS)
def test_failed_and_passed_later(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(attempts=2)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        hands_in(student, course, wrong=2)
        assert shown(lms) == seen(standard, "failed", ("incomplete", "failed"), "60", "0.5")
        student.comes_back()
        student.go("Exam")
        student.press("Try again")
        hands_in(student, course, wrong=1)
        assert shown(lms) == seen(standard, "passed", ("completed", "passed"), "80", "1")
        student.comes_back()
        student.go("Exam")
        student.says("No attempts are left.")
        assert shown(lms) == seen(standard, "passed", ("completed", "passed"), "80", "1")


def test_the_third_edition_keeps_it_as_well(launched: Launched, packages: Packages) -> None:
    course = one_test()
    with StrictLms(packages(course, "scorm-2004", edition="3rd"), "2004") as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        hands_in(student, course, wrong=1)
        student.comes_back()
        student.leaves()
        lms.hears_the_end()
        assert shown(lms) == Shown("completed", "passed", "80", "1", 0, 1)


@pytest.mark.parametrize("standard", STANDARDS)
def test_used_attempts_stay_used(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test(attempts=1)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        hands_in(student, course, wrong=2)
        student.says(re.compile(r"^Not passed$"))
        failed = seen(standard, "failed", ("incomplete", "failed"), "60", "0.5")
        assert shown(lms) == failed
        student.comes_back()
        student.go("Exam")
        student.says("No attempts are left.")
        student.saved()
        assert shown(lms) == failed


@pytest.mark.parametrize("standard", STANDARDS)
def test_left_in_the_middle(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        student.answers(next(askable(assessment(course, "exam"), course)))
        student.passes(30)
        student.press("Save and leave")
        student.says("Saved. You can close this window now.")
        assert lms.sessions[-1].request == {"1.2": "_none_", "2004": "suspendAll"}[standard]
        student.comes_back()
        student.go("Exam")
        student.says("1 of 5 answered")
        student.saved()
        assert shown(lms) == seen(standard, "incomplete", ("incomplete", "unknown"), "", "0")
        assert lms.shown().seconds >= 30
        hands_in(student, course, wrong=0)
        student.go("Reading")
        student.press("Save and leave")
        student.says("Saved. You can close this window now.")
        assert lms.sessions[-1].request == {"1.2": "_none_", "2004": "exitAll"}[standard]
        assert shown(lms) == seen(standard, "passed", ("completed", "passed"), "100", "1")


@pytest.mark.parametrize("standard", STANDARDS)
def test_without_a_connection_nothing_is_lost_or_lowered(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        student.saved()
        before = shown(lms)
        student.loses_the_connection()
        student.takes(assessment(course, "exam"), course)
        student.says("Your last steps could not be saved yet.")
        assert shown(lms) == before
        student.is_back()
        student.says("Everything is saved now.")
        assert shown(lms) == seen(standard, "passed", ("completed", "passed"), "100", "1")


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_lms_that_nobody_expected_any_more_is_told_all(
    launched: Launched, packages: Packages, standard: str
) -> None:
    """It comes after the student has begun, and has a record of an earlier session."""
    course = one_test(attempts=3)
    with StrictLms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        hands_in(student, course, wrong=3)
        student.leaves()
        lms.hears_the_end()
        lms.next = Launch(late=60_000)
        student = launched(lms)
        student.says("Connecting to your LMS…")
        student.passes(6)
        student.says("No LMS found: nothing that you do here is recorded.")
        student.go("Reading")
        student.says("No LMS found: nothing that you do here is recorded.")
        student.go("Exam")
        hands_in(student, course, wrong=1)
        student.passes(60)
        student.begins()
        student.saved()
        assert shown(lms) == seen(standard, "passed", ("completed", "passed"), "80", "1")
        ids = {value for name, value in lms.sessions[-1].values.items() if name.startswith("cmi.interactions.")}
        assert "q5.1" in ids
        student.press("Try again")
        hands_in(student, course, wrong=0)
        student.says("No attempts are left.")


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_tab_of_its_own_says_on_every_page_that_nothing_is_recorded(
    launched: Launched, packages: Packages, standard: str
) -> None:
    with StrictLms(packages(one_test(), f"scorm-{standard}"), standard) as lms:
        student = launched(lms, at="/content/pages/read.html")
        student.heading("Reading")
        line = student.course.get_by_text("No LMS found: nothing that you do here is recorded.")
        for title in ("Exam", "Reading"):
            student.go(title)
            top = line.bounding_box()
            assert top is not None and top["y"] < 60, "above the page, in view"
            student.page.mouse.wheel(0, 3000)
            assert line.bounding_box() == top


@pytest.mark.parametrize("standard", STANDARDS)
def test_who_wants_new_attempts_gets_them(launched: Launched, packages: Packages, standard: str) -> None:
    """SCORM 1.2 knows one attempt; 2004 begins with nothing after an exit that is no `suspend` (RTE 4.2.8)."""
    course = one_test()
    with StrictLms(packages(course, f"scorm-{standard}", relaunch="new-attempt"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.comes_back()
        student.go("Exam")
        hands_in(student, course, wrong=0)
        student.comes_back()
        student.saved()
        attempts, status = {"1.2": (1, "passed"), "2004": (2, "incomplete")}[standard]
        assert (lms.shown().attempts, lms.shown().status) == (attempts, status)


def test_a_look_at_many_activities_lowers_no_roll_up(launched: Launched, packages: Packages) -> None:
    with SequencedLms(packages(SAMPLE, "scorm-2004", activities="each")) as lms:
        student = launched(lms)
        goes_through(student, wrong=1)
        before = tracking(student, ROOT)
        assert (before["completionStatus"], before["successStatus"]) == ("completed", "passed")
        for identifier in (TEST, "item.lesson-1", "item.quiz-1", TEST):
            assert choose(student, identifier) == identifier
            student.begins()
            student.saved()
        choose(student, "home-page")
        after = tracking(student, ROOT)
        for name in ("completionStatus", "successStatus", "score"):
            assert after[name] == before[name], name


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_activity_keeps_what_it_has(launched: Launched, packages: Packages, standard: str) -> None:
    """Of a course of many activities that uses everything; all that is told keeps to the limits of the standard."""
    course = everything()
    with StrictLms(packages(EVERYTHING, f"scorm-{standard}", activities="each"), standard) as lms:
        for item in course.items:
            if not isinstance(item, Assessment):
                continue
            lms.frame = f"pages/{item.id}.html"
            student = launched(lms)
            student.begins()
            student.takes(item, course)
            student.saved()
            before = shown(lms, lms.frame)
            assert bool(before.score) == item.graded and before.attempts == 1
            student.comes_back()
            student.leaves()
            lms.hears_the_end()
            assert shown(lms, lms.frame) == before, item.id
