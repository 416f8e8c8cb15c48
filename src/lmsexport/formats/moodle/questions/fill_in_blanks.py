"""Text with gaps: `multianswer`, each blank a question of its own, written in Cloze."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.carries.releases import has_only_lists
from lmsexport.formats.moodle.carries.weights import blank_weights
from lmsexport.formats.moodle.questions import gap_lists
from lmsexport.formats.moodle.read.answers import typed_answers
from lmsexport.formats.moodle.read.cloze import with_blanks
from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.write import cloze
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.filters import unfiltered
from lmsexport.formats.moodle.write.question_rows import Record, decimal
from lmsexport.model import BLANK, Blank, DropdownBlank, Feedback, FillInBlanks, NumberBlank
from lmsexport.validation import Answer

_BLANK = "\ufdd1"
"""Stands around the name of a blank until the prompt is whole; Unicode has no such character (23.7)."""
_NO_BLANK = re.compile(r"\{(?=#|[0-9]*:)")
"""What Moodle would take for a blank."""


def write(draft: Draft, question: FillInBlanks) -> None:
    """Fill the row of `multianswer`, and one for each blank; or that of `gapselect`, where it is known."""
    marked = unfiltered(BLANK.sub(rf"{_BLANK}\1{_BLANK}", draft.prompt))
    parts = re.split(f"{_BLANK}([a-z0-9-]+){_BLANK}", marked)
    if draft.writer.has_lists and has_only_lists(question, draft.fragment):
        blanks = {blank.id: blank for blank in question.blanks}
        gap_lists.write(draft, (blanks[part] if n % 2 else part for n, part in enumerate(parts)), question.feedback)
    else:
        _write_cloze(draft, question, parts)


def _write_cloze(draft: Draft, question: FillInBlanks, parts: Sequence[str]) -> None:
    draft.record.qtype, draft.record.penalty = "multianswer", "0.3333333"
    order = {name: number for number, name in enumerate(parts[1::2], 1)}
    draft.record.text = "".join(
        f"{{#{order[part]}}}" if n % 2 else _NO_BLANK.sub("&#123;", part) for n, part in enumerate(parts)
    )
    weights = blank_weights(question)
    for blank, weight in sorted(zip(question.blanks, weights, strict=True), key=lambda pair: order[pair[0].id]):
        kind, record = _blank(draft, blank, weight)
        draft.children.append((kind, record))
        draft.record.sequence.append(record.id)


def _blank(draft: Draft, blank: Blank, weight: int) -> tuple[str, Record]:
    id = draft.writer.numbers("question", draft.question.id, "blank", blank.id)
    record = Record(
        id=id,
        entry=id,
        category=draft.category.id,
        context=draft.category.context,
        qtype="",
        parent=draft.id,
        name=draft.record.name,
        text="",
        mark=decimal(Decimal(weight)),
        penalty="0.0000000",
    )
    if isinstance(blank, DropdownBlank):
        record.qtype, record.single, kind = "multichoice", True, "MULTICHOICE"
        record.answers = draft.choices(blank.choices, f"{blank.id} ")
        template = "single-choice"
    elif isinstance(blank, NumberBlank):
        record.qtype, kind, template = "numerical", "NUMERICAL", "numeric"
        record.answers = draft.numbers(blank.answers, Feedback(), f"{blank.id} ")
    else:
        record.qtype, record.case_sensitive, template = "shortanswer", blank.case_sensitive, "short-answer"
        kind = "SHORTANSWER_C" if blank.case_sensitive else "SHORTANSWER"
        record.answers = draft.texts(blank.answers, False, Feedback(), f"{blank.id} ")
    record.answers = [cloze.embedded(answer) for answer in record.answers]
    record.text = cloze.subquestion(kind, weight, record.answers)
    return template, record


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read the blanks out of the text. Their weights add up to the points where the file does not say these: Moodle's
    own files never do."""
    with_blanks(entry)
    if row.find("defaultgrade") is None:
        entry.mark = sum((blank.mark or Decimal(0) for blank in entry.blanks), Decimal(0))


def outline_answers(entry: Entry) -> Iterator[Answer]:
    """Say the answers of each blank, as outlines do."""
    for place, blank in enumerate(entry.blanks, 1):
        yield from typed_answers(blank, str(place))
