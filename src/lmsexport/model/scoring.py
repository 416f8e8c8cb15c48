"""What a response earns, and what the author says to it: the one scorer that all formats are held against.

A response is, by the type of the question:

    single-choice       the id of the picked choice
    multiple-response   the ids of the picked choices, in any order
    true-false          a truth value
    short-answer        the typed text
    numeric             the typed text
    matching            the chosen match of each pair: pair id → match
    ordering            the ids of the items in the student's order
    fill-in-blanks      what stands in each blank: blank id → typed text, or id of the picked choice
    essay               the typed text

`None`, an empty text or an empty collection means that nothing was answered: it earns nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from lmsexport.model.questions import (
    AcceptedNumber,
    AcceptedText,
    AnyQuestion,
    Choice,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TrueFalse,
)
from lmsexport.model.typed import matches, readings

Response = str | bool | Collection[str] | Mapping[str, str] | None

Outcome = Literal["correct", "partial", "incorrect", "recorded"]
"""The full points; some; none; a person decides."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a response earns."""

    fraction: Decimal | None
    """Share of the question's points, 0 to 1, to 28 digits; None when a person has to grade."""
    outcome: Outcome
    feedback: tuple[str, ...]
    """The Markdown that the student reads, in order: of the picked or typed answers, of the outcome, in general."""
    parts: Mapping[str, Decimal]
    """By id, how right each part is, 0 to 1: picked choices, pairs, items, blanks."""


@dataclass(slots=True)
class _Tally:
    """A score in the making, in exact fractions."""

    earned: Fraction = Fraction(0)
    parts: dict[str, Fraction] = field(default_factory=dict)
    feedback: list[str] = field(default_factory=list)


def score(question: AnyQuestion, response: Response) -> Score:
    """Score one response to one question. The share is never below 0 nor above 1."""
    tally = _tally(question, response)
    if tally is None:
        return Score(None, "recorded", _spoken([question.feedback.general]), {})
    earned = min(max(tally.earned, Fraction(0)), Fraction(1))
    outcome: Outcome = "correct" if earned == 1 else "partial" if earned else "incorrect"
    said = [*tally.feedback, getattr(question.feedback, outcome), question.feedback.general]
    return Score(_decimal(earned), outcome, _spoken(said), {id: _decimal(share) for id, share in tally.parts.items()})


def _tally(question: AnyQuestion, response: Response) -> _Tally | None:
    """What a response earns; None where a person decides."""
    match question:
        case SingleChoice():
            return _single(question, response)
        case MultipleResponse():
            return _multiple(question, _ids(response))
        case TrueFalse():
            return _true_false(question, response)
        case ShortAnswer():
            share, said = _text(question.answers, _typed(response), question.case_sensitive, question.wildcards)
            return _Tally(share, {}, [said])
        case Numeric():
            share, said = _number(question.answers, _typed(response), question.unit or "")
            return _Tally(share, {}, [said])
        case Matching():
            return _matching(question, _named(response))
        case Ordering():
            return _ordering(question, list(_ids(response)))
        case FillInBlanks():
            return _blanks(question, _named(response))
        case Essay():
            return None
        case _:
            assert_never(question)


def _single(question: SingleChoice, response: Response) -> _Tally:
    tally = _Tally()
    for choice in question.choices:
        if choice.id == response:
            tally.earned = Fraction(question.weight_of(choice)) / 100
            tally.parts[choice.id] = Fraction(int(choice.correct))
            tally.feedback.append(choice.feedback)
    return tally


def _multiple(question: MultipleResponse, picked: Collection[str]) -> _Tally:
    tally = _Tally()
    for choice in question.choices:
        if choice.id in picked:
            tally.parts[choice.id] = Fraction(int(choice.correct))
            tally.feedback.append(choice.feedback)
    right = {choice.id for choice in question.choices if choice.correct}
    if question.scoring == "all-or-nothing":
        tally.earned = Fraction(int(set(tally.parts) == right))
        return tally
    shares = {choice.id: _share(choice, len(right)) for choice in question.choices}
    complete = right <= set(tally.parts)
    gained = Fraction(1) if complete else sum((shares[id] for id in tally.parts if id in right), Fraction(0))
    tally.earned = gained + sum((shares[id] for id in tally.parts if id not in right), Fraction(0))
    return tally


