"""True or false."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.model import TrueFalse
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row
from lmsexport.pages.questions.shown import Read, ShownQuestion
from lmsexport.validation import Answer, RichText, rich

_SAID = {True: "if_true", False: "if_false"}


def write(question: TrueFalse, html: Html) -> Row:
    """Write what is right, and what is said to either answer."""
    return {"answer": question.answer, "if_true": html(question.if_true), "if_false": html(question.if_false)}


def read(shown: ShownQuestion) -> Read:
    """Read both answers."""
    data = shown.data
    return Read(
        tuple(
            Answer(
                text=RichText(str(value).lower()),
                share=Decimal(100 if data["answer"] is value else 0),
                feedback=rich(str(data.get(said, "")), shown.member),
                means=value,
            )
            for value, said in _SAID.items()
        )
    )


def size(_: Data) -> ResponseSize:
    """One of two."""
    return ResponseSize(1)
