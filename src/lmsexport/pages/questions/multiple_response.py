"""Multiple response: every right choice is taken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from lmsexport.model import MultipleResponse
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row, choice_rows
from lmsexport.pages.questions.shown import Read, ShownQuestion, percent
from lmsexport.validation import Answer


def write(question: MultipleResponse, html: Html) -> Row:
    """Write the choices: right ones share the points, wrong ones take as much away."""
    right = sum(choice.correct for choice in question.choices)
    shares = [Fraction(1 if choice.correct else -1, right) for choice in question.choices]
    return {"choices": choice_rows(question.choices, shares, html), "scoring": question.scoring}


def read(shown: ShownQuestion) -> Read:
    """Read the choices in their order."""
    return Read(tuple(_answers(shown)), shown.scoring() | shown.shuffling())


def _answers(shown: ShownQuestion) -> Iterator[Answer]:
    """Of all or nothing, each right choice has an equal share."""
    right = sum(bool(choice.get("right")) for choice in shown.data["choices"])
    whole = shown.data.get("scoring") == "all-or-nothing"
    for choice in shown.data["choices"]:
        equal = Fraction(1, right) if choice.get("right") and right else Fraction(0)
        share: Decimal = percent(equal if whole else choice["share"])
        yield Answer(text=shown.parts[choice["id"]], share=share, feedback=shown.feedback_of(choice))


def size(data: Data) -> ResponseSize:
    """A bit for each choice."""
    return ResponseSize(ceil(len(data["choices"]) / 6))
