"""Values of Moodle's documents: what an element says, with the database's NULL as nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from html import escape

from lxml import etree

from lmsexport.formats.moodle.write.fixed_documents import NULL
from lmsexport.model.numbers import tidy
from lmsexport.validation import plain

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
PLAIN = "2"
"""Moodle's text format (FORMAT_PLAIN) in which `<` is a sign; 0, 1 and 4 are HTML, or Markdown that may hold it."""


def said(element: etree._Element | None, path: str = "") -> str:
    """The text of an element, or of the first one below it at `path`; empty when it is missing or NULL."""
    found = element.find(path) if element is not None and path else element
    text = (found.text or "") if found is not None else ""
    return "" if text == NULL else text


def rich(element: etree._Element | None, name: str, format: str = "") -> str:
    """A text that stands with its format, as HTML: `name` is the element of the text, `format` that of the format."""
    text = said(element, name)
    return escape(text, quote=False) if said(element, format or f"{name}format") == PLAIN else text


def shown_name(name: str) -> str:
    """A name as Moodle shows it (format_string): an ampersand that begins no entity is a sign, and tags are gone."""
    return plain(re.sub(r"&(?![a-zA-Z0-9#]{1,8};)", "&amp;", name))


def number(text: str) -> Decimal | None:
    """A number, or None for anything else."""
    text = text.strip()
    return Decimal(text) if len(text) < 100 and _NUMBER.fullmatch(text) else None


def whole(text: str) -> int:
    """A whole number; 0 for anything else."""
    found = number(text)
    return int(found) if found is not None and abs(found) < 10**12 else 0


def is_on(text: str) -> bool:
    """Whether a switch is on."""
    return text.strip().lower() not in ("", "0", "false")


def children(element: etree._Element | None, path: str) -> Iterator[etree._Element]:
    """The elements at a path; none where the element itself is missing."""
    return iter(element.findall(path) if element is not None else ())


def percent(share: Decimal | None) -> Decimal:
    """A share of 1 in percent, to five places; Moodle keeps seven digits, so that a third is one."""
    if share is None:
        return Decimal(0)
    near = Fraction(share).limit_denominator(2520)
    exact = near if abs(Fraction(share) - near) < Fraction(1, 1_000_000) else Fraction(share)
    return tidy(round(Decimal(exact.numerator * 100) / exact.denominator, 5))
