"""Questions as New Quizzes find them: only where their importer looks (instructure/qti, lib/qti/v1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from lxml import etree

from formats.exporting import CONTEXT, EVERYTHING, document, export, resolved
from formats.moodle.courses import FEEDBACK, course, quiz
from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import format_named
from lmsexport.formats.qti12 import identifier
from lmsexport.lowering import lower
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Bank,
    Blank,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Pool,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)
from lmsexport.validation import plain
from questions.table import CASES, Case

FIELD = "itemmetadata/qtimetadata/qtimetadatafield"
EARNING = "resprocessing/respcondition[setvar]"


def found(item: etree._Element) -> Any:
    """What is right, as the class reads it that belongs to the `question_type` of an item."""
    labels = {label.get("ident"): words_of(label.find(".//mattext")) for label in item.iter("response_label")}
    named = item.findall(f"{EARNING}/conditionvar/varequal")
    match field(item, "question_type"):
        case "multiple_choice_question" | "true_false_question":
            return [labels[equal.text] for equal in item.iterfind(f"{EARNING}//varequal")]
        case "multiple_answers_question":
            both = next(item.iter("and"))
            return [labels[equal.text] for equal in both.iterfind("varequal")]
        case "short_answer_question":
            return [(equal.text, equal.get("case")) for equal in named]
        case "fill_in_multiple_blanks_question":
            return {r.get("ident"): [labels[a.get("ident")] for a in r.iter("response_label")] for r in responses(item)}
        case "multiple_dropdowns_question":
            return {equal.get("respident"): labels[equal.text] for equal in named}
        case "matching_question":
            prompts = {
                response.get("ident"): words_of(response.find("material/mattext")) for response in responses(item)
            }
            return {prompts[equal.get("respident")]: labels[equal.text] for equal in named}
        case "numerical_question":
            return [interval(condition) for condition in item.iterfind(EARNING)]
        case "essay_question":
            return None
    raise AssertionError("an item of no known type")


def responses(item: etree._Element) -> Iterator[etree._Element]:
    return item.iter("response_lid")


def words_of(text: etree._Element | None) -> str:
    """The words of a text; a plain one is no HTML."""
    words = "" if text is None else text.text or ""
    return without_marks(plain(words)) if text is not None and text.get("texttype") == "text/html" else words


def without_marks(words: str) -> str:
    """Words without what marks pictures."""
    return re.sub(r"[][]", "", words)


def field(item: etree._Element, label: str) -> str | None:
    entries = {one.findtext("fieldlabel"): one.findtext("fieldentry") for one in item.iterfind(FIELD)}
    return entries.get(label)


def interval(condition: etree._Element) -> tuple[Decimal, Decimal]:
    """An exact number, a margin around one, or a range (Numerics::ExactMatch, MarginError, WithinRange). A margin is a
    difference in floating point, as the importer makes it."""
    equal, low, high = (condition.findtext(f".//{name}") for name in ("varequal", "vargte", "varlte"))
    assert low is not None and high is not None
    if equal is None or equal == low == high:
        return Decimal(low), Decimal(high)
    assert equal not in (low, high)
    value, margin = Decimal(str(float(equal))), Decimal(str(float(equal) - float(low)))
    return value - margin, value + margin


def plain_text(course: ResolvedCourse, source: str, text: str) -> str:
    return without_marks(" ".join(course.fragment(source, text).plain.split()))


def expected(question: AnyQuestion, words: Any) -> Any:
    """What is right by the model, as Canvas' dialect has it."""
    match question:
        case SingleChoice() | MultipleResponse():
            return [words(choice.text) for choice in question.choices if choice.correct]
        case TrueFalse():
            return ["True" if question.answer else "False"]
        case ShortAnswer():
            return [(answer.text, "Yes" if question.case_sensitive else "No") for answer in question.answers]
        case FillInBlanks():
            return {f"response_{blank.id}": right(blank, words) for blank in question.blanks}
        case Matching():
            return {words(pair.prompt): pair.match for pair in question.pairs}
        case Numeric():
            return [answer.bounds for answer in question.answers]
        case Essay():
            return None
    raise AssertionError(question)


