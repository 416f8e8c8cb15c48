"""Assignable units under an LMS that checks every statement, over sessions of one registration."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from formats.cmi5.lms import Lms
from formats.html import showcase
from formats.scorm.conftest import SAMPLE, Packages, packages  # noqa: F401
from formats.scorm.student import LONGER_THAN_TYPING, Student, askable
from formats.scorm.test_play import assessment, one_test, read_and_practise, sample

pytestmark = pytest.mark.browser


class Learner(Student):
    """Comes through the door of the LMS each time."""

    def __init__(self, lms: Lms, new_page: Callable[[], Page]) -> None:
        super().__init__(lms, new_page, at="top")  # type: ignore[arg-type]

    def _launch(self) -> Page:
        page = self._new_page()
        page.clock.install()
        page.goto(self.lms.launch())  # type: ignore[attr-defined]
        return page

    def saved(self) -> dict[str, Any]:
        """Wait until everything has come to the LMS, which takes requests one by one."""
        self.passes(LONGER_THAN_TYPING)
        before = None
        while before != (before := (len(self.lms.commits), str(self.lms.state))):  # type: ignore[attr-defined]
            self.page.wait_for_timeout(300)
        return {}

    def ends(self) -> None:
        """Leaves, and waits until the last words have come."""
        self.leaves()
        for _ in range(60):
            time.sleep(0.1)
            if "terminated" in self.lms.verbs():  # type: ignore[attr-defined]
                break
        time.sleep(0.6)  # the state is kept beside it


@pytest.fixture
def learner(chromium: Browser) -> Iterator[Callable[[Lms], Learner]]:
    """Launches a unit. Afterwards no rule may be broken, no console may hold a word."""
    heard: list[str] = []
    opened: list[tuple[Lms, Any]] = []

    def launch(lms: Lms) -> Learner:
        def new_page() -> Page:
            context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("console", lambda message: told(lms, message.text))
            page.on("pageerror", lambda error: heard.append(f"error: {error}"))
            opened.append((lms, context))
            return page

        return Learner(lms, new_page)

    def told(lms: Lms, text: str) -> None:
        own = (lms.refused and "503" in text) or (lms.cut_off and ("DISCONNECTED" in text or "409" in text))
        if not lms.closed and not own and "404" not in text:  # the first session has no state to be found
            heard.append(f"console: {text}")

    yield launch
    for lms, context in opened:
        context.close()
        heard += [f"missing: {name}" for name in lms.missing] + lms.broken + lms.disorder()
    assert heard == []


def handed_in(student: Learner, course: Any, wrong: int) -> None:
    exam = assessment(course, "exam")
    student.takes(exam, course, wrong=[f"q{n}" for n in range(1, wrong + 1)])
    student.says(f"Score: {5 - wrong} of 5 points")


def test_the_sample_is_completed_and_passed(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = sample()
    test = assessment(course, "module-test")
    with Lms(packages(SAMPLE, "cmi5")) as lms:
        lms.mastery = 0.8
        student = learner(lms)
        student.begins()
        read_and_practise(student, course)
        student.go(test.title)
        student.takes(test, course, wrong=[question.id for question in list(test.questions)[:3]])
        student.says("Score: 12 of 15 points")
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "completed", "passed", "terminated"]
        (passed,) = lms.said("passed")
        assert passed["result"]["score"] == {"scaled": 0.8}
        assert len(lms.said("answered")) == 31


def test_a_second_session_goes_on_and_repeats_nothing(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        lms.mastery = 0.8
        student = learner(lms)
        student.begins()
        student.go("Exam")
        student.answers(next(askable(assessment(course, "exam"), course)))
        student.ends()
        assert lms.verbs() == ["initialized", "terminated"]
        student.comes_back()
        student.go("Exam")
        student.says("1 of 5 answered")
        handed_in(student, course, wrong=3)
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "failed", "terminated"], "failed is said at the end, when it is final"
        student.comes_back()
        student.go("Reading")
        student.ends()
        assert lms.verbs() == ["initialized", "terminated"], "nothing was tried in this session"
        student.comes_back()
        student.go("Exam")
        student.press("Try again")
        handed_in(student, course, wrong=3)
        student.press("Try again")
        handed_in(student, course, wrong=0)
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "completed", "passed", "terminated"]
        student.comes_back()
        student.go("Exam")
        student.says("Score: 5 of 5 points")
        student.press("Try again")
        handed_in(student, course, wrong=5)
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "terminated"], "neither again, nor failed after passed"
    assert len(lms.sessions) == 5


def test_what_was_said_is_asked_of_the_lms_when_the_state_is_lost(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        for _ in range(2):
            student = learner(lms)
            student.begins()
            student.go("Reading")
            student.go("Exam")
            handed_in(student, course, wrong=0)
            student.saved()
            student.ends()
            lms.state.clear()
        assert lms.verbs(0) == ["initialized", "completed", "passed", "terminated"]
        assert lms.verbs(1) == ["initialized", "terminated"]


@pytest.mark.parametrize("mastery", [0.6, 0.9])
def test_the_mastery_score_of_the_lms_decides(learner: Any, packages: Packages, mastery: float) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        lms.mastery = mastery
        student = learner(lms)
        student.begins()
        student.go("Exam")
        handed_in(student, course, wrong=1)
        student.saved()
        student.ends()
        assert lms.verbs()[1:-1] == (["passed"] if mastery < 0.8 else ["failed"])


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_looking_around_is_no_record(learner: Any, packages: Packages, mode: str) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        lms.mode = mode
        student = learner(lms)
        student.says("You are looking back: nothing that you do now is recorded.")
        student.go("Reading")
        student.go("Exam")
        handed_in(student, course, wrong=0)
        student.saved()
        student.ends()
        assert [each["verb"]["id"].rsplit("/", 1)[1] for each in lms.sessions[0].statements] == [
            "initialized", "terminated",
        ]  # fmt: skip
        assert lms.state == {}


def test_every_answer_is_a_statement(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = showcase.course()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("A practice quiz")
        for question in askable(assessment(course, "quiz-all"), course):
            student.answers(question)
            student.check(question)
        student.saved()
        student.ends()
        said = lms.said("answered")
    found = {each["object"]["id"].split("#")[1]: each for each in said}
    assert {id: each["object"]["definition"]["interactionType"] for id, each in found.items()} == {
        "p-single": "choice", "p-multiple": "choice", "p-true": "true-false", "p-short": "fill-in",
        "p-numeric": "numeric", "p-matching": "matching", "p-ordering": "sequencing", "p-blanks": "fill-in",
        "p-essay": "long-fill-in",
    }  # fmt: skip
    assert found["p-multiple"]["object"]["definition"]["correctResponsesPattern"] == ["a[,]b"]
    assert found["p-multiple"]["result"]["response"] == "a[,]b"
    assert found["p-single"]["object"]["definition"]["description"] == {"en": "What is the capital of France?"}
    assert all(each["result"].get("success") for id, each in found.items() if id != "p-essay")
    assert "success" not in found["p-essay"]["result"] and "score" not in found["p-essay"]["result"]
    assert found["p-single"]["context"]["contextActivities"]["parent"][-1]["id"].endswith("#quiz-all")


@pytest.mark.parametrize("wanted", ["off", "on", None])
def test_sound_is_off_where_it_is_wanted(learner: Any, packages: Packages, tmp_path: Path, wanted: Any) -> None:  # noqa: F811
    """11.2; and an LMS that has asked no learner yet has no preferences to give."""
    module = tmp_path / "source" / "one"
    module.mkdir(parents=True)
    (module.parent / "course.yaml").write_text("id: heard\ntitle: Heard\ndate: 2025-01-31\nmodules: [one]\n")
    (module / "module.yaml").write_text("title: One\nitems: [sound.md]\n")
    (module / "sound.md").write_text("---\ntitle: A sound\n---\n![Somebody speaks](speech.mp3)\n")
    (module / "speech.mp3").write_bytes(b"")
    with Lms(packages(module.parent, "cmi5")) as lms:
        lms.preferences = {"languagePreference": "en-US", "audioPreference": wanted} if wanted else None
        student = learner(lms)
        student.begins()
        student.go("A sound")
        assert student.course.locator("audio").evaluate("each => each.muted") == (wanted == "off")


def test_a_learner_who_leaves_goes_where_the_lms_wants(learner: Any, packages: Packages) -> None:  # noqa: F811
    with Lms(packages(one_test(), "cmi5")) as lms:
        lms.return_url = f"{lms.address}/left"
        student = learner(lms)
        student.begins()
        student.press("Save and leave")
        student.heading("Back in the LMS")
        assert lms.verbs() == ["initialized", "terminated"]
        assert re.fullmatch(r"PT[\d.]+S", lms.said("terminated")[0]["result"]["duration"])


def test_a_store_that_does_not_answer_is_told_and_made_up_for(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Exam")
        lms.refuses = True
        handed_in(student, course, wrong=0)
        student.says("Your last steps could not be saved yet.")
        lms.refuses = False
        student.page.evaluate("dispatchEvent(new Event('online'))")
        student.says("Everything is saved now.")
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "passed", "terminated"]


def test_an_offline_minute_is_told_and_made_up_for(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        before = len(lms.sessions[0].statements)
        student.loses_the_connection()
        student.answers(next(askable(assessment(course, "exam"), course)))
        student.passes(LONGER_THAN_TYPING)
        student.says("Your last steps could not be saved yet.")
        student.passes(60)
        student.go("Short")  # a page that was there before
        student.go("Exam")
        handed_in(student, course, wrong=1)
        student.passes(10)
        student.says("Your last steps could not be saved yet.")
        assert len(lms.sessions[0].statements) == before
        student.is_back()
        student.says("Everything is saved now.")
        student.saved()
        assert len(lms.said("answered")) == 5, "each answer once"
        student.ends()
        assert lms.verbs() == ["initialized", "passed", "terminated"]
        student.comes_back()
        student.go("Exam")
        student.says("Score: 4 of 5 points")


def test_a_store_that_never_answers_is_told_and_hears_everything_once(learner: Any, packages: Packages) -> None:  # noqa: F811
    """It has taken the first answer when the connection goes, and refuses to hear it again."""
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        lms.hangs = lms.cut_off = True
        handed_in(student, course, wrong=0)
        student.passes(1)
        student.page.wait_for_timeout(500)
        student.passes(31)
        student.says("Your last steps could not be saved yet.")
        lms.hangs = False
        student.press("Try again")
        handed_in(student, course, wrong=1)
        student.passes(10)
        student.says("Everything is saved now.")
        student.saved()
        assert len(lms.said("answered")) == 10
        student.ends()
        assert lms.verbs() == ["initialized", "passed", "terminated"]


def test_a_slow_store_is_no_failure(learner: Any, packages: Packages) -> None:  # noqa: F811
    """Steps come faster than the store takes them in."""
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        line = student.course.get_by_role("status").filter(has_text="progress is saved")
        student.go("Exam")
        student.saved()
        lms.slow = 0.7
        for question in askable(assessment(course, "exam"), course):
            student.answers(question)
            student.passes(LONGER_THAN_TYPING)
        handed_in(student, course, wrong=0)
        student.passes(1)
        student.page.wait_for_timeout(3000)
        assert line.is_visible()
        lms.slow = 0
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "passed", "terminated"]


def test_the_last_words_come_to_a_store_on_another_server(learner: Any, packages: Packages) -> None:  # noqa: F811
    """There the browser asks before it sends, and the tab is gone before the answer is there."""
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        lms.far = True
        student = learner(lms)
        student.begins()
        student.go("Exam")
        student.saved()
        student.takes(assessment(course, "exam"), course)
        student.says("Score: 5 of 5 points")
        student.ends()
        assert lms.verbs() == ["initialized", "passed", "terminated"]
        student.comes_back()
        student.says("1 of 2 done")


def test_without_a_token_nothing_is_recorded_and_that_is_said(learner: Any, packages: Packages) -> None:  # noqa: F811
    with Lms(packages(one_test(), "cmi5")) as lms:
        lms.silent = True
        student = learner(lms)
        student.says("Your LMS has no open session for this page: nothing is recorded.")
        student.go("Reading")
        assert lms.sessions[0].statements == []


def test_a_store_that_cannot_tell_what_was_said_is_told_nothing_twice(learner: Any, packages: Packages) -> None:  # noqa: F811
    """What the state holds is enough; neither the statements nor the learner's preferences can be read."""
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Reading")
        student.go("Exam")
        handed_in(student, course, wrong=0)
        student.saved()
        student.ends()
        lms.unreadable = {"/xapi/statements", "/xapi/agents/profile"}
        student.comes_back()
        student.go("Exam")
        student.says("Score: 5 of 5 points")
        student.press("Try again")
        handed_in(student, course, wrong=0)
        student.saved()
        student.ends()
        assert lms.verbs(0) == ["initialized", "completed", "passed", "terminated"]
        assert lms.verbs(1) == ["initialized", "terminated"]


