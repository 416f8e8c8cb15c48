"""Which outcomes a question can have: never fewer than its scorer gives, and none for the plain cases."""

from __future__ import annotations

from collections import defaultdict

import pytest

from lmsexport.model import AnyQuestion
from lmsexport.model.outcomes import partly_right
from lmsexport.model.scoring import score
from model.responses import CASES, Case, build, choices

PAIRS = [{"id": id, "prompt": id, "match": id.upper()} for id in "ab"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_earns_a_part_is_foreseen(case: Case) -> None:
    if score(case.question, case.response).outcome == "partial":
        assert partly_right(case.question)


@pytest.mark.parametrize(
    "question",
    [
        build("true-false", answer=True),
        build("single-choice", choices=choices(a="+", b="-", c="--50")),
        build("multiple-response", choices=choices(a="+", b="-", c="-0")),
        build("multiple-response", choices=choices(a="+", b="+", c="-"), scoring="all-or-nothing"),
        build("short-answer", answers=[{"text": "a"}, {"text": "b", "weight": 0}]),
        build("matching", pairs=PAIRS, scoring="all-or-nothing"),
        build("ordering", items=[{"id": "a", "text": "a"}, {"id": "b", "text": "b"}]),
        build("fill-in-blanks", prompt="{{a}}", blanks=[{"id": "a", "kind": "text", "answers": [{"text": "x"}]}]),
    ],
    ids=lambda question: question.type,
)
def test_questions_without_a_part(question: AnyQuestion) -> None:
    assert not partly_right(question)


def test_the_table_has_both_kinds_of_most_types() -> None:
    """Else the first test would say nothing."""
    kinds: dict[str, set[bool]] = defaultdict(set)
    for case in CASES:
        kinds[case.question.type].add(score(case.question, case.response).outcome == "partial")
    assert sum(True in both for both in kinds.values()) >= 7