def right(blank: Blank, words: Any) -> Any:
    """What is right in a blank."""
    if isinstance(blank, DropdownBlank):
        return next(words(choice.text) for choice in blank.choices if choice.correct)
    assert isinstance(blank, TextBlank)
    return [answer.text for answer in blank.answers]


def agree(source: ResolvedCourse, target: str) -> int:
    """Hold each item of a package against its question; how many there are."""
    format = format_named(target)
    lowered = lower(source, format).course
    package = format.export(lowered, format.options(), CONTEXT)
    held = 0
    for home in (*lowered.course.items, *lowered.course.banks):
        if not isinstance(home, Assessment | Bank):
            continue
        (name,) = [
            part.name
            for part in package
            if re.search(rf"{identifier(lowered.course.id, home.id)}\.xml(\.qti)?$", part.name)
        ]
        questions = [part for part in home.questions if not isinstance(part, Pool | TextBlock)]
        items = [
            one for one in document(package, name).iter("item") if field(one, "question_type") != "text_only_question"
        ]
        for question, item in zip(questions, items, strict=True):
            words = partial(plain_text, lowered, home.source)
            assert found(item) == expected(question, words), question.id
            assert Decimal(field(item, "points_possible") or "") == question.points
            held += 1
    return held


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_every_type_is_found_with_its_right_answers(name: str) -> None:
    (path,) = [path for path in CASES if path.stem == name]
    agree(Case.of(path).course, "qti-1.2")


@pytest.mark.parametrize("target", ["canvas", "qti-1.2"])
def test_every_question_of_the_course_with_everything_is_found(target: str) -> None:
    assert agree(resolved(EVERYTHING, {}), target) > 330


def accepting(*texts: str, **more: Any) -> dict[str, Any]:
    return {"type": "short-answer", "answers": [{"text": text} for text in texts], **more}


def typed(*texts: str) -> dict[str, Any]:
    blank = {"kind": "text", "id": "a", "answers": [{"text": text, "feedback": "Yes."} for text in texts]}
    return {"type": "fill-in-blanks", "prompt": "A {{a}}.", "blanks": [blank]}


TOLD: dict[str, dict[str, Any]] = {
    "two texts": accepting("Zürich", "Zurich"),
    "signs of XML": accepting("R&D", "a<b", "x>y", '"q"', "&gt;", "List<int>"),
    "white space": accepting("two  spaces", r"C:\temp"),
    "with feedback": {"type": "short-answer", "answers": [{"text": "x", "feedback": "F"}, {"text": "y"}]},
    "with outcomes": accepting("x", "y", feedback=FEEDBACK),
    "capitals": accepting("Co", "CO", case_sensitive=True),
    "digits": accepting("007", "7"),
    "a number": {"type": "numeric", "answers": [{"value": "-0.3", "tolerance": "0.05"}]},
    "numbers": {"type": "numeric", "answers": [{"value": "5"}, {"min": "10", "max": "20"}, {"value": "0"}]},
    "a typed blank": typed("R&D", "List<int>", r"C:\temp"),
}


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("target", ["canvas", "qti-1.2"])
def test_what_students_type_is_found(target: str, name: str) -> None:
    assert agree(resolved(course(quiz("quiz", [{"id": "q", "prompt": "What?", **TOLD[name]}])), {}), target) == 1


def only_item(type: str, target: str = "qti-1.2", **fields: Any) -> etree._Element:
    package = export(target, course(quiz("quiz", [{"id": "q", "type": type, "prompt": "What?"} | fields])))
    (name,) = [part.name for part in package if re.search(r"^g\w+\.xml$|\.qti$|^quizzes/quiz\.xml$", part.name)]
    return next(document(package, name).iter("item"))


def test_a_blank_is_called_after_its_right_answer_though_a_wrong_one_has_feedback() -> None:
    choices = [{"id": "a", "text": "Red", "feedback": "No."}, {"id": "b", "text": "Black", "correct": True}]
    blank = {"kind": "dropdown", "id": "sea", "choices": choices}
    item = only_item("fill-in-blanks", prompt="The {{sea}} sea.", blanks=[blank])
    labels = {label.get("ident"): words_of(label.find(".//mattext")) for label in item.iter("response_label")}
    first = item.find("resprocessing/respcondition/conditionvar/varequal")
    assert first is not None and labels[first.text] == "Black"


