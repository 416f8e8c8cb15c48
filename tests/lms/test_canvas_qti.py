"""What Canvas makes of quizzes in QTI 2 and 3: its own converter was run on these packages, question by question."""

from __future__ import annotations

from functools import cache

import pytest

from lms.packages import arrival, subject, told
from lmsexport.lms.base import Arrival
from lmsexport.lms.canvas import Canvas
from lmsexport.lms.canvas.qti2 import _middle
from lmsexport.validation import Draw, Question

CANVAS = Canvas()


@cache
def arrives(target: str = "qti-2.1") -> Arrival:
    return arrival(CANVAS, target, "classic")


def asked(quiz: str) -> list[Question]:
    (item,) = [item for item in arrives().outline.items if item.title == quiz]
    return [part for part in item.questions if isinstance(part, Question)]


@pytest.mark.parametrize(
    ("rule", "effect", "speaks", "silent"),
    [
        ("ungraded", "to do", "Practice?", ""),
        ("title", "changed", "Picking", ""),
        ("refused", "dropped", "Ordering with every field", "Single choice with every field"),
        ("refused", "dropped", "A passage", "Matching with every field"),
        ("points", "changed", "Single choice with every field", "Which of these has a leading zero?"),
        ("right-answers", "changed", "Which of these has a leading zero?", "Single choice with every field"),
        ("true-false", "changed", "True or false with every field", "Single choice with every field"),
        ("typed", "changed", "Short answer with every field", "Single choice with every field"),
        ("drop-downs", "changed", "Blanks with every field", "Short answer with every field"),
        ("matching", "changed", "Matching with every field", "Single choice with every field"),
        ("feedback", "dropped", "Single choice with every field", "Which are even?"),
        ("bank", "changed", "Arithmetic", "Picking"),
        ("pictures", "dropped", "Single choice with every field", "Which are even?"),
    ],
)
def test_each_loss_is_said_where_it_is(rule: str, effect: str, speaks: str, silent: str) -> None:
    said = told(arrives().remarks, f"canvas-qti-2-{rule}")
    assert (effect, speaks) in said or (rule == "ungraded" and len(said) == 7)
    assert (effect, silent) not in said


def test_questions_stand_there_as_the_converter_left_them() -> None:
    found = {question.title or question.prompt.words: question for question in asked("Picking")}
    assert "A passage" not in found and found["Picking"].type == "text"
    zero = found["Which of these has a leading zero?"]
    assert (
        zero.type == "multiple-response" and [answer.share > 0 for answer in zero.answers] == [True, True] + [False] * 3
    )
    assert set(found["Single choice with every field"].feedback) == {"correct", "incorrect"}
    assert {question.points for question in found.values() if question.type != "text"} == {1}
    typed = {question.title: [answer.text.words for answer in question.answers] for question in asked("Typing")}
    assert typed["Short answer with every field"] == ["Par*s"] and ["343"] in typed.values()
    (pair,) = [question for question in asked("Arranging") if question.title == "Matching with every field"]
    assert len(pair.answers) == 5


def test_draws_stay_and_their_questions_stand_in_a_bank_without_a_name() -> None:
    outline = arrives().outline
    (late,) = [item for item in outline.items if item.title == "A late test"]
    assert [(part.bank, part.number) for part in late.questions if isinstance(part, Draw)] == [("Arithmetic", 2)]
    assert [bank.title for bank in outline.banks][:2] == ["", "Picking"]
    assert len(outline.banks[0].questions) == 308


def test_nothing_of_qti_3_arrives() -> None:
    found = arrives("qti-3.0")
    assert found.outline.modules == () and found.outline.banks == ()
    assert [(remark.rule.id, remark.effect) for remark in found.remarks] == [("canvas-qti-3-nothing", "dropped")]


def test_no_quiz_of_qti_2_2_arrives_but_its_questions_do() -> None:
    found = arrives("qti-2.2")
    assert found.outline.modules == () and [bank.title for bank in found.outline.banks] == [""]
    said = told(found.remarks, "canvas-qti-22-no-quizzes")
    assert len(said) == 7 and ("dropped", "Picking") in said
    assert told(arrives("qti-2.1").remarks, "canvas-qti-22-no-quizzes") == []
    of_quizzes = {f"canvas-qti-2-{rule}" for rule in ("ungraded", "title", "bank")} | {"canvas-makes-banks"}
    once = {(remark.rule.id, remark.what) for remark in arrives("qti-2.1").remarks if remark.rule.id not in of_quizzes}
    assert {(remark.rule.id, remark.what) for remark in found.remarks} - once == {
        ("canvas-qti-22-no-quizzes", what) for _, what in said
    }
    (bank,) = found.outline.banks
    assert len(bank.questions) == 338  # of 344, six are refused: three orderings and three texts


def test_a_second_import_makes_a_second_of_everything() -> None:
    with subject("qti-2.1") as package:
        assert ("duplicated", "Picking") in told(CANVAS.reimport(package, package, "classic"), "canvas-qti-twice")


def test_a_long_range_becomes_its_middle_with_every_digit() -> None:
    ends = "1234567890123456789012345678901.5 … 1234567890123456789012345678903.5"
    assert _middle(ends) == "1234567890123456789012345678902.5"
    assert [_middle(text) for text in ("5 … 6", r"a\*b", "a … b", "7")] == ["5.5", "a*b", "a … b", "7"]
