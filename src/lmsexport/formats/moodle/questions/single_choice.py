"""Single choice: `multichoice` with one answer to pick."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.gift_texts import commented, formatted, pieces, unread_share, weighted
from lmsexport.formats.moodle.read.moodle_xml_rows import answers
from lmsexport.formats.moodle.read.question_bank_rows import outcomes
from lmsexport.formats.moodle.read.values import is_on, said
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import Answer, Record
from lmsexport.model import SingleChoice


def write(draft: Draft, question: SingleChoice) -> None:
    """Fill the row of `multichoice`."""
    draft.record.qtype, draft.record.single = "multichoice", True
    draft.record.answers = draft.choices(question.choices)
    draft.record.shuffle = question.shuffle is not False
    draft.combined(question.feedback)


def gift_lines(record: Record) -> Iterator[str]:
    """Write a line for each choice: `=right`, `~wrong`, `~%50%half`."""
    for answer in record.answers:
        mark = "=" if record.single and answer.fraction == "100" else f"~{_weight(answer)}"
        yield f"{mark}{gift_texts.html(answer.text, '')}{gift_texts.feedback(answer)}"


def _weight(answer: Answer) -> str:
    return "" if answer.fraction == "0" else f"%{answer.fraction}%"


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read the settings of choices: one to pick, or several."""
    row = plugin.find("multichoice")
    entry.single = is_on(said(row, "single"))
    entry.shuffle = is_on(said(row, "shuffleanswers"))
    outcomes(entry, row)
    if row is None:
        entry.missing = ("multichoice",)


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read choices with their settings."""
    entry.single = is_on(said(row, "single") or "true")
    entry.shuffle = is_on(said(row, "shuffleanswers"))
    answers(entry, row)


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read choices: one to pick where a sign of equality stands before one."""
    entry.single = "=" in text
    for piece in pieces(text.replace("=", "~="), "~"):
        share, rest = (Decimal(1), piece[1:]) if piece.startswith("=") else weighted(piece, Decimal(0))
        choice, feedback = commented(rest, format)
        unread = unread_share(piece, rest)
        entry.responses.append(Response(formatted(choice, format)[0], share, feedback, unread_share=unread))
