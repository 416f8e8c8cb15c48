"""All types of questions: which file writes one, and reads one back."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from lxml import etree

from lmsexport.model import (
    AnyQuestion,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from lmsexport.model.numbers import plain_number
from lmsexport.pages.questions import (
    essay,
    fill_in_blanks,
    matching,
    multiple_response,
    numeric,
    ordering,
    short_answer,
    single_choice,
    true_false,
)
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row, feedback_rows, filled
from lmsexport.pages.questions.shown import Read, ShownQuestion, number
from lmsexport.validation import Question, rich, rich_of

QuestionType = Literal[
    "single-choice", "multiple-response", "true-false", "short-answer", "numeric", "matching", "ordering",
    "fill-in-blanks", "essay",
]  # fmt: skip


def question_data(question: AnyQuestion, html: Html) -> Row:
    """Write what scores a response to a question."""
    return filled(
        type=question.type,
        points=plain_number(question.points),
        feedback=feedback_rows(question.feedback, html),
        explanation=html(question.explanation),
        hints=[html(hint) for hint in question.hints],
        shuffle=getattr(question, "shuffle", None),
        **_own_data(question, html),
    )


def record_data(question: AnyQuestion, html: Html) -> Row:
    """Write what scores a response, and what only an LMS needs: how a report names what can be chosen."""
    row = question_data(question, html)
    if isinstance(question, Matching):
        matching.add_for_records(row, question)
    elif isinstance(question, FillInBlanks):
        fill_in_blanks.add_for_records(row, question)
    return row


def _own_data(question: AnyQuestion, html: Html) -> Row:
    match question:
        case SingleChoice():
            return single_choice.write(question, html)
        case MultipleResponse():
            return multiple_response.write(question, html)
        case TrueFalse():
            return true_false.write(question, html)
        case ShortAnswer():
            return short_answer.write(question, html)
        case Numeric():
            return numeric.write(question, html)
        case Matching():
            return matching.write(question, html)
        case Ordering():
            return ordering.write(question, html)
        case FillInBlanks():
            return fill_in_blanks.write(question, html)
        case Essay():
            return essay.write(question)
        case _:
            assert_never(question)


def response_size(data: Data) -> ResponseSize:
    """What a record keeps of a response. Raises `KeyError` or `ValueError` for data that are damaged."""
    match type_in(data):
        case "single-choice":
            return single_choice.size(data)
        case "multiple-response":
            return multiple_response.size(data)
        case "true-false":
            return true_false.size(data)
        case "short-answer":
            return short_answer.size(data)
        case "numeric":
            return numeric.size(data)
        case "matching":
            return matching.size(data)
        case "ordering":
            return ordering.size(data)
        case "fill-in-blanks":
            return fill_in_blanks.size(data)
        case "essay":
            return essay.size(data)
        case unknown:
            assert_never(unknown)


def read_question(element: etree._Element, data: Data, *, shuffles: bool, member: str) -> Question:
    """Read a question; choices are shuffled as `shuffles` says where it does not say so itself."""
    shown = ShownQuestion(element, data, shuffles, member)
    feedback = {name: rich(str(text), member) for name, text in data.get("feedback", {}).items()}
    if data.get("explanation"):
        feedback["explanation"] = rich(str(data["explanation"]), member)
    type = type_in(data)
    own = _read_own(type, shown)
    return Question(
        id=element.get("data-question", ""), type=type, prompt=shown.prompt, points=number(data.get("points", "0")),
        answers=own.answers, feedback=feedback, hints=tuple(rich(str(hint), member) for hint in data.get("hints", ())),
        settings=own.settings, place=f"{member}:{element.sourceline or 0}",
    )  # fmt: skip


def read_text_block(element: etree._Element, member: str) -> Question:
    """Read a text between questions."""
    place = f"{member}:{element.sourceline or 0}"
    return Question(id=element.get("data-text", ""), type="text", prompt=rich_of(element, member), place=place)


def _read_own(type: QuestionType, shown: ShownQuestion) -> Read:
    match type:
        case "single-choice":
            return single_choice.read(shown)
        case "multiple-response":
            return multiple_response.read(shown)
        case "true-false":
            return true_false.read(shown)
        case "short-answer":
            return short_answer.read(shown)
        case "numeric":
            return numeric.read(shown)
        case "matching":
            return matching.read(shown)
        case "ordering":
            return ordering.read(shown)
        case "fill-in-blanks":
            return fill_in_blanks.read(shown)
        case "essay":
            return essay.read(shown)
        case _:
            assert_never(type)


def type_in(data: Data) -> QuestionType:
    """The type of a question on a page. Raises `ValueError` for one that no page of ours has."""
    known: tuple[QuestionType, ...] = get_args(QuestionType)
    for type in known:
        if data["type"] == type:
            return type
    raise ValueError("no type of question is called so")
