"""An item of QTI 2 or 3 from anywhere as a question of an outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti.candidates import Asked, Candidate, gaps, ordered, paired, picked, several, typed
from lmsexport.formats.qti.conditions import tidy
from lmsexport.formats.qti.evaluation import Processing
from lmsexport.formats.qti.prompts import INLINE, choices, interactions, prompt, said, unit
from lmsexport.formats.qti.told import told
from lmsexport.validation import Answer, Question, fixed_choices, line_of, share_of_each, words

_CAPITAL = re.compile("(?<!^)[A-Z]")

_TRUTHS = frozenset({"true", "false"})

_BY_HAND = frozenset({"essay", "upload", "drawing", "text"})
"""Types that have no answers, since a person scores them."""


@dataclass(slots=True)
class ReadItem:
    """A question, with what was not understood of it."""

    question: Question
    unread: list[str] = field(default_factory=list)
    """A sentence each."""


@dataclass(slots=True)
class _Answers:
    candidates: list[Candidate] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def read_item(item: etree._Element, member: str, passage: str = "") -> ReadItem:
    """The question that an item asks; `passage` is a text that it refers to."""
    processing = Processing(item)
    processing.outcome(processing.right)  # whatever is asked, so that rules that nobody knows are met
    asked = interactions(item)
    type = _type(processing, asked)
    answers = _answers(processing, type, asked)
    feedback, hints, unsaid = told(item, processing, answers.candidates)
    points = None if type == "text" else processing.declared
    if points is None and type != "text":
        points = processing.maximum if answers.candidates else None
    asks = prompt(item)
    if type in ("short-answer", "numeric") and asked[0].tag in INLINE:
        asks = _without_field(item, asks, answers)
    own_hints = _below(item) if type == "essay" else ()
    if type == "essay":
        answers.settings |= _of_essay(item)
    for hint in own_hints:
        asks = asks.removesuffix(hint[0]).rstrip()
    question = Question(
        id=item.get("identifier", ""),
        type=type,
        title=" ".join(item.get("title", "").split()),
        prompt=" ".join(filter(None, (passage, asks))),
        points=None if points is None else tidy(Decimal(repr(points))),
        answers=tuple(Answer(text=one.text, share=one.share, feedback=" ".join(one.feedback), blank=one.blank)
                      for one in answers.candidates),
        feedback=feedback,
        hints=(*hints, *(hint[1] for hint in reversed(own_hints))),
        settings=answers.settings,
        place=f"{member}:{line_of(item)}",
    )  # fmt: skip
    return ReadItem(question, [*_unread(item, type, question, processing), *unsaid])


def _type(processing: Processing, asked: Sequence[etree._Element]) -> str:
    """The model's name for what is asked; for what the model lacks, the interaction's."""
    if not asked:
        return "text"
    first = asked[0]
    if all(one.tag in INLINE for one in asked):
        alone = len(asked) == 1 and first.tag == "textEntryInteraction" and unit(processing.item) is not None
        numeric = Asked(processing, first).base in ("float", "integer")
        return ("numeric" if numeric else "short-answer") if alone else "fill-in-blanks"
    if len(asked) > 1:
        return "composite"
    match first.tag:
        case "choiceInteraction":
            if Asked(processing, first).cardinality != "single":
                return "multiple-response"
            known = choices(first)
            names = [{id.casefold() for id, _ in known}, {text.casefold() for _, text in known}]
            return "true-false" if _TRUTHS in names else "single-choice"
        case "extendedTextInteraction":
            return "essay"
        case "matchInteraction":
            return "matching"
        case "orderInteraction":
            return "ordering"
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", str(first.tag)).removesuffix("-interaction").lower()


def _answers(processing: Processing, type: str, asked: Sequence[etree._Element]) -> _Answers:
    several_parts = len(asked) > 1 or type == "fill-in-blanks"
    found = _Answers()
    for place, interaction in enumerate(asked, 1):
        one = Asked(processing, interaction, str(place) if several_parts else "")
        candidates, strict, sensitive = _candidates(one)
        found.candidates += candidates
        if strict is not None:
            found.settings["scoring"] = "all-or-nothing" if strict else "partial"
        if sensitive is not None and type in ("short-answer", "fill-in-blanks"):
            either = sensitive or found.settings.get("case sensitive") == "yes"
            found.settings["case sensitive"] = "yes" if either else "no"
        if (shuffle := interaction.get("shuffle")) is not None:
            found.settings["shuffle"] = "yes" if shuffle == "true" else "no"
    if type == "true-false":
        for truth in found.candidates:
            word = truth.id.casefold() if truth.id.casefold() in _TRUTHS else truth.text.casefold()
            truth.text = word if word in _TRUTHS else truth.text
    if type in ("single-choice", "multiple-response") and found.settings.get("shuffle") == "yes":
        fixed = (one for one in asked[0].iter("simpleChoice") if one.get("fixed") == "true")
        found.settings |= fixed_choices(map(said, fixed))
    if type == "fill-in-blanks" and len(asked) > 1:
        earned = _earned_alone(processing, asked)
        found.settings["scoring"] = "partial" if any(one > 0 for one in earned) else "all-or-nothing"
        found.settings |= share_of_each(earned)
    return found


def _earned_alone(processing: Processing, asked: Sequence[etree._Element]) -> list[Decimal]:
    """What each blank earns where it alone is right."""
    names = [one.get("responseIdentifier", "") for one in asked]
    right = [{name: processing.right[name]} if name in processing.right else {} for name in names]
    return [tidy(Decimal(repr(processing.outcome(one).score))) for one in right]


def _candidates(one: Asked) -> tuple[list[Candidate], bool | None, bool | None]:
    """The answers to an interaction, whether they earn all or nothing, and whether capitals count."""
    match one.interaction.tag:
        case "choiceInteraction" | "inlineChoiceInteraction" | "hottextInteraction" | "hotspotInteraction":
            if one.cardinality == "single":
                return list(picked(one)), None, None
            return *several(one), None
        case "orderInteraction" | "graphicOrderInteraction":
            return *ordered(one), None
        case "matchInteraction" | "associateInteraction" | "graphicAssociateInteraction":
            return *paired(one, one.interaction.tag == "matchInteraction"), None
        case "gapMatchInteraction" | "graphicGapMatchInteraction":
            return *gaps(one), None
        case "textEntryInteraction" | "sliderInteraction":
            found, sensitive = typed(one)
            return found, None, sensitive
    return [], None, None


def _without_field(item: etree._Element, asks: str, answers: _Answers) -> str:
    """The question without its field; what stands behind the field of a number is its unit."""
    behind = unit(item) or ""
    asks = asks.replace(f"[1] {behind}" if behind else "[1]", "").rstrip() if behind else asks.replace("[1]", "")
    if behind:
        answers.settings["unit"] = behind
    return " ".join(asks.split())


def _of_essay(item: etree._Element) -> dict[str, str]:
    """What stands in the field of an essay from the start, and what only graders read (QTI 2.2, `rubricBlock`)."""
    values = item.iterfind("responseDeclaration/defaultValue/value")
    starts = " ".join("".join(map(str, one.itertext())) for one in values)
    notes = (one for one in item.iterfind("itemBody//rubricBlock") if "scorer" in (one.get("view") or "").split())
    found = {"begins with": " ".join(starts.split()), "for graders": " ".join(map(words, notes))}
    return {name: text for name, text in found.items() if text}


def _below(item: etree._Element) -> list[tuple[str, str]]:
    """Hints below the field of an essay, from the last one up: with their label, and without."""
    field = interactions(item)[0]
    found = []
    for element in reversed(list(field.itersiblings("div"))):
        first = element.find("p")
        label = first.find("strong") if first is not None and first is element[0] else None
        if first is None or label is None or len(first) != 1 or first.text or label.tail or len(element) < 2:
            break
        whole = words(element)
        found.append((whole, whole.removeprefix(words(first)).strip()))
    return found


def _unread(item: etree._Element, type: str, question: Question, processing: Processing) -> list[str]:
    name = f"the question “{(question.title or question.id)[:60]}”"
    said = []
    if processing.unknown:
        said.append(f"{name} is scored with {', '.join(processing.unknown)}, which is not understood")
    if item.find("templateDeclaration") is not None:
        said.append(f"{name} is made anew for each student from a template, of which only the frame is read")
    if not question.answers and type not in _BY_HAND:
        said.append(f"{name} is of the type {type}, whose answers are not read")
    return said
