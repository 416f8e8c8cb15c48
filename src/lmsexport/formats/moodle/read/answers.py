"""Answers that are typed or picked, as outlines have them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.values import number, percent
from lmsexport.model.numbers import plain_number, reaching
from lmsexport.validation import Answer, Number, RichText


def typed_answers(entry: Entry, blank: str = "") -> Iterator[Answer]:
    """Say each answer, as outlines do."""
    for row in entry.responses:
        yield Answer(
            text=_text(entry, row), share=percent(row.fraction), feedback=row.comment, blank=blank, id=row.id,
            means=_MEANINGS.get(row.text) if entry.qtype == "truefalse" else None,
            number=_accepted(row) if entry.qtype == "numerical" else None,
            wildcards=entry.qtype == "shortanswer" and has_wildcard(row.text),
        )  # fmt: skip


_MEANINGS = {"true": True, "false": False}


def _accepted(row: Response) -> Number | None:
    """The numbers that an answer accepts; None for what is none."""
    middle = number(row.text)
    if middle is None:
        return None
    wide = row.tolerance or Decimal(0)
    low, high = reaching(middle, wide)
    return Number(low=low, high=high, value=middle, tolerance=wide)


def _text(entry: Entry, row: Response) -> RichText:
    if entry.qtype == "numerical":
        return RichText(bounds(row))
    return RichText(typed(row.text)) if entry.qtype == "shortanswer" else row.rich


def typed(pattern: str) -> str:
    r"""A typed answer; a literal asterisk, `\*`, is one where the answer has no wildcard that it is to be told from."""
    return pattern if has_wildcard(pattern) else pattern.replace(r"\*", "*")


def has_wildcard(pattern: str) -> bool:
    """Whether an asterisk in the answer stands for any characters (qtype_shortanswer::compare_string_with_wildcard)."""
    return "*" in pattern.replace(r"\*", "")


def bounds(row: Response) -> str:
    """The numbers that are accepted, both ends included."""
    middle = number(row.text)
    if middle is None:
        return row.text
    wide = row.tolerance or Decimal(0)
    low, high = map(plain_number, reaching(middle, wide))
    return low if low == high else f"{low} … {high}"
