"""Numeric: a number is typed."""

from __future__ import annotations

from lmsexport.model import Numeric
from lmsexport.pages.questions.data import SHORT, Data, Html, ResponseSize, Row, number_row, right_numbers
from lmsexport.pages.questions.shown import Read, ShownQuestion


def write(question: Numeric, html: Html) -> Row:
    """Write the numbers that are accepted."""
    unit = f" {question.unit}" if question.unit else ""
    return {
        "answers": [number_row(answer, html) for answer in question.answers],
        "unit": question.unit,
        "right": right_numbers(question.answers) + unit,
    }


def read(shown: ShownQuestion) -> Read:
    """Read the numbers that are accepted."""
    unit = shown.data.get("unit")
    return Read(tuple(shown.typed(shown.data)), {"unit": str(unit)} if unit else {})


def size(_: Data) -> ResponseSize:
    """What is typed, and its end."""
    return ResponseSize(0, SHORT + 1)
