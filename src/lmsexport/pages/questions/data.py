"""Questions as the script of the pages reads them: what scores a response, and what is said to it.

Names are the model's; defaults and empty texts are left out. Shares are fractions of the question's points ("1/3"),
numbers are decimal text, texts are HTML. `right` is the right answer as a reader is shown it, where that is one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from lmsexport.model import AcceptedNumber, AcceptedText, Choice, Feedback
from lmsexport.model.numbers import plain_number

Html = Callable[[str], str]
"""Renders a Markdown text of the question."""

Row = dict[str, Any]
"""Data that are being written."""

Data = Mapping[str, Any]
"""Data of a page."""

SHORT, LONG = 60, 2000
"""Characters that are expected of a typed answer, and of an essay."""


class ResponseSize(NamedTuple):
    """What a record keeps of a response, in characters; `templates/player/assets/packing.js` writes it."""

    digits: int
    """Digits of base 64 for what is chosen."""
    typed: int = 0
    """Characters that may be typed."""


def digits_for(count: int) -> int:
    """Digits of base 64 for an index into so many things, when 0 stands for none."""
    return 1 if count < 64 else 2


def filled(**values: Any) -> Row:
    """The values without those that say nothing; two say something even when they are false."""
    false = {name for name in ("answer", "shuffle") if values.get(name) is False}
    return {name: value for name, value in values.items() if value or name in false}


def feedback_rows(feedback: Feedback, html: Html) -> Row:
    """What is said by the outcome."""
    return filled(
        correct=html(feedback.correct),
        partial=html(feedback.partial),
        incorrect=html(feedback.incorrect),
        general=html(feedback.general),
    )


def choice_rows(choices: Sequence[Choice], shares: Sequence[Fraction], html: Html) -> list[Row]:
    """Choices with their shares, where they have no weight of their own."""
    return [
        filled(
            id=choice.id,
            right=choice.correct,
            share=str(share if choice.weight is None else Fraction(choice.weight) / 100),
            feedback=html(choice.feedback),
            fixed=choice.fixed,
        )
        for choice, share in zip(choices, shares, strict=True)
    ]


def whole_shares(choices: Sequence[Choice]) -> list[Fraction]:
    """All points for the right choice, where one is taken."""
    return [Fraction(int(choice.correct)) for choice in choices]


def text_row(answer: AcceptedText, html: Html) -> Row:
    """A text that is accepted."""
    return filled(text=answer.text, share=str(Fraction(answer.weight) / 100), feedback=html(answer.feedback))


def number_row(answer: AcceptedNumber, html: Html) -> Row:
    """A number that is accepted, from its lowest to its highest value."""
    low, high = answer.bounds
    share = str(Fraction(answer.weight) / 100)
    return filled(low=f"{low:f}", high=f"{high:f}", share=share, feedback=html(answer.feedback))


def right_texts(answers: Iterable[AcceptedText], wildcards: bool) -> str:
    """The texts that earn the full points, as a reader writes them."""
    full = [answer.text for answer in answers if answer.weight == 100]
    if wildcards:
        full = [text.replace(r"\*", "\0").replace("*", "…").replace("\0", "*") for text in full]
    return " / ".join(full)


def right_numbers(answers: Iterable[AcceptedNumber]) -> str:
    """The numbers that earn the full points: a number, or a range from end to end."""
    spoken = []
    for answer in answers:
        if answer.weight == 100:
            low, high = answer.bounds
            spoken.append(
                plain_number(answer.value)
                if answer.value is not None
                else f"{plain_number(low)} … {plain_number(high)}"
            )
    return " / ".join(spoken)
