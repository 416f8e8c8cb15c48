"""An item of QTI 2 or 3 from anywhere as a question of an outline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, assert_never

from lxml import etree

from lmsexport.formats.qti.questions import (
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
from lmsexport.formats.qti.read import other_interactions
from lmsexport.formats.qti.read.feedback import read_feedback
from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader
from lmsexport.formats.qti.read.interactions import INLINE, Apart, interactions, line_of_field, prompt, unit
from lmsexport.formats.qti.read.response_processing import Processing
from lmsexport.model.numbers import tidy
from lmsexport.validation import NOTHING, Answer, Question, RichText, joined, line_of

_CAPITAL = re.compile("(?<!^)[A-Z]")

_BY_HAND = frozenset({"essay", "upload", "drawing", "text"})
"""Types that have no answers, since a person scores them."""


@dataclass(slots=True)
class ReadItem:
    """A question, with what was not understood of it."""

    question: Question
    unread: list[str] = field(default_factory=list)
    """A sentence each."""


Known = Literal[
    "single-choice", "multiple-response", "true-false", "short-answer", "numeric", "matching", "ordering",
    "fill-in-blanks", "essay", "text",
]  # fmt: skip
"""The types of the model, by the names that outlines have for them."""


def read_item(item: etree._Element, member: str, passage: RichText = NOTHING) -> ReadItem:
    """Read the question that an item asks; `passage` is a text that it refers to."""
    processing = Processing(item)
    processing.outcome(processing.right)  # whatever is asked, so that rules that nobody knows are met
    asked = interactions(item)
    known = _known_type(processing, asked)
    type = known or _foreign_type(asked)
    answers = _answers(known, _readers(processing, member, asked, known))
    feedback, hints, unsaid = read_feedback(item, member, processing, answers.candidates)
    points = None if type == "text" else processing.declared
    if points is None and answers.candidates:
        points = processing.maximum
    question = Question(
        id=item.get("identifier", ""),
        type=type,
        title=" ".join(item.get("title", "").split()),
        prompt=joined([passage, prompt(item, member, _APART.get(type))]),
        points=None if points is None else tidy(Decimal(repr(points))),
        blanks=answers.blanks,
        answers=tuple(Answer(text=answer.text, match=answer.match, share=answer.share, id=answer.id, means=answer.means,
                             number=answer.number, wildcards=answer.wildcards, feedback=joined(answer.feedback),
                             blank=answer.blank) for answer in answers.candidates),
        feedback=feedback,
        hints=(*hints, *answers.hints),
        settings=answers.settings,
        place=f"{member}:{line_of(item)}",
    )  # fmt: skip
    return ReadItem(question, [*_unread(item, type, question, processing), *unsaid])


def _readers(
    processing: Processing, member: str, asked: Sequence[etree._Element], known: Known | None
) -> list[InteractionReader]:
    """A reader for each interaction; of several, and of blanks, each has its number."""
    numbered = len(asked) > 1 or known == "fill-in-blanks"
    return [
        InteractionReader(processing, interaction, str(place) if numbered else "", member)
        for place, interaction in enumerate(asked, 1)
    ]


def _answers(  # noqa: C901 - a case for each type
    known: Known | None, readers: Sequence[InteractionReader]
) -> Answers:
    """What an item says in the way of its type."""
    match known:
        case "single-choice":
            return single_choice.read(readers[0])
        case "multiple-response":
            return multiple_response.read(readers[0])
        case "true-false":
            return true_false.read(readers[0])
        case "short-answer":
            return short_answer.read(readers[0])
        case "numeric":
            return numeric.read(readers[0])
        case "matching":
            return matching.read(readers[0])
        case "ordering":
            return ordering.read(readers[0])
        case "fill-in-blanks":
            return fill_in_blanks.read(readers)
        case "essay":
            return essay.read(readers[0])
        case "text":
            return Answers()
        case None:
            return other_interactions.read(readers)
        case _:
            assert_never(known)


_APART: Mapping[str, Apart] = {"short-answer": line_of_field, "numeric": line_of_field, "essay": essay.hints_below}
"""What belongs to a type, and not to what is asked."""


def _known_type(processing: Processing, asked: Sequence[etree._Element]) -> Known | None:
    """The model's type for what is asked; None for what the model lacks."""
    if not asked:
        return "text"
    first = InteractionReader(processing, asked[0])
    if all(interaction.tag in INLINE for interaction in asked):
        is_alone = len(asked) == 1 and asked[0].tag == "textEntryInteraction" and _is_apart(processing.item, asked[0])
        return ("numeric" if first.takes_numbers else "short-answer") if is_alone else "fill-in-blanks"
    if len(asked) > 1:
        return None
    match asked[0].tag:
        case "choiceInteraction":
            if first.cardinality != "single":
                return "multiple-response"
            return "true-false" if true_false.is_true_false(first) else "single-choice"
        case "extendedTextInteraction":
            return "essay"
        case "matchInteraction":
            return "matching"
        case "orderInteraction":
            return "ordering"
    return None


def _foreign_type(asked: Sequence[etree._Element]) -> str:
    """The name of what the model lacks: its interaction's."""
    if len(asked) > 1:
        return "composite"
    name = _CAPITAL.sub(lambda letter: f"-{letter[0].lower()}", str(asked[0].tag))
    return name.removesuffix("-interaction").lower()


def _is_apart(item: etree._Element, field: etree._Element) -> bool:
    """Whether a field stands below its question, and not in it; the blanks that we write are called so."""
    return not field.get("responseIdentifier", "").startswith("RESPONSE_") and unit(item) is not None


def _unread(item: etree._Element, type: str, question: Question, processing: Processing) -> list[str]:
    name = f"the question “{(question.title or question.id)[:60]}”"
    unread = []
    if processing.unknown:
        unread.append(f"{name} is scored with {', '.join(processing.unknown)}, which is not understood")
    if item.find("templateDeclaration") is not None:
        unread.append(f"{name} is made anew for each student from a template, of which only the frame is read")
    if not question.answers and type not in _BY_HAND:
        unread.append(f"{name} is of the type {type}, whose answers are not read")
    return unread
