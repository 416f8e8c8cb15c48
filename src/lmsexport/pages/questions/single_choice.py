"""Single choice: one of the choices is taken."""

from __future__ import annotations

from lmsexport.model import SingleChoice
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row, choice_rows, digits_for, whole_shares
from lmsexport.pages.questions.shown import Read, ShownQuestion


def write(question: SingleChoice, html: Html) -> Row:
    """Write the choices with their shares."""
    return {"choices": choice_rows(question.choices, whole_shares(question.choices), html)}


def read(shown: ShownQuestion) -> Read:
    """Read the choices in their order."""
    return Read(tuple(shown.picked(shown.data, shown.parts)), shown.shuffling())


def size(data: Data) -> ResponseSize:
    """The place of the choice."""
    return ResponseSize(digits_for(len(data["choices"])))
