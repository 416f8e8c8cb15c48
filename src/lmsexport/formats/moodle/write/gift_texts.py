"""Texts in GIFT."""

from __future__ import annotations

import re

from lmsexport.formats.moodle.write.question_rows import Answer


def html(html: str, format: str = "[html]") -> str:
    """HTML. Its format is said for the prompt, which all others follow, and where a sign would be read as GIFT's."""
    return f"{format or ('[html]' if html[:1] in ('[', '%') else '')}{escaped(html)}" if html else format


def typed(text: str) -> str:
    """An answer to compare with: a bracket would say a format."""
    text = without_breaks(text)
    return f"{'[html]' if text.startswith('[') else ''}{escaped(text)}"


def feedback(answer: Answer) -> str:
    """What is said to an answer."""
    return f"#{html(answer.feedback, '')}" if answer.feedback else ""


def escaped(text: str) -> str:
    r"""A text without signs of GIFT: a backslash stands before each, and before a backslash (qformat_gift::repchar)."""
    text = re.sub(r"[\\~=#{}:]", r"\\\g<0>", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\n", r"\n")


def without_breaks(text: str) -> str:
    """A text without line breaks."""
    return re.sub(r"\s*[\r\n]\s*", " ", text)
