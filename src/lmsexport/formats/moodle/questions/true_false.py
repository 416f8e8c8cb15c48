"""True or false: `truefalse`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.gift_texts import formatted
from lmsexport.formats.moodle.read.moodle_xml_rows import answers
from lmsexport.formats.moodle.read.values import said
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.model import TrueFalse


def write(draft: Draft, question: TrueFalse) -> None:
    """Fill the row of `truefalse`."""
    draft.record.qtype, draft.record.penalty = "truefalse", "1.0000000"
    for key, value, feedback in (("true", True, question.if_true), ("false", False, question.if_false)):
        weight = Decimal(100 if question.answer is value else 0)
        draft.record.answers.append(draft.answer(key, key.capitalize(), weight, feedback))


def gift_lines(record: Record) -> Iterator[str]:
    """Write the right answer, what is said to the wrong one, what is said to the right one."""
    right, wrong = sorted(record.answers, key=lambda answer: answer.fraction, reverse=True)
    to_wrong = gift_texts.feedback(wrong) or ("#" if right.feedback else "")
    yield f"{right.text.upper()}{to_wrong}{gift_texts.feedback(right)}"


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read which answer is which."""
    row = plugin.find("truefalse")
    names = {said(row, "trueanswer"): "true", said(row, "falseanswer"): "false"}
    for response in entry.responses:
        if (name := names.get(response.id)) is not None:
            response.text = name
    if row is None:
        entry.missing = ("truefalse",)


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read the answers by their words; in old files, by their order."""
    answers(entry, row)
    for place, response in enumerate(entry.responses):
        if response.text not in ("true", "false"):
            response.text = "false" if place else "true"


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read the right answer, what is said to the wrong one, what is said to the right one."""
    answer, wrong, right = (*text.split("#", 2), "", "")[:3]
    is_true = answer.strip() in ("T", "TRUE")
    for name in ("true", "false"):
        correct = is_true is (name == "true")
        feedback = formatted(right if correct else wrong, format)[0]
        entry.responses.append(Response(name, Decimal(correct), feedback))