def test_without_its_state_a_unit_records_nothing_over_it(learner: Any, packages: Packages) -> None:  # noqa: F811
    """A store that fails while the state is read may still have it."""
    course = one_test()
    with Lms(packages(course, "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Exam")
        handed_in(student, course, wrong=1)
        student.saved()
        student.ends()
        kept = dict(lms.state)
        lms.unreadable = {"/xapi/activities/state"}
        again = learner(lms)
        again.says("Your LMS has no open session for this page: nothing is recorded.")
        again.go("Exam")
        handed_in(again, course, wrong=0)
        again.saved()
        again.leaves()
        assert lms.sessions[1].statements == []
        assert lms.state == kept


def test_units_for_each_item_keep_records_of_their_own(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = one_test()
    with Lms(packages(course, "cmi5", activities="each")) as lms:
        lms.unit = "pages/read.html"
        student = learner(lms)
        student.begins()
        student.saved()
        student.ends()
        lms.turns_to("pages/exam.html")
        student = learner(lms)
        student.begins()
        handed_in(student, course, wrong=1)
        student.saved()
        student.ends()
        assert lms.verbs(0) == ["initialized", "completed", "terminated"]
        assert lms.verbs(1) == ["initialized", "completed", "passed", "terminated"]
        assert [each["result"]["score"] for each in lms.said("passed")] == [{"scaled": 0.8}]
        assert {activity for activity, _ in lms.state} == {session.activity for session in lms.sessions}
        student.comes_back()
        student.says("Score: 4 of 5 points")


def test_a_waived_unit_is_open_and_nobody_fails_it(learner: Any, packages: Packages) -> None:  # noqa: F811
    course = gated()
    with Lms(packages(course, "cmi5")) as lms:
        lms.waived = True
        student = learner(lms)
        student.says("Your LMS counts this as done already.")
        student.go("Exam")
        handed_in(student, course, wrong=5)
        student.saved()
        student.ends()
        assert lms.verbs() == ["initialized", "terminated"]


def gated() -> Any:
    """A test that opens after a lesson."""
    return one_test(requires=[{"item": "read", "state": "viewed"}])


def test_a_page_that_is_loaded_again_says_that_its_session_is_over(learner: Any, packages: Packages) -> None:  # noqa: F811
    """9.3.8: after `terminated` nothing may be said, so a unit cannot go on; it says why."""
    with Lms(packages(one_test(), "cmi5")) as lms:
        student = learner(lms)
        student.begins()
        student.go("Reading")
        student.saved()
        student.page.reload()
        student.says("Your LMS has no open session for this page: nothing is recorded.")
        student.heading("Reading")
        student.go("Exam")
        student.says("Your LMS has no open session for this page: nothing is recorded.")
        assert lms.verbs() == ["initialized", "terminated"]


def test_a_learner_has_the_extra_time_that_the_lms_passes_on(learner: Any, packages: Packages) -> None:  # noqa: F811
    with Lms(packages(one_test(time_limit=10), "cmi5")) as lms:
        lms.parameters = "extra_time=25"
        student = learner(lms)
        student.begins()
        student.go("Exam")
        student.says("Time limit: 12.5 min")