def test_quizzes_are_what_the_manifest_says_and_banks_are_documents_of_canvas() -> None:
    package = export("qti-1.2", EVERYTHING)
    found = {one.get("href", ""): one.get("type") for one in document(package, "imsmanifest.xml").iter("resource")}
    holders = {name: document(package, name)[0].tag for name in found if re.fullmatch(r"g\w+\.xml", name)}
    types = {
        "assessment": "imsqti_xmlv1p2",
        "objectbank": "associatedcontent/imscc_xmlv1p1/learning-application-resource",
    }
    assert sorted(holders.values()) == ["assessment"] * 7 + ["objectbank"] * 2
    assert {name: found[name] for name in holders} == {name: types[tag] for name, tag in holders.items()}


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ({"value": "10", "tolerance": "0.5"}, ["10", "9.5", "10.5"]),
        ({"value": "3.86", "tolerance": "0.005"}, ["3.855", "3.865"]),
        ({"value": "9007199254740993", "tolerance": "1"}, ["9007199254740992", "9007199254740994"]),
        ({"value": "0.3"}, ["0.3", "0.3", "0.3"]),
    ],
)
def test_a_tolerance_that_floating_point_changes_is_a_range(answer: dict[str, str], numbers: list[str]) -> None:
    named = only_item("numeric", answers=[answer]).iter("varequal", "vargte", "varlte")
    assert [test.text for test in named] == numbers


@pytest.mark.parametrize(
    ("target", "type", "written"),
    [("canvas", "text/html", "List&lt;int&gt;"), ("cartridge-1.3", "text/plain", "List<int>")],
)
def test_what_looks_like_an_element_is_no_markup(target: str, type: str, written: str) -> None:
    choices = [{"id": "a", "text": "List<int>", "correct": True}, {"id": "b", "text": "R&D"}]
    texts = only_item("single-choice", target, choices=choices).iterfind(".//response_label//mattext")
    assert [(text.get("texttype"), text.text) for text in texts] == [(type, written), ("text/plain", "R&D")]


@pytest.mark.parametrize(("target", "written"), [("canvas", "0"), ("cartridge-1.1", "0 "), ("cartridge-1.3", "0 ")])
def test_a_zero_to_pick_is_no_empty_text_to_moodle(target: str, written: str) -> None:
    choices = [{"id": "a", "text": "0", "correct": True}, {"id": "b", "text": "00"}]
    texts = only_item("single-choice", target, choices=choices).iterfind(".//response_label//mattext")
    assert [text.text for text in texts] == [written, "00"]


def test_entries_of_lists_are_plain_since_canvas_shows_no_markup_there() -> None:
    choices = [{"id": "a", "text": "List<int>", "correct": True}, {"id": "b", "text": "R&D"}]
    blank = {"kind": "dropdown", "id": "x", "choices": choices}
    item = only_item("fill-in-blanks", prompt="{{x}}", blanks=[blank])
    texts = item.iterfind(".//response_label//mattext")
    assert [(text.get("texttype"), text.text) for text in texts] == [("text/plain", "List<int>"), ("text/plain", "R&D")]


@pytest.mark.parametrize("target", ["canvas", "qti-1.2"])
def test_the_build_says_once_what_new_quizzes_lose(target: str) -> None:
    told = {"id": "n", "type": "numeric", "prompt": "?", "answers": [{"value": "1", "feedback": "Yes."}]}
    silent = {"id": "m", "type": "numeric", "prompt": "?", "answers": [{"value": "1"}]}
    text = {"id": "t", "type": "text", "text": "Read."}
    loses = [note for note in export(target, course(quiz("quiz", [text, told, silent]))).notes if "New Quizzes" in note]
    assert loses == [
        "Where “Import existing quizzes as New Quizzes” is ticked, Canvas loses texts between questions (1) and what "
        "is said to an accepted number or a pair (in 1 of the questions)."
    ]
    plain = export(target, course(quiz("quiz", [silent]))).notes
    assert not any("New Quizzes" in note for note in plain)
