"""The scorer: every type, right, partly right and wrong, and what the student reads."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmsexport.model import AnyQuestion
from lmsexport.model.scoring import score
from lmsexport.model.typed import matches, readings
from model.responses import CASES, SINGLE, THIRDS, Case, build


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_share_and_what_is_said(case: Case) -> None:
    result = score(case.question, case.response)
    assert result.fraction == Decimal(case.share.numerator) / case.share.denominator
    assert result.feedback == case.said
    assert result.outcome == ("correct" if case.share == 1 else "partial" if case.share else "incorrect")


def test_the_table_has_every_type_that_a_machine_scores() -> None:
    types = {question.model_fields["type"].default for question in get_args(AnyQuestion)}
    assert {case.question.type for case in CASES} == types - {"essay"}


FEEDBACK = {"correct": "C", "partial": "P", "incorrect": "I", "general": "G"}


@pytest.mark.parametrize(
    ("picked", "said"),
    [(["a", "b"], ("A", "B", "C", "G")), (["a"], ("A", "P", "G")), (["c"], ("X", "I", "G")), (None, ("I", "G"))],
)
def test_feedback_comes_from_the_choices_then_the_outcome_then_in_general(
    picked: list[str] | None, said: tuple[str, ...]
) -> None:
    choices = [
        {"id": "a", "text": "a", "correct": True, "feedback": "A"},
        {"id": "b", "text": "b", "correct": True, "feedback": "B"},
        {"id": "c", "text": "c", "feedback": "X"},
    ]
    assert score(build("multiple-response", choices=choices, feedback=FEEDBACK), picked).feedback == said


def test_an_essay_is_recorded_and_a_person_grades_it() -> None:
    result = score(build("essay", feedback=FEEDBACK), "Because it is so.")
    assert (result.fraction, result.outcome, result.feedback) == (None, "recorded", ("G",))


def test_parts_tell_how_right_each_one_is() -> None:
    assert score(THIRDS, ["a", "d"]).parts == {"a": 1, "d": 0}
    assert score(SINGLE, "b").parts == {"b": 0}


@given(st.sets(st.sampled_from("abcde")))
def test_shares_stay_between_nothing_and_everything(picked: set[str]) -> None:
    fraction = score(THIRDS, picked).fraction
    assert fraction is not None and 0 <= fraction <= 1


LETTERS = st.text("abßΣéÄ", min_size=1)


@given(LETTERS, LETTERS, LETTERS)
def test_a_wildcard_accepts_anything_in_its_place(before: str, between: str, after: str) -> None:
    assert matches(f"{before}*{after}", before + between + after, wildcards=True)
    assert matches(f"{before}*{after}", before + after, wildcards=True)
    assert not matches(f"{before}*{after}z", before + between + after, wildcards=True)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_however_it_is_written(number: Decimal) -> None:
    expected = Fraction(number)
    for spelling in (f"{number:f}", f"{number:,f}", f"{number:f}".replace(".", ","), f" {number:e} "):
        assert any(Fraction(reading) == expected for reading in readings(spelling)), spelling


@pytest.mark.parametrize("typed", ["", "-", ".", "e5", "1.2.3", "1,23,456", "1e", "--1", "1 2", "²", "1/2", "12 345 6"])
def test_what_is_no_number_has_no_reading(typed: str) -> None:
    assert readings(typed) == ()
