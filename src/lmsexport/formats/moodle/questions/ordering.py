"""Ordering: `ordering` in Moodle 4.4 and later; for earlier ones a matching, which they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.gift_texts import formatted
from lmsexport.formats.moodle.read.moodle_xml_rows import html
from lmsexport.formats.moodle.read.question_bank_rows import outcomes
from lmsexport.formats.moodle.read.values import children, percent, said
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.model import Ordering
from lmsexport.validation import Answer as OutlineAnswer

_HEAD = re.compile(r"\s*>\s*(\d*)\s*(?:[A-Z_]+\s+)*(?:none|123|abc|ABCD|iii|IIII)?\s*(.*)", re.DOTALL)


def write(draft: Draft, question: Ordering) -> None:
    """Fill the row of `ordering`: its answers in the right order, which their fractions number from 1."""
    draft.record.qtype, draft.record.all_or_nothing = "ordering", question.scoring == "all-or-nothing"
    for place, item in enumerate(question.items, 1):
        draft.record.answers.append(draft.answer(item.id, item.text, Decimal(100 * place), "", html=True))
    draft.combined(question.feedback)


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read how it is graded; its answers stand in the right order."""
    row = plugin.find("ordering")
    entry.all_or_nothing = said(row, "gradingtype") == "-1"
    outcomes(entry, row)


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read the things in their right order."""
    entry.all_or_nothing = said(row, "gradingtype") in ("-1", "ALL_OR_NOTHING")
    for place, found in enumerate(children(row, "answer"), 1):
        feedback, item = html(found.find("feedback")), f"{entry.id}.{place}"
        entry.responses.append(Response(html(found), Decimal(place), feedback, item=item))


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read the things, a line each."""
    found = _HEAD.match(text)
    entry.all_or_nothing = "ALL_OR_NOTHING" in text.partition("\n")[0]
    for place, line in enumerate(filter(None, (found[2] if found else "").split("\n")), 1):
        entry.responses.append(Response(formatted(line, format)[0], Decimal(place)))


def outline_answers(entry: Entry) -> Iterator[OutlineAnswer]:
    """Say the right order, as outlines do; Moodle sorts it by the fraction: 1, 2, 3, …"""
    rows = sorted(entry.responses, key=lambda row: row.fraction or 0)
    share = percent(Decimal(1) / len(rows)) if rows else Decimal(0)
    for row in rows:
        yield OutlineAnswer(text=row.rich, share=share, feedback=row.comment)
