"""What was once read back otherwise than it was written, or written otherwise than it was meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, content, export, resolved
from formats.judged import judged
from formats.qti.processor import Item, read, words
from formats.qti.table import course
from lmsexport.engine.proving import differences_of
from lmsexport.formats.base import format_named
from lmsexport.lowering import Lowered, lower
from lmsexport.lowering.kept import words_lost
from lmsexport.validation.compare import Difference

HERE = Path(__file__)
FILES = {"one/a.mp3": HERE, "one/a.pdf": HERE, "one/a.png": HERE}
VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")
every_version = pytest.mark.parametrize("version", VERSIONS)


def question(type: str, **fields: Any) -> dict[str, Any]:
    return {"type": type, "id": "q", "prompt": "What?"} | fields


def choices(*texts: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": f"c{n}", "text": text, "correct": n == 0} | fields for n, text in enumerate(texts)]


def blank(prompt: str, *blanks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return question("fill-in-blanks", prompt=prompt, blanks=list(blanks), **fields)


def typed(id: str, *answers: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "text", "id": id, "answers": [{"text": answer} for answer in answers]} | fields


NUMBERS = [{"value": "1"}, {"value": "2", "weight": 50}]
PAIRS = [{"id": "x", "prompt": "A part", "match": "1", "feedback": "First."},
         {"id": "y", "prompt": "A part of it", "match": "2", "feedback": "Second."},
         {"id": "z", "prompt": "*A part*", "match": "3", "feedback": "Third."}]  # fmt: skip
TABLE = (
    "<table><caption>One</caption><caption>Two</caption><thead><tr><th>Head</th></tr></thead><tfoot><tr><td>Foot</td>"
    "</tr></tfoot><tbody><tr><td>Body</td></tr></tbody><thead><tr><th>Again</th></tr></thead></table>"
)
CASES = {
    "parts of one name": question("matching", pairs=PAIRS, distractors=["5", "4", "6"]),
    "ordered parts of one name": question("ordering", items=[
        {"id": id, "text": text, "feedback": id} for id, text in {"x": "A", "y": "*A*", "z": "**A**"}.items()]),
    "shares of no points": question("numeric", points=0, answers=NUMBERS, hints=["Count."]),
    "several right choices of no points": question("multiple-response", points=0, choices=[
        *choices("A", "B", "C"), {"id": "d", "text": "D", "correct": True}]),
    "places of no points": question("ordering", points=0, items=[{"id": id, "text": id} for id in "ab"]),
    "one blank of no points": blank("{{a}} {{b}}", typed("a", "A", "B", points=0), typed("b", "B")),
    "blanks of no points": blank("{{a}} {{b}}", typed("a", "A", points=0), typed("b", "B", points=0)),
    "a blank that begins the last paragraph": blank("Paris.\n\n{{a}} is a town.", typed("a", "It")),
    "a blank called hint": blank("{{hint}}", {"kind": "text", "id": "hint", "answers": [
        {"text": "A", "feedback": "Yes."}]}),
    "a choice called correct": question("single-choice", feedback={"correct": "All.", "incorrect": "None."}, choices=[
        {"id": "correct", "text": "A", "correct": True, "feedback": "Own."}, {"id": "incorrect", "text": "B"}]),
    "a choice called answered": question("single-choice", feedback={"general": "Always."}, choices=[
        {"id": "answered", "text": "A", "correct": True}, {"id": "b", "text": "B"}]),
    "an answer that is foreseen twice": question("short-answer", answers=[
        {"text": "A", "feedback": "One."}, {"text": "A", "weight": 50, "feedback": "Two."}]),
    "a decomposed letter": question("short-answer", answers=[{"text": "e\u0301"}], wildcards=True),
    "a prompt without words": question("short-answer", prompt="***", answers=[{"text": "A"}]),
    **{f"capitals of {text}": question("short-answer", answers=[{"text": text}], wildcards=True)
       for text in ("ΑΣ", "Straße*", "STRASSE", "ẞ", "ss")},
    "capitals of signs": question("short-answer", answers=[{"text": "~*"}], wildcards=True, case_sensitive=True),
    "white space and what nobody sees": question("short-answer", answers=[{"text": " a\u00a0\u200b b "}]),
    "a number below zero that is none": question("numeric", answers=[{"min": "-0", "max": "1"}]),
    "a mark in the prompt": question("numeric", prompt="See [1] km.", answers=NUMBERS, unit="km"),
    "a sound as a choice": question("single-choice", choices=choices("![A dog barks](a.mp3)", "A cat")),
    "a file to load": question("short-answer", prompt="Read [it](a.pdf).", answers=[{"text": "A"}]),
    "a picture and a formula in a list": blank("{{a}}", {"kind": "dropdown", "id": "a", "choices": choices(
        "![A dot](a.png)", "$x$", "*b*", weight=None)}),
    "a sound with words for those who cannot hear it": question("single-choice", choices=choices(
        '<audio src="a.mp3" controls>A dog barks.</audio>', "A cat")),
    "a table with a foot": question("essay", prompt="A table.\n\n" + TABLE),
    "signs around ruby": question("essay", prompt="<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
    "less than nothing in a list": blank("{{a}}", {"kind": "dropdown", "id": "a", "choices": [
        {"id": "x", "text": "X", "correct": True}, {"id": "y", "text": "Y", "weight": -50}]}),
    "an essay with all that it can have": question(
        "essay", min_words=10, max_words=20, template="- a\n- b", grader_notes="Notes.",
        hints=["One.", "Two."], feedback={"correct": "All.", "general": "Always."}, explanation="So."),
}  # fmt: skip


def lowered(version: str, data: dict[str, Any]) -> Lowered:
    return lower(resolved(data, FILES), format_named(version))


def differences(version: str, data: dict[str, Any]) -> list[Difference]:
    target = format_named(version)
    found = lowered(version, data).course
    with judged(version, target.export(found, target.options(), CONTEXT)) as judgement:
        assert judgement.subject is not None and judgement.subject.outline.unread == ()
        return differences_of(target, found, target.options(), judgement.subject.outline)


@every_version
@pytest.mark.parametrize("name", CASES)
def test_it_says_what_the_lowered_course_says(version: str, name: str) -> None:
    data = course([CASES[name]])
    assert differences(version, data) == []
    assert not words_lost(resolved(data, FILES), (made := lowered(version, data)).course, made.losses)


@every_version
def test_a_bank_shuffles_the_lists_of_its_blanks_as_those_say_who_draw_from_it(version: str) -> None:
    lists = [blank("{{a}}", {"kind": "dropdown", "id": "a", "choices": choices("A", "B")}) | {"id": id} for id in "pq"]
    banks = [{"id": f"bank-{q['id']}", "title": f"Bank {q['id']}", "questions": [q]} for q in lists]
    draw = {"type": "pool", "id": "draw", "bank": "bank-p", "draw": 1}
    data = course([draw], shuffle_choices=False) | {"banks": banks}
    assert differences(version, data) == []
    shuffled = [
        read(content(export(version, data), f"items/{id}.xml")).find(".//inlineChoiceInteraction") for id in "pq"
    ]
    assert [element.get("shuffle") for element in shuffled if element is not None] == ["false", "true"]


@every_version
def test_feedback_of_parts_of_one_name_shows_once_each(version: str) -> None:
    item = Item(content(export(version, course([CASES["parts of one name"]])), "items/q.xml"))
    assert item.process({"RESPONSE": ["x MATCH_x"]}).said == ["First.", "Second.", "Third."]
    assert item.process({}).said == []


@every_version
def test_a_question_of_no_points_earns_none_and_shows_its_hints(version: str) -> None:
    item = Item(content(export(version, course([CASES["shares of no points"]])), "items/q.xml"))
    right, half, wrong = (item.process({"RESPONSE": answer}) for answer in "123")
    assert (right.score, half.score, wrong.score, right.most) == (0, 0, 0, 0)
    assert (right.said, half.said, wrong.said) == ([], ["Count."], ["Count."])


@every_version
def test_the_field_of_an_essay_begins_with_lines(version: str) -> None:
    root = read(content(export(version, course([CASES["an essay with all that it can have"]]), FILES), "items/q.xml"))
    assert root.findtext("responseDeclaration/defaultValue/value") == "– a\n– b"
    (notes,) = root.iter("rubricBlock")
    assert words(notes) == "Notes.CorrectAll."


@every_version
def test_what_a_course_leaves_out_by_its_choice_is_told(version: str) -> None:
    target = format_named(version)
    bank = {"id": "bank", "title": "A bank", "questions": [question("essay", id="drawn")]}
    source = resolved(course([question("essay")]) | {"banks": [bank]}, {})
    chosen = target.options.model_validate({"only": "bank"})
    lost = [loss for loss in lower(source, target, chosen).losses if loss.code == "Assessment"]
    assert [(loss.owner, loss.severity, loss.message) for loss in lost] == [
        ("quiz", "dropped", "The file holds `bank` alone, as the course has chosen.")
    ]


@every_version
def test_links_in_instructions_start_from_the_file_of_their_assessment(version: str) -> None:
    data = course([question("essay")], attempts=2, instructions="Look: ![A dot](a.png)", source="one/deep/quiz.yaml")
    files = {"one/deep/a.png": HERE}
    target, source = format_named(version), resolved(data, files)
    found = lower(source, target)
    assert not words_lost(source, found.course, found.losses)
    assert "media/one/deep/a.png" in {part.name for part in target.export(found.course, target.options(), CONTEXT)}
