"""Numbers: `numerical`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.questions.short_answer import read_xml
from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.gift_texts import commented, pieces, raw, weighted
from lmsexport.formats.moodle.read.values import children, number, said
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.model import Numeric
from lmsexport.model.numbers import between

__all__ = ["gift_lines", "read_backup", "read_gift", "read_xml", "write"]


def write(draft: Draft, question: Numeric) -> None:
    """Fill the row of `numerical`."""
    draft.record.qtype = "numerical"
    draft.record.answers = draft.numbers(question.answers, question.feedback)


def gift_lines(record: Record) -> Iterator[str]:
    """Write a line for each number, `=%100%5:0.1`; `~` for all others."""
    for answer in record.answers:
        middle = "~" if answer.text == "*" else f"=%{answer.fraction}%{answer.text}:{answer.tolerance}"
        yield f"{middle}{gift_texts.feedback(answer)}"


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read the tolerances."""
    rows = children(plugin, "numerical_records/numerical_record")
    tolerances = {said(row, "answer"): number(said(row, "tolerance")) for row in rows}
    for response in entry.responses:
        response.tolerance = tolerances.get(response.id)


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read numbers, each with its share; what follows a tilde is said to all others."""
    text, tilde, wrong = text[1:].partition("~")
    for piece in pieces(text, "=") if text.strip() else ():
        share, rest = weighted(piece, Decimal(1))
        answer, feedback = commented(rest, format)
        row = Response(raw(answer), share, feedback, html=False)
        if not _numbered(row):
            entry.faults = (*entry.faults, f"`{row.text[:40]}` is no number, no range and no `*`")
        entry.responses.append(row)
    if not entry.responses:
        entry.faults = (*entry.faults, "a numeric question has no answer")
    if tilde:
        entry.responses.append(Response("*", Decimal(0), commented(wrong, format)[1], html=False))


def _numbered(row: Response) -> bool:
    """Take a number with its tolerance, or a range, apart; whether it is one."""
    if row.text.find("..") > 0:
        low, high = map(number, row.text.split("..", 1))
        if low is not None and high is not None:
            middle, row.tolerance = between(low, high)
            row.text = str(middle)
        return low is not None and high is not None
    value, _, wide = row.text.partition(":")
    if number(value) is None or (wide and number(wide) is None):
        return row.text == "*"
    row.text, row.tolerance = value.strip(), number(wide) or Decimal(0)
    return True
