"""The order of conditions, for readers that take more from it than what QTI 1.2 says: which choices are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from formats.exporting import document, export
from formats.moodle.courses import course, quiz
from formats.qti12.processor import process
from lmsexport.lms.moodle.items import RawItem

TARGETS = ("canvas", "qti-1.2", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3")
OUTCOMES = {"correct": "Right.", "incorrect": "Wrong.", "general": "In general."}


def choice(text: str, feedback: str = "", **fields: Any) -> dict[str, Any]:
    return {"id": text.lower(), "text": text, "correct": text[0] == "R", "feedback": feedback, **fields}


CASES: dict[str, list[dict[str, Any]]] = {
    "none": [choice("R1"), choice("W1"), choice("R2")],
    "wrong": [choice("R1"), choice("W1", "No."), choice("R2")],
    "wrong-first": [choice("W1", "No."), choice("R1"), choice("R2")],
    "right": [choice("R1", "Yes."), choice("W1"), choice("R2")],
    "right-last": [choice("W1"), choice("R1"), choice("R2", "Yes.")],
    "both": [choice("R1", "Yes."), choice("W1", "No."), choice("R2", "Yes."), choice("W2", "No.")],
    "both-wrong-first": [choice("W1", "No."), choice("W2", "No."), choice("R1", "Yes."), choice("R2", "Yes.")],
    "one-right": [choice("W1", "No."), choice("R1", "Yes."), choice("W2", "No.")],
    "all-right": [choice("R1", "Yes."), choice("R2", "Yes."), choice("R3")],
    "html": [choice("R1", "*Yes.*"), choice("W1", "*No.*"), choice("R2", "$x$")],
    "weights": [choice("R1", "Yes.", weight="75"), choice("W1", "No.", weight="-50"), choice("R2", weight="25")],
    "same-feedback": [choice("R1", "See above."), choice("W1", "See above."), choice("W2", "See above.")],
}


def items(target: str, choices: list[dict[str, Any]], feedback: dict[str, str]) -> Iterator[etree._Element]:
    fields = {"type": "multiple-response", "prompt": "Which?", "choices": choices, "feedback": feedback}
    question = {"id": "question", **fields}
    package = export(target, course(quiz("quiz", [question])))
    for part in package:
        if re.search(r"quizzes/quiz\.xml|assessment_qti\.xml|\.xml\.qti|^g\w+\.xml$", part.name):
            yield from document(package, part.name).iterfind(".//item")


def words(item: etree._Element) -> dict[str, str]:
    labels = item.iterfind(".//response_label")
    return {label.get("ident", ""): label.findtext("material/mattext") or "" for label in labels}


def until_the_scoring_ends(item: etree._Element) -> set[str]:
    """What cc2olx takes for right: what conditions name, up to the first that does not go on."""
    named: set[str] = set()
    for condition in item.iterfind("resprocessing/respcondition"):
        tests = condition.findall("conditionvar/varequal") or condition.findall("conditionvar/and/varequal")
        named |= {test.text or "" for test in tests}
        if condition.get("continue", "No") == "No":
            break
    return named


def by_the_last_that_names_it(item: etree._Element) -> set[str]:
    """What Canvas takes for right: a choice has the score of the last condition that names it."""
    scores: dict[str, bool] = {}
    for condition in item.iterfind("resprocessing/respcondition"):
        for test in condition.iterfind("conditionvar//varequal"):
            if test not in condition.findall("conditionvar//not/varequal"):
                scores[test.text or ""] = condition.find("setvar") is not None
    return {ident for ident, right in scores.items() if right}


def by_moodle(item: etree._Element) -> set[str]:
    """What Moodle's import of cartridges takes for right."""
    raw = RawItem(item)
    return {ident for (ident, _), answer in zip(raw.labels, raw.choices(), strict=True) if answer.share > 0}


@pytest.mark.parametrize("feedback", [{}, OUTCOMES], ids=["silent", "outcomes"])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_every_reader_finds_the_right_choices(target: str, name: str, feedback: dict[str, str]) -> None:
    for item in items(target, CASES[name], feedback):
        right = {ident for ident, text in words(item).items() if text[0] == "R"}
        assert until_the_scoring_ends(item) == by_the_last_that_names_it(item) == right
        assert by_moodle(item) == right or not RawItem(item).profile


def given_by_canvas(item: etree._Element) -> dict[str, str]:
    """The feedback that Canvas gives each choice: the first that shows in a condition that names it, or for those of
    the scoring in what follows its end, where that is none of an outcome (`choice_interaction.rb`, get_feedback_id)."""
    shown: dict[str, str] = {}
    conditions = item.findall("resprocessing/respcondition")
    for place, condition in enumerate(conditions):
        scoring = condition.find("conditionvar/and")
        named = condition.findall("conditionvar/varequal") if scoring is None else scoring.findall("varequal")
        heard = [condition] if scoring is None else conditions[place:]
        links = [found.get("linkrefid", "") for other in heard for found in other.iterfind("displayfeedback")]
        if links and not re.search("general_|correct", links[0]):
            for test in named:
                shown.setdefault(test.text or "", links[0])
    return shown


@pytest.mark.parametrize("feedback", [{}, {"general": "In general."}, OUTCOMES], ids=["silent", "general", "outcomes"])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_canvas_gives_no_choice_the_feedback_of_another(target: str, name: str, feedback: dict[str, str]) -> None:
    for item in items(target, CASES[name], feedback):
        own = {one.get("ident", "").removesuffix("_fb"): one.get("ident") for one in item.iterfind("itemfeedback")}
        assert given_by_canvas(item) == {ident: own[ident] for ident in words(item) if ident in own}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["wrong-first", "both", "both-wrong-first"])
def test_feedback_of_a_choice_is_shown_to_who_picks_it(target: str, name: str) -> None:
    for item in items(target, CASES[name], OUTCOMES):
        for ident in words(item):
            _, shown = process(item, {"response1": frozenset([ident])})
            own = {feedback.get("ident") for feedback in item.iterfind("itemfeedback")} & {f"{ident}_fb"}
            assert {of_choice for of_choice in shown if of_choice[0].isdigit()} == own
