"""Text with gaps that are all lists of words: `gapselect`. Its gaps are `[[3]]`, by the number of their right choice;
a choice says as its feedback in which group of choices it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.carries.names import match_html
from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.question_bank_rows import outcomes
from lmsexport.formats.moodle.read.values import children, said
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.model import Blank, DropdownBlank, Feedback

_GAP = re.compile(r"\[\[(\d+)\]\]")
_NO_GAP = re.compile(r"\[(?=\[\d+\]\])")


def write(draft: Draft, parts: Iterable[str | Blank], feedback: Feedback) -> None:
    """Fill the row of `gapselect` with the texts and gaps of a prompt; each gap has a group of its own."""
    draft.kind, draft.record.qtype, text = "gap-lists", "gapselect", ""
    for part in parts:
        if isinstance(part, str):
            text += _NO_GAP.sub("&#91;", part)
            continue
        assert isinstance(part, DropdownBlank)
        right = [choice.correct for choice in part.choices].index(True)
        text += f"[[{len(draft.record.answers) + right + 1}]]"
        group = str(1 + len({answer.feedback for answer in draft.record.answers}))
        for choice in part.choices:
            row = draft.answer(f"{part.id} {choice.id}", match_html(choice.text), Decimal(0), "")
            row.feedback = group
            draft.record.answers.append(row)
    draft.record.text = text
    draft.combined(feedback)


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read the gaps out of the text, each with the choices of its group."""
    row = plugin.find("gapselect")
    outcomes(entry, row)
    if row is None:
        entry.missing = ("gapselect",)
    read_gaps(entry)


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read the choices with their groups, then the gaps."""
    for option in children(row, "selectoption"):
        entry.responses.append(Response(said(option, "text"), Decimal(0), said(option, "group") or "1"))
    read_gaps(entry)


def read_gaps(entry: Entry) -> None:
    """Make a blank of each `[[n]]` whose choice is there."""
    choices, entry.responses = entry.responses, []
    for found in _GAP.finditer(entry.text):
        if not 0 < int(found[1]) <= len(choices):
            entry.faults = (*entry.faults, f"`{found[0]}` names none of its {len(choices)} choices")
            continue
        right = choices[int(found[1]) - 1]
        blank = Entry(qtype="multichoice", id=f"{entry.id}.{len(entry.blanks) + 1}", place=entry.place,
                      name=entry.name, mark=Decimal(1))  # fmt: skip
        blank.responses = [
            Response(choice.text, Decimal(choice is right)) for choice in choices if choice.feedback == right.feedback
        ]
        entry.blanks.append(blank)
    numbers = iter(range(1, len(entry.blanks) + 1))
    entry.text = _GAP.sub(
        lambda gap: f"{{#{next(numbers)}}}" if 0 < int(gap[1]) <= len(choices) else gap[0], entry.text
    )
