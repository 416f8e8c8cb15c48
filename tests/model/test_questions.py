"""The rules of the question types: a right answer in each, weights that add up, blanks that match the prompt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from lmsexport.model import (
    QUESTION_TYPES,
    AcceptedNumber,
    MultipleResponse,
    Question,
    SingleChoice,
)

QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def choices(*marks: str) -> list[dict[str, Any]]:
    """`+` is a right choice, `-` a wrong one; a number behind it is the weight."""
    return [
        {"id": "abcdefgh"[n], "text": f"Choice {n}", "correct": mark[0] == "+"}
        | ({"weight": mark[1:]} if mark[1:] else {})
        for n, mark in enumerate(marks)
    ]


def question(type: str, **fields: Any) -> dict[str, Any]:
    return {"type": type, "id": "q", "prompt": "What?"} | fields


VALID = [
    question("single-choice", choices=choices("+", "-")),
    question("single-choice", choices=choices("+100", "-50", "-")),
    question("multiple-response", choices=choices("+", "+", "-")),
    question("multiple-response", choices=choices("+", "+"), scoring="all-or-nothing"),
    question("multiple-response", choices=choices("+60", "+40", "--100")),
    question("multiple-response", choices=choices("+33.33333", "+33.33333", "+33.33333", "-0")),
    question("true-false", answer=False),
    question("short-answer", answers=[{"text": "no"}, {"text": "n*", "weight": 50}]),
    question("numeric", answers=[{"value": "3.14", "tolerance": "0.01"}, {"min": 3, "max": 4, "weight": 20}]),
    question(
        "matching", pairs=[{"id": "a", "prompt": "F", "match": "Paris"}, {"id": "b", "prompt": "I", "match": "Rome"}]
    ),
    question("ordering", items=[{"id": "a", "text": "1"}, {"id": "b", "text": "2"}]),
    question(
        "fill-in-blanks",
        prompt="{{city}} has {{n}} million, on the {{river}}.",
        blanks=[
            {"kind": "text", "id": "city", "answers": [{"text": "Paris"}]},
            {"kind": "numeric", "id": "n", "answers": [{"value": 2}]},
            {"kind": "dropdown", "id": "river", "choices": choices("+", "-")},
        ],
    ),
    question("essay", min_words=10, max_words=20),
    {"type": "text", "id": "q", "text": "Read this."},
]

BROKEN = [
    (question("single-choice", choices=choices("-", "-")), "no-right-answer"),
    (question("single-choice", choices=choices("+", "+")), "several-right-answers"),
    (question("single-choice", choices=choices("+")), "too_short"),
    (question("single-choice", choices=choices("+", "-100")), "weights"),
    (question("single-choice", choices=choices("+50", "-")), "weights"),
    (question("single-choice", choices=[*choices("+"), {"id": "a", "text": "twice"}]), "duplicate-id"),
    (question("multiple-response", choices=choices("-", "-")), "no-right-answer"),
    (question("multiple-response", choices=choices("+60", "+60", "-")), "weights"),
    (question("multiple-response", choices=choices("+100", "-10")), "weights"),
    (question("multiple-response", choices=choices("+50", "+50"), scoring="all-or-nothing"), "weights"),
    (question("multiple-response", choices=choices("+", "-10")), "weights"),
    (question("multiple-response", choices=choices("+", "--10"), scoring="all-or-nothing"), "weights"),
    (question("single-choice", choices=choices("+", "-", "-100")), "weights"),
    (question("short-answer", answers=[{"text": "x", "weight": 50}]), "no-right-answer"),
    (question("short-answer", answers=[{"text": "x"}, {"text": "y", "weight": "100.5"}]), "less_than_equal"),
    (question("short-answer", answers=[{"text": "x"}, {"text": "y", "weight": "-0.5"}]), "greater_than_equal"),
    (question("numeric", answers=[{"value": 1, "weight": 0}]), "no-right-answer"),
    (question("numeric", answers=[{"value": 1, "min": 0, "max": 2}]), "number-or-range"),
    (question("numeric", answers=[{}]), "number-or-range"),
    (question("numeric", answers=[{"min": 1}]), "number-or-range"),
    (question("numeric", answers=[{"min": 2, "max": 1}]), "number-or-range"),
    (question("numeric", answers=[{"min": 1, "max": 2, "tolerance": 1}]), "number-or-range"),
    (question("matching", pairs=[{"id": i, "prompt": i, "match": "same"} for i in "ab"]), "one-match"),
    (
        question("matching", pairs=[{"id": i, "prompt": i, "match": f"m{i}"} for i in "ab"], distractors=["ma"]),
        "distractor-is-right",
    ),
    (
        question("fill-in-blanks", prompt="{{a}}", blanks=[{"kind": "text", "id": "b", "answers": [{"text": "x"}]}]),
        "unknown-blank",
    ),
    (
        question("fill-in-blanks", prompt="None.", blanks=[{"kind": "text", "id": "b", "answers": [{"text": "x"}]}]),
        "unused-blank",
    ),
    (
        question(
            "fill-in-blanks", prompt="{{b}}{{b}}", blanks=[{"kind": "text", "id": "b", "answers": [{"text": "x"}]}]
        ),
        "blank-twice",
    ),
    (
        question(
            "fill-in-blanks", prompt="{{b}}", blanks=[{"kind": "dropdown", "id": "b", "choices": choices("+", "+")}]
        ),
        "no-right-answer",
    ),
    (question("essay", min_words=30, max_words=20), "length-hint"),
]


@pytest.mark.parametrize("data", VALID, ids=lambda data: data["type"])
def test_a_valid_question_is_accepted(data: dict[str, Any]) -> None:
    assert QUESTION.validate_python(data).type == data["type"]


def test_every_type_is_tried() -> None:
    assert {data["type"] for data in VALID} == set(QUESTION_TYPES)


@pytest.mark.parametrize(("data", "code"), BROKEN, ids=[f"{data['type']}-{code}" for data, code in BROKEN])
def test_a_broken_question_is_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as raised:
        QUESTION.validate_python(data)
    (error, *_) = raised.value.errors()
    assert error["type"] == code
    place: Any = data
    for key in (*error["loc"], *error.get("ctx", {}).get("at", ())):
        if not (isinstance(place, dict) and key in (place.get("type"), place.get("kind"))):  # which of several models
            place = place[key]  # what an error blames is there


def test_single_choice_gives_all_for_the_right_choice_and_nothing_else_by_default() -> None:
    built = SingleChoice.model_validate(question("single-choice", choices=choices("+", "-", "-50")))
    assert [built.weight_of(choice) for choice in built.choices] == [100, 0, 50]


def test_multiple_response_takes_away_for_a_wrong_choice_what_a_right_one_gives() -> None:
    built = MultipleResponse.model_validate(question("multiple-response", choices=choices("+", "-", "+")))
    assert [built.weight_of(choice) for choice in built.choices] == [50, -50, 50]


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ({"value": "3.14", "tolerance": "0.01"}, "3.13", "3.15"),
        ({"value": "-200", "tolerance": "5", "tolerance_type": "relative"}, "-210", "-190"),
        ({"min": "10", "max": "20"}, "10", "20"),
        ({"value": "7"}, "7", "7"),
    ],
)
def test_the_bounds_of_an_accepted_number(answer: dict[str, Any], low: str, high: str) -> None:
    assert AcceptedNumber.model_validate(answer).bounds == (Decimal(low), Decimal(high))


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(ValidationError, match="finite"):
        AcceptedNumber.model_validate({"value": "Infinity"})
