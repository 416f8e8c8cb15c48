"""Short answer: `shortanswer`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.gift_texts import commented, pieces, raw, unread_share, weighted
from lmsexport.formats.moodle.read.moodle_xml_rows import answers
from lmsexport.formats.moodle.read.values import children, is_on, number, said
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.model import ShortAnswer


def write(draft: Draft, question: ShortAnswer) -> None:
    """Fill the row of `shortanswer`."""
    draft.record.qtype, draft.record.case_sensitive = "shortanswer", question.case_sensitive
    draft.record.answers = draft.texts(question.answers, question.wildcards, question.feedback)


def gift_lines(record: Record) -> Iterator[str]:
    """Write a line for each answer: `=%100%Paris#Yes.`."""
    for answer in record.answers:
        yield f"=%{answer.fraction}%{gift_texts.typed(answer.text)}{gift_texts.feedback(answer)}"


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read whether upper and lower case differ."""
    entry.case_sensitive = is_on(said(plugin, "shortanswer/usecase"))


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read texts to type, or numbers with their tolerances."""
    answers(entry, row)
    for response, found in zip(entry.responses, children(row, "answer"), strict=True):
        response.text, response.html = said(found, "text"), False
        response.tolerance = number(said(found, "tolerance"))
    entry.case_sensitive = is_on(said(row, "usecase"))


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read answers, each with its share."""
    for piece in pieces(text, "="):
        share, rest = weighted(piece, Decimal(1))
        answer, feedback = commented(rest, format)
        unread = unread_share(piece, rest)
        entry.responses.append(Response(raw(answer), share, feedback, html=False, unread_share=unread))
