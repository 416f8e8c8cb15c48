"""What Open edX makes of cartridges: its converter was run on these packages, item by item and question by question."""

from __future__ import annotations

from functools import cache

import pytest

from formats.judged import replaced
from lms.packages import Changes, arrival, feedback_first, subject, told
from lmsexport.lms.base import Arrival, lmss
from lmsexport.lms.openedx import OpenEdx
from lmsexport.validation import Question

OPENEDX = OpenEdx()
CHOICES = "quizzes/choices.xml"


@cache
def arrives(target: str = "cartridge-1.3") -> Arrival:
    return arrival(OPENEDX, target, "2026")


def question(title: str, changes: Changes | None = None) -> Question:
    outline = arrival(OPENEDX, "cartridge-1.3", "2026", changes).outline if changes else arrives().outline
    (found,) = [one for one in outline.questions if one.title == title]
    return found


def test_it_is_registered_and_says_what_was_only_read() -> None:
    assert "openedx" in lmss()
    assert {rule.id for rule in OPENEDX.rules if not rule.tried} == {
        "openedx-names", "openedx-needs-keys", "openedx-replaces",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "effect", "speaks", "silent"),
    [
        ("settings", "to do", "Picking", "The end"),
        ("names", "to do", "Picking", "The end"),
        ("points", "changed", "Single choice with every field", "Which are even?"),
        ("feedback", "dropped", "Single choice with every field", "Which are even?"),
        ("true-false", "changed", "True or false with every field", "Which are even?"),
        ("partial", "changed", "Which are even?", "Which square is green?"),
        (
            "any-case",
            "changed",
            "What is the symbol of cobalt (not of carbon monoxide)?",
            "Name the capital of France.",
        ),
        ("markup", "changed", "Single choice with every field", "Which are even?"),
        ("prompt", "changed", "Which sign does HTML write as &lt;?", "Which are even?"),
        ("essay", "changed", "Short answer with every field", "Which are even?"),
        ("addresses", "changed", "A lesson with every block", "The handout"),
        ("needs-keys", "to do", "An ungraded lab", "The end"),
        ("ungraded-lab", "dropped", "A graded lab", "An ungraded lab"),
        ("bank", "dropped", "309 questions", "Picking"),
    ],
)
def test_each_loss_is_said_where_it_is(rule: str, effect: str, speaks: str, silent: str) -> None:
    said = told(arrives().remarks, f"openedx-{rule}")
    assert (effect, speaks) in said and (effect, silent) not in said


def test_what_stands_in_no_module_is_left_out() -> None:
    (outside,) = told(arrives().remarks, "openedx-outside")
    assert outside[0] == "dropped"
    titles = [module.title for module in arrives().outline.modules]
    assert titles == ["1. Texts", "2. Questions", "Labs & tests", "Drafts"]
    assert told(arrival(OPENEDX, "cartridge-1.1", "2026").remarks, "openedx-bank") != []


def test_right_choices_are_right() -> None:
    right = [answer.share > 0 for answer in question("Multiple response with every field").answers]
    assert right == [True, True, False, False]
    assert told(arrives().remarks, "openedx-right-answers") == []


def test_wrong_choices_with_feedback_before_the_scoring_are_right() -> None:
    title = "Multiple response with every field"
    assert all(answer.share > 0 for answer in question(title, {CHOICES: feedback_first}).answers)
    assert not all(answer.share > 0 for answer in question("Which are even?", {CHOICES: feedback_first}).answers)
    remarks = arrival(OPENEDX, "cartridge-1.3", "2026", {CHOICES: feedback_first}).remarks
    assert ("changed", title) in told(remarks, "openedx-right-answers")


def test_the_program_that_converts_is_always_named_and_nothing_else_of_a_plain_course() -> None:
    (converter,) = told(arrives().remarks, "openedx-converter")
    assert converter[0] == "to do"
    plain = arrival(OPENEDX, "cartridge-1.3", "2026", {CHOICES: replaced("cc.true_false", "cc.multiple_choice")})
    assert ("changed", "True or false with every field") not in told(plain.remarks, "openedx-true-false")


def test_a_newer_course_stands_in_place_of_the_earlier_one() -> None:
    with subject("cartridge-1.3") as package:
        assert ("updated", "Picking") in told(OPENEDX.reimport(package, package, "2026"), "openedx-replaces")
