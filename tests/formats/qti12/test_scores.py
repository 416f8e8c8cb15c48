"""Every type of question, in both dialects: answered, and scored by the rules of QTI 1.2."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from formats.exporting import document, export
from formats.moodle.courses import FEEDBACK, choices, course, quiz
from formats.qti12.processor import Given, process

QUESTIONS: dict[str, dict[str, Any]] = {
    "single": {"type": "single-choice", "choices": choices("Red", "Green", "Blue")},
    "multiple": {"type": "multiple-response", "choices": choices("Two", "Three", "Four", right=(0, 1))},
    "truth": {"type": "true-false", "answer": False, "if_true": "It is false.", "if_false": "So it is."},
    "short": {"type": "short-answer", "answers": [{"text": "Paris", "feedback": "Yes."}, {"text": "Lutetia"}]},
    "cased": {"type": "short-answer", "case_sensitive": True, "answers": [{"text": "Co"}]},
    "number": {"type": "numeric", "answers": [
        {"value": "200", "tolerance": "5", "tolerance_type": "relative", "feedback": "N"}]},
    "range": {"type": "numeric", "answers": [{"min": "10", "max": "20"}, {"value": "5"}]},
    "exact": {"type": "numeric", "answers": [{"value": "0.5"}]},
    "match": {"type": "matching", "distractors": ["Oslo"], "pairs": [
        {"id": "a", "prompt": "France", "match": "Paris", "feedback": "On the Seine."},
        {"id": "b", "prompt": "Italy", "match": "Rome"}, {"id": "c", "prompt": "The Vatican", "match": "Rome"}]},
    "order": {"type": "ordering", "items": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two", "feedback": "2"},
                                             {"id": "c", "text": "Three"}]},
    "typed": {"type": "fill-in-blanks", "prompt": "{{a}} and {{b}}.", "blanks": [
        {"kind": "text", "id": "a", "answers": [{"text": "x"}, {"text": "y"}]},
        {"kind": "numeric", "id": "b", "answers": [{"value": "-0.5"}]}]},
    "lists": {"type": "fill-in-blanks", "prompt": "{{a}} and {{b}}.", "blanks": [
        {"kind": "dropdown", "id": "a", "choices": choices("One", "Two")},
        {"kind": "dropdown", "id": "b", "choices": choices("Three", "Four", right=(1,))}]},
    "one": {"type": "fill-in-blanks", "prompt": "Only {{a}}.", "blanks": [
        {"kind": "text", "id": "a", "answers": [{"text": "this"}]}]},
}  # fmt: skip


def item(target: str, id: str) -> etree._Element:
    question = {"id": id, "prompt": "What?", "feedback": FEEDBACK} | QUESTIONS[id]
    package = export(target, course(quiz("quiz", [question])))
    (part,) = [
        part.name for part in package if part.name == "quizzes/quiz.xml" or re.fullmatch(r"g\w+\.xml", part.name)
    ]
    (found,) = document(package, part).iterfind(".//item")
    return found


def given(found: etree._Element, answer: Any) -> Given:
    """A response as its texts, as identifiers of the item: a text, several, or by row."""
    if isinstance(answer, dict):
        rows = {row.findtext("material/mattext"): row for row in found.iterfind("presentation/response_lid")}
        return {rows[key].get("ident", ""): _labels(rows[key], {value}) for key, value in answer.items()}
    wanted = {answer} if isinstance(answer, str) else set(answer)
    (response,) = found.iterfind("presentation/*[@ident]")
    if response.tag == "response_str":
        return {response.get("ident", ""): frozenset(wanted)}
    return {response.get("ident", ""): _labels(response, wanted)}


def _labels(response: etree._Element, texts: set[str]) -> frozenset[str]:
    labels = {label.findtext("material/mattext"): label.get("ident", "") for label in response.iter("response_label")}
    return frozenset(labels[text] for text in texts if text in labels)


def said(found: etree._Element, shown: list[str]) -> list[str]:
    feedback = {f.get("ident", ""): f.findtext(".//mattext") or "" for f in found.iterfind("itemfeedback")}
    return [feedback[ident] for ident in shown]


RIGHT, WRONG, GENERAL = (
    "All right.",
    "All wrong.",
    "<p>In general.</p><p><strong>Partly correct</strong></p><p>Partly right.</p>",
)

BOTH = ("qti-1.2", "cartridge-1.1", "cartridge-1.3")
CASES: list[tuple[tuple[str, ...], str, Any, str, list[str]]] = [
    (BOTH, "single", "Red", "100", [GENERAL, "Feedback on Red.", RIGHT]),
    (BOTH, "single", "Green", "0", [GENERAL, "Feedback on Green.", WRONG]),
    (BOTH, "single", [], "0", [GENERAL]),
    (BOTH, "multiple", ["Two", "Three"], "100", [GENERAL, "Feedback on Two.", "Feedback on Three.", RIGHT]),
    (BOTH, "multiple", ["Two"], "0", [GENERAL, "Feedback on Two.", WRONG]),
    (BOTH, "multiple", ["Two", "Three", "Four"], "0",
     [GENERAL, "Feedback on Two.", "Feedback on Three.", "Feedback on Four.", WRONG]),
    (BOTH, "truth", "False", "100", [GENERAL, "So it is.", RIGHT]),
    (BOTH, "truth", "True", "0", [GENERAL, "It is false.", WRONG]),
    (BOTH, "short", "paris", "100", [GENERAL, "Yes.", RIGHT]),
    (BOTH, "short", "Lutetia", "100", [GENERAL, RIGHT]),
    (BOTH, "short", "Lyon", "0", [GENERAL, WRONG]),
    (BOTH, "cased", "Co", "100", [GENERAL, RIGHT]),
    (BOTH, "cased", "CO", "0", [GENERAL, WRONG]),
    (("qti-1.2",), "number", "190", "100", [GENERAL, "N", RIGHT]),
    (("qti-1.2",), "number", "210", "100", [GENERAL, "N", RIGHT]),
    (("qti-1.2",), "number", "210.1", "0", [GENERAL, WRONG]),
    (("qti-1.2",), "range", "10", "100", [GENERAL, RIGHT]),
    (("qti-1.2",), "range", "5", "100", [GENERAL, RIGHT]),
    (("qti-1.2",), "range", "9.99", "0", [GENERAL, WRONG]),
    (BOTH, "exact", "0.5", "100", [GENERAL, RIGHT]),
    (("cartridge-1.1",), "exact", "0,5", "100", [GENERAL, RIGHT]),
    (("cartridge-1.1",), "exact", ".5", "100", [GENERAL, RIGHT]),
    (("qti-1.2",), "match", {"France": "Paris", "Italy": "Rome", "The Vatican": "Rome"}, "99.9999", [GENERAL]),
    (("qti-1.2",), "match", {"France": "Oslo", "Italy": "Rome"}, "33.3333", [GENERAL, "On the Seine."]),
    (("qti-1.2",), "order", {"One": "1", "Two": "2", "Three": "3"}, "99.9999", [GENERAL]),
    (("qti-1.2",), "order", {"One": "2", "Two": "1", "Three": "3"}, "33.3333", [GENERAL, "2"]),
    (("qti-1.2",), "typed", {"a": "y", "b": "-0.5"}, "100.00", [GENERAL]),
    (("qti-1.2",), "typed", {"a": "z", "b": "-,5"}, "0", [GENERAL]),
    (("qti-1.2",), "lists", {"a": "One", "b": "Three"}, "50.00", [GENERAL, "Feedback on One.", "Feedback on Three."]),
    (("cartridge-1.1",), "one", "THIS", "100", [GENERAL, RIGHT]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "id", "answer", "score", "feedback"),
    [(target, *case) for targets, *case in CASES for target in targets],
    ids=str,
)
def test_a_response_earns_and_shows_what_it_should(
    target: str, id: str, answer: Any, score: str, feedback: list[str]
) -> None:
    found = item(target, id)
    earned, shown = process(found, given(found, answer))
    assert earned == Decimal(score)
    assert sorted(said(found, shown)) == sorted(feedback)


@pytest.mark.parametrize(
    ("target", "id", "type"),
    [
        ("qti-1.2", "single", "multiple_choice_question"),
        ("qti-1.2", "multiple", "multiple_answers_question"),
        ("qti-1.2", "truth", "true_false_question"),
        ("qti-1.2", "short", "short_answer_question"),
        ("qti-1.2", "number", "numerical_question"),
        ("qti-1.2", "match", "matching_question"),
        ("qti-1.2", "order", "matching_question"),
        ("qti-1.2", "typed", "fill_in_multiple_blanks_question"),
        ("qti-1.2", "lists", "multiple_dropdowns_question"),
        ("cartridge-1.1", "single", "cc.multiple_choice.v0p1"),
        ("cartridge-1.1", "multiple", "cc.multiple_response.v0p1"),
        ("cartridge-1.1", "truth", "cc.true_false.v0p1"),
        ("cartridge-1.1", "short", "cc.fib.v0p1"),
        ("cartridge-1.1", "exact", "cc.fib.v0p1"),
        ("cartridge-1.1", "number", "cc.essay.v0p1"),
        ("cartridge-1.1", "match", "cc.essay.v0p1"),
        ("cartridge-1.1", "order", "cc.essay.v0p1"),
        ("cartridge-1.1", "typed", "cc.essay.v0p1"),
        ("cartridge-1.1", "one", "cc.fib.v0p1"),
    ],
)
def test_each_type_says_what_it_is(target: str, id: str, type: str) -> None:
    found = item(target, id)
    label = "cc_profile" if target.startswith("cartridge") else "question_type"
    fields = {f.findtext("fieldlabel"): f.findtext("fieldentry") for f in found.iter("qtimetadatafield")}
    assert fields[label] == type


def test_true_and_false_are_named_as_the_importers_ask() -> None:
    """Moodle ends the import for other identifiers; Canvas knows the type by the English words."""
    labels = item("cartridge-1.1", "truth").iterfind(".//response_label")
    assert [label.get("ident") for label in labels] == ["true", "false"]
    words = item("qti-1.2", "truth").iterfind(".//response_label/material/mattext")
    assert [word.text for word in words] == ["True", "False"]


def test_answers_of_matchings_have_numbers_for_identifiers() -> None:
    """Canvas takes the first digits that it finds in one."""
    labels = [label.get("ident", "") for label in item("qti-1.2", "match").iterfind(".//response_label")]
    assert all(label.isdigit() for label in labels) and len(set(labels)) == 3


def test_the_order_shown_is_not_the_right_one() -> None:
    rows = [row.findtext("material/mattext") for row in item("qti-1.2", "order").iterfind("presentation/response_lid")]
    assert sorted(map(str, rows)) == ["One", "Three", "Two"] and rows != ["One", "Two", "Three"]
