"""Sequencing between activities, run by an engine that is not ours: gates open, scores roll up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.ledger import whole
from formats.scorm.sequencing import SequencedLms
from formats.scorm.student import Student
from formats.scorm.test_everything import EVERYTHING, WEIGHTS, everything
from formats.scorm.test_play import assessment, sample
from lmsexport.model import Assessment, Heading, completion_state

pytestmark = [pytest.mark.browser, pytest.mark.npm]

ROOT = "organization.constitutional-ai"
TEST = "item.module-test"


def choose(student: Student, identifier: str) -> str | None:
    """What the engine delivers when a student picks this."""
    delivered: str | None = student.page.evaluate("(id) => choose(id)", identifier)
    return delivered


def tracking(student: Student, identifier: str) -> Any:
    return student.page.evaluate("(id) => tracking(id)", identifier)


def goes_through(student: Student, wrong: int) -> None:
    """Opens one activity after the other; the test with so many wrong answers."""
    course = sample()
    test = assessment(course, "module-test")
    for item in course.items:
        assert not isinstance(item, Heading)
        if item.id == "lesson-4":
            assert choose(student, TEST) is None, "one lesson is left"
        assert choose(student, f"item.{item.id}") == f"item.{item.id}"
        student.begins()
        student.heading(item.title)
        if isinstance(item, Assessment):
            missed = [question.id for question in list(test.own_questions)[:wrong]] if item is test else []
            student.takes(item, course, wrong=missed)
        student.saved()
    choose(student, "home-page")  # an activity rolls up when it is left


@pytest.mark.parametrize(("wrong", "verdict", "score"), [(3, "passed", 0.8), (4, "failed", 0.7333)])
def test_the_gate_of_the_test_opens_and_its_result_rolls_up(
    launched: Launched, packages: Packages, wrong: int, verdict: str, score: float
) -> None:
    with SequencedLms(packages(SAMPLE, "scorm-2004", activities="each")) as lms:
        student = launched(lms)
        assert choose(student, TEST) is None, "four lessons come before"
        goes_through(student, wrong)
        for identifier in (TEST, "module.module-5", ROOT):
            result = tracking(student, identifier)
            assert (result["successStatus"], result["score"]) == (verdict, pytest.approx(score)), identifier
            complete = {"passed": "completed", "failed": "incomplete"}[verdict]
            assert result["completionStatus"] == complete, identifier
        assert tracking(student, "item.quiz-1")["score"] == 1, "practice keeps its own score"
        assert tracking(student, "item.lesson-1")["completionStatus"] == "completed"


def test_all_gates_of_everything_open_in_turn_and_several_results_weigh_as_in_the_course(
    launched: Launched, packages: Packages
) -> None:
    course = everything()
    ledger = whole(course, "2004", WEIGHTS)
    with SequencedLms(packages(EVERYTHING, "scorm-2004", activities="each")) as lms:
        student = launched(lms)
        left = [item for item in course.items if not isinstance(item, Heading)]
        choose(student, "home-page")
        while left:
            opened = [item for item in left if ledger.may_open(item.id)]
            for closed in [item for item in left if item not in opened]:
                assert choose(student, f"item.{closed.id}") is None, closed.id
            item = opened[0]
            assert choose(student, f"item.{item.id}") == f"item.{item.id}"
            student.begins()
            ledger.views(item.id)
            if isinstance(item, Assessment):
                ledger.hands_in(item, student.takes(item, course))
            elif completion_state(item) == "submitted":
                student.press("I have finished this")
                ledger.says_done(item.id)
            student.saved()
            left.remove(item)
            choose(student, "home-page")
        result = tracking(student, "organization.everything")
        kept = {id: tracking(student, f"item.{id}")["score"] for id in WEIGHTS}
    assert (result["successStatus"], result["completionStatus"]) == ("passed", "completed")
    assert kept == pytest.approx({id: float(ledger.percents[id] / 100) for id in WEIGHTS}, abs=2e-4)
    # The engine has weights of its own for what is opened twice (SN 4.6.1 has none), so its sum says nothing of ours.
    assert min(kept.values()) - 2e-4 <= result["score"] <= max(kept.values()) + 2e-4
    shares = {id: share for id, share in shares_of(lms.tree) if share}
    assert shares == pytest.approx({f"item.{id}": float(share) for id, share in WEIGHTS.items()}, abs=2e-4)


def shares_of(activity: dict[str, Any], whole: float = 1) -> Iterator[tuple[str, float]]:
    """What the score of each activity that has none below it counts in that of the course (SN 4.6.1, RB.1.1)."""
    if not activity["children"]:
        yield activity["id"], whole
    weights = [child.get("sequencingControls", {"objectiveMeasureWeight": 1.0})["objectiveMeasureWeight"]
               for child in activity["children"]]  # fmt: skip
    for child, weight in zip(activity["children"], weights, strict=True):
        yield from shares_of(child, whole * weight / (sum(weights) or 1))


def test_an_activity_that_was_left_goes_on_where_it_was(launched: Launched, packages: Packages) -> None:
    """The engine keeps the rest of the tree while one activity is played; its gates stay open."""
    with SequencedLms(packages(SAMPLE, "scorm-2004", activities="each")) as lms:
        student = launched(lms)
        for number in range(1, 5):
            assert choose(student, f"item.lesson-{number}")
            student.begins()
            student.saved()
        for _ in range(2):
            assert choose(student, TEST) == TEST
            student.begins()
            assert choose(student, "item.lesson-1")
            student.begins()