def _share(choice: Choice, right: int) -> Fraction:
    """What picking a choice adds under partial scoring: its weight, else an equal share, negative for a wrong one."""
    if choice.weight is not None:
        return Fraction(choice.weight) / 100
    return Fraction(1 if choice.correct else -1, right)


def _true_false(question: TrueFalse, response: Response) -> _Tally:
    if not isinstance(response, bool):
        return _Tally()
    right = Fraction(int(response == question.answer))
    return _Tally(
        right, {"true" if response else "false": right}, [question.if_true if response else question.if_false]
    )


def _text(answers: Iterable[AcceptedText], typed: str, case_sensitive: bool, wildcards: bool) -> tuple[Fraction, str]:
    for answer in answers:
        if matches(answer.text, typed, case_sensitive=case_sensitive, wildcards=wildcards):
            return Fraction(answer.weight) / 100, answer.feedback
    return Fraction(0), ""


def _number(answers: Iterable[AcceptedNumber], typed: str, unit: str) -> tuple[Fraction, str]:
    numbers = readings(typed, unit)
    for answer in answers:
        low, high = answer.bounds
        if any(low <= number <= high for number in numbers):
            return Fraction(answer.weight) / 100, answer.feedback
    return Fraction(0), ""


def _matching(question: Matching, chosen: Mapping[str, str]) -> _Tally:
    if not any(chosen.get(pair.id) for pair in question.pairs):
        return _Tally()
    parts = {pair.id: Fraction(int(chosen.get(pair.id) == pair.match)) for pair in question.pairs}
    return _Tally(_whole(parts, question.scoring), parts, [pair.feedback for pair in question.pairs])


def _ordering(question: Ordering, order: Sequence[str]) -> _Tally:
    if not order:
        return _Tally()
    places = dict(enumerate(order))
    parts = {item.id: Fraction(int(places.get(n) == item.id)) for n, item in enumerate(question.items)}
    return _Tally(_whole(parts, question.scoring), parts, [item.feedback for item in question.items])


def _whole(parts: Mapping[str, Fraction], scoring: str) -> Fraction:
    share = sum(parts.values(), Fraction(0)) / len(parts)
    return share if scoring == "partial" else Fraction(int(share == 1))


def _blanks(question: FillInBlanks, filled: Mapping[str, str]) -> _Tally:
    tally = _Tally()
    if not any(filled.get(blank.id) for blank in question.blanks):
        return tally
    points = {blank.id: Fraction(blank.points) for blank in question.blanks}
    total = sum(points.values(), Fraction(0))
    for blank in question.blanks:
        entry = filled.get(blank.id, "")
        if isinstance(blank, DropdownBlank):
            share, said = _dropdown(blank, entry)
        elif isinstance(blank, TextBlank):
            share, said = _text(blank.answers, entry, blank.case_sensitive, wildcards=False)
        else:
            share, said = _number(blank.answers, entry, "")
        tally.parts[blank.id] = share
        tally.feedback.append(said)
        tally.earned += share * points[blank.id] / total if total else share / len(points)
    return tally


def _dropdown(blank: DropdownBlank, picked: str) -> tuple[Fraction, str]:
    for choice in blank.choices:
        if choice.id == picked:
            weight = choice.weight if choice.weight is not None else Decimal(100 if choice.correct else 0)
            return max(Fraction(weight) / 100, Fraction(0)), choice.feedback
    return Fraction(0), ""


def _typed(response: Response) -> str:
    return response if isinstance(response, str) else ""


def _ids(response: Response) -> Collection[str]:
    return response if isinstance(response, Collection) and not isinstance(response, str | Mapping) else ()


def _named(response: Response) -> Mapping[str, str]:
    return response if isinstance(response, Mapping) else {}


def _spoken(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)
