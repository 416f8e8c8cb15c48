"""Short answer: a text is typed."""

from __future__ import annotations

from lmsexport.model import ShortAnswer
from lmsexport.pages.questions.data import SHORT, Data, Html, ResponseSize, Row, right_texts, text_row
from lmsexport.pages.questions.shown import Read, ShownQuestion


def write(question: ShortAnswer, html: Html) -> Row:
    """Write the texts that are accepted."""
    return {
        "answers": [text_row(answer, html) for answer in question.answers],
        "case_sensitive": question.case_sensitive,
        "wildcards": question.wildcards,
        "right": right_texts(question.answers, question.wildcards),
    }


def read(shown: ShownQuestion) -> Read:
    """Read the texts that are accepted."""
    strict = "yes" if shown.data.get("case_sensitive") else "no"
    return Read(tuple(shown.typed(shown.data)), {"case sensitive": strict})


def size(_: Data) -> ResponseSize:
    """What is typed, and its end."""
    return ResponseSize(0, SHORT + 1)
