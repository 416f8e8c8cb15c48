"""Rows of a backup that several types of questions have."""

from __future__ import annotations

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.read.values import rich


def outcomes(entry: Entry, row: etree._Element | None) -> None:
    """Read the feedback by outcome."""
    names = {"correct": "correctfeedback", "partial": "partiallycorrectfeedback", "incorrect": "incorrectfeedback"}
    entry.outcomes = {outcome: text for outcome, name in names.items() if (text := rich(row, name))}
