"""Elements of Moodle XML that several types of questions have."""

from __future__ import annotations

from html import escape

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.values import children, number, said


def html(element: etree._Element | None) -> str:
    """A text with its format."""
    text = said(element, "text")
    plain = element is not None and element.get("format") == "plain_text"
    return escape(text, quote=False) if plain else text


def answers(entry: Entry, row: etree._Element) -> None:
    """Read the answers with their shares and feedback."""
    for place, found in enumerate(children(row, "answer"), 1):
        share = number(found.get("fraction", "0"))
        share = None if share is None else share / 100
        entry.responses.append(Response(html(found), share, html(found.find("feedback")), item=f"{entry.id}.{place}"))
