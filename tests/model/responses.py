"""Responses with what they earn, by hand from the rules of the model: the table that every scorer is held against."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from lmsexport.model import AnyQuestion, Question
from lmsexport.model.scoring import Response

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


@dataclass(frozen=True)
class Case:
    """One response to one question."""

    question: AnyQuestion
    response: Response
    share: Fraction
    said: tuple[str, ...] = ()
    """Feedback of the picked or typed answers."""

    def __str__(self) -> str:
        return f"{self.question.type}-{self.response!r}"


def build(type: str, **fields: Any) -> AnyQuestion:
    built: AnyQuestion = _QUESTION.validate_python({"type": type, "id": "q", "prompt": "What?"} | fields)
    return built


def choices(**weights: str) -> list[dict[str, Any]]:
    """`a="+"` is right, `a="-"` wrong; a number behind is the weight. The feedback is the id in capitals."""
    return [
        {"id": id, "text": id, "correct": mark[0] == "+", "feedback": id.upper()}
        | ({"weight": mark[1:]} if mark[1:] else {})
        for id, mark in weights.items()
    ]


SINGLE = build("single-choice", choices=choices(a="+", b="-", c="-50", d="--50"))
THIRDS = build("multiple-response", choices=choices(a="+", b="+", c="+", d="-", e="-"))
WEIGHTED = build("multiple-response", choices=choices(a="+60", b="+40", c="--30", d="-0"))
ROUNDED = build("multiple-response", choices=choices(a="+33.33", b="+33.33", c="+33.33", d="-"))
ALL = build("multiple-response", scoring="all-or-nothing", choices=choices(a="+", b="+", c="-"))
TRUE = build("true-false", answer=False, if_true="T", if_false="F")

SHORT = build(
    "short-answer",
    answers=[{"text": "Paris"}, {"text": "Straße", "weight": 50, "feedback": "S"}, {"text": "paris", "weight": 0}],
)
CASED = build("short-answer", case_sensitive=True, answers=[{"text": "Paris"}, {"text": "Cafe\u0301", "weight": 25}])
WILD = build(
    "short-answer", wildcards=True,
    answers=[
        {"text": r"a\*b"}, {"text": "c++ (*)"}, {"text": "*mid*dle*", "weight": 50}, {"text": "[x].*?", "weight": 25},
        {"text": "ΟΔΟΣ*", "weight": 20}, {"text": "aa*aa", "weight": 10},
    ],
)  # fmt: skip
LITERAL = build("short-answer", answers=[{"text": r"5*3"}, {"text": r"a\*", "weight": 50}])

NUMBER = build(
    "numeric", unit="km/h",
    answers=[
        {"value": "0.3"}, {"value": "1234.5", "tolerance": "0.5"},
        {"min": "-2", "max": "-1", "weight": 50, "feedback": "R"},
    ],
)  # fmt: skip
RELATIVE = build("numeric", answers=[{"value": "-200", "tolerance": "5", "tolerance_type": "relative"}])
THOUSAND = build("numeric", answers=[{"value": "12000"}, {"value": "1.234567", "weight": 50}])

PAIRS = [
    {"id": "fr", "prompt": "France", "match": "Paris", "feedback": "P"},
    {"id": "it", "prompt": "Italy", "match": "Rome"},
    {"id": "fr2", "prompt": "Île-de-France", "match": "Paris"},
]
MATCHING = build("matching", pairs=PAIRS, distractors=["Oslo"])
MATCHING_ALL = build("matching", pairs=PAIRS, scoring="all-or-nothing")
ITEMS = [{"id": id, "text": id, "feedback": id.upper() if id == "b" else ""} for id in "abc"]
ORDERING = build("ordering", items=ITEMS)
ORDERING_ALL = build("ordering", items=ITEMS, scoring="all-or-nothing")
BLANKS = build(
    "fill-in-blanks", prompt="{{city}} {{n}} {{river}}",
    blanks=[
        {
            "kind": "text", "id": "city", "points": 2,
            "answers": [{"text": "Paris", "feedback": "C"}, {"text": "Lyon", "weight": 50}],
        },
        {"kind": "numeric", "id": "n", "answers": [{"value": "2", "tolerance": "0.2", "feedback": "N"}]},
        {"kind": "dropdown", "id": "river", "choices": choices(a="+", b="-", c="--50")},
    ],
)  # fmt: skip
WORTHLESS = build(
    "fill-in-blanks", prompt="{{a}} {{b}}",
    blanks=[{"kind": "text", "id": id, "points": 0, "answers": [{"text": id}]} for id in "ab"],
)  # fmt: skip


def case(question: AnyQuestion, response: Response, share: str, *said: str) -> Case:
    return Case(question, response, Fraction(share), said)


CASES = [
    case(SINGLE, "a", "1", "A"),
    case(SINGLE, "b", "0", "B"),
    case(SINGLE, "c", "1/2", "C"),
    case(SINGLE, "d", "0", "D"),  # a negative weight takes nothing from other questions
    case(SINGLE, "unknown", "0"),
    case(SINGLE, None, "0"),
    case(THIRDS, ["a", "b", "c"], "1", "A", "B", "C"),
    case(THIRDS, ["c", "a"], "2/3", "A", "C"),  # feedback in the order of the choices
    case(THIRDS, ["a", "b", "c", "d"], "2/3", "A", "B", "C", "D"),
    case(THIRDS, ["a", "d"], "0", "A", "D"),
    case(THIRDS, ["d", "e"], "0", "D", "E"),
    case(THIRDS, ["a", "b", "c", "d", "e"], "1/3", "A", "B", "C", "D", "E"),
    case(THIRDS, [], "0"),
    case(THIRDS, None, "0"),
    case(WEIGHTED, ["a"], "3/5", "A"),
    case(WEIGHTED, ["a", "b"], "1", "A", "B"),
    case(WEIGHTED, ["a", "c"], "3/10", "A", "C"),
    case(WEIGHTED, ["a", "b", "d"], "1", "A", "B", "D"),  # its author says that `d` costs nothing
    case(ROUNDED, ["a", "b", "c"], "1", "A", "B", "C"),  # all that is right is the full points, not 99.99 %
    case(ROUNDED, ["a"], "3333/10000", "A"),
    case(ALL, ["b", "a"], "1", "A", "B"),
    case(ALL, ["a"], "0", "A"),
    case(ALL, ["a", "b", "c"], "0", "A", "B", "C"),
    case(TRUE, False, "1", "F"),
    case(TRUE, True, "0", "T"),
    case(TRUE, None, "0"),
    case(SHORT, "Paris", "1"),
    case(SHORT, "  pArIs\u00a0", "1"),  # the first match counts
    case(SHORT, "STRASSE", "1/2", "S"),
    case(SHORT, "strasse", "1/2", "S"),
    case(SHORT, "Par\u200bis", "1"),
    case(SHORT, "Pariss", "0"),
    case(SHORT, "", "0"),
    case(SHORT, " \n", "0"),
    case(SHORT, None, "0"),
    case(CASED, "paris", "0"),
    case(CASED, "Paris", "1"),
    case(CASED, "Caf\u00e9", "1/4"),  # composed and decomposed are the same text
    case(WILD, "A*B", "1"),
    case(WILD, "axb", "0"),
    case(WILD, "c++ ()", "1"),
    case(WILD, "C++ (17)", "1"),
    case(WILD, "ccc (17)", "0"),
    case(WILD, "the mid  of the DLE", "1/2"),
    case(WILD, "the dle of the mid", "0"),
    case(WILD, "the mid of the middle", "1/2"),
    case(WILD, "[x].anything?", "1/4"),
    case(WILD, "x", "0"),
    case(WILD, "οδοσα", "1/5"),
    case(WILD, "οδος", "1/5"),
    case(WILD, "aaa", "0"),  # the pieces of an answer do not overlap
    case(WILD, "aaaa", "1/10"),
    case(LITERAL, "5*3", "1"),
    case(LITERAL, "513", "0"),
    case(LITERAL, "a\\*", "1/2"),
    case(NUMBER, "0.3", "1"),
    case(NUMBER, ",3", "1"),
    case(NUMBER, "+.30", "1"),
    case(NUMBER, "3e-1", "1"),
    case(NUMBER, "0.30000000000000004", "0"),  # binary fractions are not numbers
    case(NUMBER, "0.3 KM/H", "1"),
    case(NUMBER, "1234", "1"),
    case(NUMBER, "1,235", "1"),
    case(NUMBER, "1 235.0", "1"),
    case(NUMBER, "1.235,00", "1"),
    case(NUMBER, "1'234.5", "1"),
    case(NUMBER, "1.234", "0"),
    case(NUMBER, "1235.0001", "0"),
    case(NUMBER, "١٢٣٤٫٥", "1"),
    case(NUMBER, "۱۲۳۴", "1"),
    case(NUMBER, "-1", "1/2", "R"),
    case(NUMBER, "\u22122", "1/2", "R"),
    case(NUMBER, "- 1.5", "1/2", "R"),
    case(NUMBER, "-2.01", "0"),
    case(NUMBER, "three", "0"),
    case(NUMBER, "NaN", "0"),
    case(NUMBER, "Infinity", "0"),
    case(NUMBER, "0x1", "0"),
    case(NUMBER, "1e99999", "0"),
    case(NUMBER, "1_234", "0"),
    case(NUMBER, "", "0"),
    case(NUMBER, None, "0"),
    case(RELATIVE, "-190", "1"),
    case(RELATIVE, "-210", "1"),
    case(RELATIVE, "-210.1", "0"),
    case(RELATIVE, "200", "0"),
    case(THOUSAND, "12,000", "1"),
    case(THOUSAND, "12.000", "0"),
    case(THOUSAND, "12 000,0", "1"),
    case(THOUSAND, "1,2000", "0"),
    case(THOUSAND, "1.234567", "1/2"),
    case(MATCHING, {"fr": "Paris", "it": "Rome", "fr2": "Paris"}, "1", "P"),
    case(MATCHING, {"fr": "Paris", "it": "Oslo", "fr2": ""}, "1/3", "P"),
    case(MATCHING, {"it": "Paris"}, "0", "P"),
    case(MATCHING, {"fr": "", "it": ""}, "0"),
    case(MATCHING, {}, "0"),
    case(MATCHING_ALL, {"fr": "Paris", "it": "Rome"}, "0", "P"),
    case(MATCHING_ALL, {"fr": "Paris", "it": "Rome", "fr2": "Paris"}, "1", "P"),
    case(ORDERING, ["a", "b", "c"], "1", "B"),
    case(ORDERING, ["b", "a", "c"], "1/3", "B"),
    case(ORDERING, ["b", "c", "a"], "0", "B"),
    case(ORDERING, ["a"], "1/3", "B"),
    case(ORDERING, None, "0"),
    case(ORDERING_ALL, ["b", "a", "c"], "0", "B"),
    case(ORDERING_ALL, ["a", "b", "c"], "1", "B"),
    case(BLANKS, {"city": "PARIS", "n": "2,2", "river": "a"}, "1", "C", "N", "A"),
    case(BLANKS, {"city": "Lyon", "n": "3", "river": "c"}, "1/4", "C"),
    case(BLANKS, {"n": "1.8"}, "1/4", "N"),
    case(BLANKS, {"river": "b"}, "0", "B"),
    case(BLANKS, {"city": "", "n": "", "river": ""}, "0"),
    case(BLANKS, None, "0"),
    case(WORTHLESS, {"a": "a"}, "1/2"),
]
