"""What browsers and LMSs do to a session: nothing that a student did is lost without a word."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from formats.html import showcase
from formats.scorm.conftest import Launched, Packages
from formats.scorm.lms import Launch, Lms
from formats.scorm.student import LONGER_THAN_TYPING, Student, askable
from formats.scorm.test_play import STANDARDS, assessment, interactions, one_test, score, status, take

pytestmark = [pytest.mark.browser, pytest.mark.npm]


def say(student: Student, number: int, name: str) -> None:
    student.course.get_by_role("group").filter(has_text=f"Statement number {number}.").get_by_label(
        name, exact=True
    ).check()


def said(student: Student, number: int, name: str) -> None:
    group = student.course.get_by_role("group").filter(has_text=f"Statement number {number}.")
    expect(group.get_by_label(name, exact=True)).to_be_checked()


def close(student: Student) -> None:
    student.page.close()


def remove_frame(student: Student) -> None:
    student.page.evaluate("document.querySelector('iframe').remove()")


def go_elsewhere(student: Student) -> None:
    student.page.goto("about:blank")


def kill(student: Student) -> None:
    """The browser dies without a word to the page; what was typed seconds ago has been told."""
    student.passes(LONGER_THAN_TYPING)
    with contextlib.suppress(Error):
        student.page.goto("chrome://crash", timeout=2000)


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("end", [close, remove_frame, go_elsewhere, kill])
def test_an_unfinished_attempt_survives(launched: Launched, packages: Packages, standard: str, end: Any) -> None:
    with Lms(packages(one_test(), f"scorm-{standard}"), standard) as lms:
        lms.headers = {"Permissions-Policy": "unload=()"}
        student = launched(lms)
        student.begins()
        student.go("Exam")
        say(student, 1, "True")
        say(student, 4, "False")
        end(student)
        student.comes_back()
        student.course.get_by_role("link", name="Continue: Exam").click()
        student.heading("Exam")
        said(student, 1, "True")
        said(student, 4, "False")
        student.says("2 of 5 answered")


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_type_of_question_is_there_again(launched: Launched, packages: Packages, standard: str) -> None:
    course = showcase.course()
    quiz = assessment(course, "quiz-all")
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("A practice quiz")
        for question in askable(quiz, course):
            student.answers(question)
        student.comes_back()
        student.go("A practice quiz")
        student.says("9 of 9 answered")
        student.submits()
        student.says("Score: 8 of 9 points")
        student.comes_back()
        student.go("A practice quiz")
        student.says("Score: 8 of 9 points")
        student.says("Why p-matching is so.")


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_offline_hour_is_told_and_made_up_for(launched: Launched, packages: Packages, standard: str) -> None:
    """Commits are refused until the waits between them are as long as they get; nobody touches anything meanwhile."""
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        lms.refuses = True
        student.takes(assessment(course, "exam"), course)
        student.says("Your last steps could not be saved yet.")
        for wait in (3, 5, 10, 20, 40, 60, 60, 60, 60):
            before = lms.refused
            student.passes(wait - 1.5)
            assert lms.refused == before, "not before its time, for the sake of the LMS"
            student.passes(1.5)
            assert lms.refused == before + 1
        student.says("Your last steps could not be saved yet.")
        lms.refuses = False
        student.passes(60)
        student.says("Everything is saved now.")
        assert status(lms.cmi)[-1] == "passed" and len(interactions(lms.cmi)) == 5


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_offline_minute_stops_nobody(launched: Launched, packages: Packages, standard: str) -> None:
    """The browser itself is cut off: the student reads on, answers, hands in, and all of it comes to the LMS later."""
    course = one_test()
    exam = assessment(course, "exam")
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.course.get_by_role("link", name="Begin the course").click()
        student.heading("Reading")
        student.saved()
        student.page.wait_for_timeout(300)  # the page after it is fetched ahead
        commits = len(lms.commits)
        student.loses_the_connection()
        student.course.get_by_role("link", name="Exam").last.click()
        student.heading("Exam")
        student.answers(next(askable(exam, course)))
        student.passes(LONGER_THAN_TYPING)
        student.says("Your last steps could not be saved yet.")
        student.passes(60)
        student.go("Reading")  # a page that was there before
        student.go("Exam")
        student.says("1 of 5 answered")
        student.takes(exam, course, wrong=["q5"])
        student.says("Score: 4 of 5 points")
        student.says("Your last steps could not be saved yet.")
        assert len(lms.commits) == commits
        student.is_back()
        student.says("Everything is saved now.")
        student.leaves()
        assert status(lms.cmi)[-1] == "passed" and len(interactions(lms.cmi)) == 5
        assert score(lms.cmi)["raw"] == "80"


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_connection_that_is_back_is_used_at_once(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        lms.refuses = True
        exam = assessment(course, "exam")
        student.takes(exam, course)
        student.says("Score: 5 of 5 points")
        student.says("Your last steps could not be saved yet.")
        assert status(lms.cmi)[-1] in ("incomplete", "unknown")
        lms.refuses = False
        student.page.frames[1].evaluate("dispatchEvent(new Event('online'))")
        student.says("Everything is saved now.")
        assert status(lms.cmi)[-1] == "passed" and len(interactions(lms.cmi)) == 5


@pytest.mark.parametrize("standard", STANDARDS)
def test_links_of_the_page_that_is_open_do_not_end_the_session(
    launched: Launched, packages: Packages, standard: str
) -> None:
    """To load it again would end the session in most LMSs."""
    course = showcase.course()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("A practice quiz")
        essay = next(each for each in askable(assessment(course, "quiz-all"), course) if each.type == "essay")
        student.answers(essay)
        student.go("A practice quiz")
        expect(student.asks(essay).get_by_role("textbox")).to_have_value("Because it is so, all in all.")
        student.page.frames[1].evaluate("location.hash = 'page.main'")
        expect(student.asks(essay).get_by_role("textbox")).to_have_value("Because it is so, all in all.")
        student.takes(assessment(course, "quiz-all"), course)
        assert "quiz-all" in {each["id"] for each in student.saved()["objectives"].values()}
        assert lms.asked.count("index.html") == 1


def test_a_page_that_cannot_be_had_is_said_and_tried_again(launched: Launched, packages: Packages) -> None:
    course = showcase.course()
    with Lms(packages(course, "scorm-1.2"), "1.2") as lms:
        student = launched(lms)
        student.begins()
        lms.unreachable.add("pages/quiz-all.html")
        student.course.get_by_role("link", name="A practice quiz").first.click()
        student.says("This page could not be loaded.")
        lms.unreachable.clear()
        student.press("Try again")
        student.heading("A practice quiz")


THROWS = """(runtime) => new Proxy(runtime, { get: (target, name) => {
  const said = ["LMSSetValue", "SetValue", "LMSCommit", "Commit"].includes(name);
  if (said && !window.calm) return () => { throw new Error("no"); };
  return typeof target[name] === "function" ? target[name].bind(target) : target[name];
} })"""
LIES = """(runtime) => new Proxy(runtime, { get: (target, name) => {
  if (["LMSCommit", "Commit"].includes(name) && !window.calm) return () => "false";
  return typeof target[name] === "function" ? target[name].bind(target) : target[name];
} })"""


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("wrap", [THROWS, LIES])
def test_a_run_time_that_throws_or_refuses_stops_nobody(
    launched: Launched, packages: Packages, standard: str, wrap: str
) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        lms.next = Launch(wrap=wrap)
        student = launched(lms)
        student.says("Your last steps could not be saved yet.")
        student.go("Exam")
        student.takes(assessment(course, "exam"), course)
        student.says("Score: 5 of 5 points")
        student.page.evaluate("window.calm = true")
        student.page.frames[1].evaluate("dispatchEvent(new Event('online'))")
        student.says("Everything is saved now.")
        assert status(lms.cmi)[-1] == "passed" and len(interactions(lms.cmi)) == 5


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_run_time_that_comes_late_is_waited_for(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        lms.next = Launch(late=2500)
        student = launched(lms)
        student.says("Connecting to your LMS…")
        student.begins()
        student.go("Exam")
        assert status(take(student, course, wrong=0))[-1] == "passed"


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_lms_that_takes_its_time_is_asked_seldom(launched: Launched, packages: Packages, standard: str) -> None:
    """Some stand still while they save; a student who answers fast does not wait for each answer."""
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        lms.slow, commits = 1.0, len(lms.commits)
        student.fills_in(assessment(course, "exam"), course)
        assert len(lms.commits) == commits, "answers can wait until they are handed in, or for five seconds"
        student.submits()
        student.says("Score: 5 of 5 points")
        cmi = student.saved()
        assert len(lms.commits) <= commits + 2
        assert status(cmi)[-1] == "passed" and len(interactions(cmi)) == 5
        student.says("Your progress is saved in your LMS.")


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_lms_without_a_mode_is_one_that_records(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    mode = {"1.2": "cmi.core.lesson_mode", "2004": "cmi.mode"}[standard]
    get = {"1.2": "LMSGetValue", "2004": "GetValue"}[standard]
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        lms.next = Launch(
            wrap=f"""(runtime) => new Proxy(runtime, {{ get: (target, name) => {{
              if (name === "{get}") return (element) => (element === "{mode}" ? "" : target[name](element));
              return typeof target[name] === "function" ? target[name].bind(target) : target[name];
            }} }})"""
        )
        student = launched(lms)
        student.begins()
        student.go("Exam")
        assert status(take(student, course, wrong=0))[-1] == "passed"


@pytest.mark.parametrize(
    ("standard", "given"),
    [
        ("1.2", {"core.lesson_mode": "review"}),
        ("1.2", {"core.lesson_mode": "browse"}),
        ("1.2", {"core.credit": "no-credit"}),
        ("2004", {"mode": "review"}),
        ("2004", {"credit": "no-credit"}),
    ],
)
def test_looking_back_records_nothing(
    launched: Launched, packages: Packages, standard: str, given: dict[str, str]
) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        take(student, course, wrong=3)
        student.leaves()
        before = lms.cmi
        lms.next = Launch(given=given)
        student = launched(lms)
        student.says("You are looking back: nothing that you do now is recorded.")
        student.go("Exam")
        student.says("Score: 2 of 5 points")
        student.press("Try again")
        student.takes(assessment(course, "exam"), course)
        student.says("Score: 5 of 5 points")
        student.leaves()
        assert score(lms.cmi) == score(before) and status(lms.cmi) == status(before)
        assert lms.cmi["suspend_data"] == before["suspend_data"]
        assert interactions(lms.cmi) == interactions(before)


@pytest.mark.parametrize("standard", STANDARDS)
def test_without_an_lms_the_pages_say_that_nothing_is_recorded(
    launched: Launched, packages: Packages, standard: str
) -> None:
    course = one_test()
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms, at="/content/index.html")
        student.says("No LMS found: nothing that you do here is recorded.")
        student.go("Exam")
        student.takes(assessment(course, "exam"), course)
        student.says("Score: 5 of 5 points")
        assert lms.commits == []


@pytest.mark.parametrize("data", ["", "garbage", "1zzzzAAAA", "1" * 4000, '{"other": true}', "|||~~~"])
def test_data_of_another_course_is_left_aside(launched: Launched, packages: Packages, data: str) -> None:
    course = one_test()
    with Lms(packages(course, "scorm-1.2"), "1.2") as lms:
        lms.kept["index.html"] = {"suspend_data": data, "core": {"exit": "suspend", "lesson_status": "incomplete"}}
        student = launched(lms)
        student.begins()
        student.go("Exam")
        assert status(take(student, course, wrong=0)) == ("passed",)


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_new_version_of_the_course_keeps_what_was_done(launched: Launched, packages: Packages, standard: str) -> None:
    course = one_test()
    longer = one_test()
    extra = {"type": "lesson", "id": "new", "title": "News", "body": "Text."}
    items = [extra, *(item.model_dump() for item in longer.modules[0].items)]
    longer = type(longer).of(**longer.model_dump() | {"modules": [{"id": "m", "title": "M", "items": items}]})
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        take(student, course, wrong=0)
        lms.package = packages(longer, f"scorm-{standard}")
        student.comes_back()
        student.says("2 of 3 done")
        student.go("News")
        assert status(student.saved())[-1] == "passed"


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_unfinished_attempt_outlives_a_change_of_the_course(
    launched: Launched, packages: Packages, standard: str
) -> None:
    """A quiz before it and other texts in it: what stands in the record by its place stands elsewhere now."""
    course = one_test()
    first = {
        "type": "quiz", "id": "first", "title": "First",
        "questions": [{"type": "true-false", "id": "f1", "prompt": "Is it so?", "answer": True}],
    }  # fmt: skip
    items = [first, *(item.model_dump() for item in course.modules[0].items)]
    items[-1]["title"] = "Examination"
    changed = type(course).of(**course.model_dump() | {"modules": [{"id": "m", "title": "M", "items": items}]})
    with Lms(packages(course, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        say(student, 1, "True")
        say(student, 4, "False")
        student.leaves()
        lms.package = packages(changed, f"scorm-{standard}")
        student.comes_back()
        student.go("First")  # it takes the place of the exam in the record; and a session passes before that is opened
        student.course.get_by_label("False", exact=True).check()
        student.comes_back()
        student.go("Examination")
        said(student, 1, "True")
        said(student, 4, "False")
        student.says("2 of 5 answered")
        student.comes_back()
        student.go("Examination")
        said(student, 4, "False")
        student.go("First")
        expect(student.course.get_by_label("False", exact=True)).to_be_checked()
