"""Moodle XML read as Moodle's import does (question/format/xml/format.php)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.questions import (
    essay,
    fill_in_blanks,
    gap_lists,
    matching,
    numeric,
    ordering,
    short_answer,
    single_choice,
    text_block,
    true_false,
)
from lmsexport.formats.moodle.read.entries import Entry, without_catch_all
from lmsexport.formats.moodle.read.moodle_xml_rows import answers, html
from lmsexport.formats.moodle.read.values import children, number, said
from lmsexport.validation import line_of

_TYPES = {"matching": "match", "cloze": "multianswer", "numerical": "numerical", "truefalse": "truefalse"}
"""Name in the file → Moodle's type, where they differ."""

_OUTCOMES = {"correct": "correctfeedback", "partial": "partiallycorrectfeedback", "incorrect": "incorrectfeedback"}


@dataclass(slots=True)
class FileCategory:
    """A category of a file of questions, with what stands below its name."""

    path: tuple[str, ...] = ()
    """Names from the highest down; empty for questions that stand in no category."""
    info: str = ""
    entries: list[Entry] = field(default_factory=list)


def read_xml(root: etree._Element, member: str) -> list[FileCategory]:
    """The categories of a file with their questions, in order."""
    categories = [FileCategory()]
    for row in children(root, "question"):
        if row.get("type") == "category":
            categories.append(FileCategory(path(said(row, "category/text")), html(row.find("info"))))
        else:
            id = str(sum(len(category.entries) for category in categories) + 1)
            categories[-1].entries.append(_entry(row, f"{member}:{line_of(row)}", id))
    return [category for category in categories if category.entries or category.path]


def path(text: str) -> tuple[str, ...]:
    """The names in the path of a category; a doubled slash is one (qformat_default::split_category_path)."""
    steps = re.split(r"(?<!/)/(?!/)", text.strip())
    names = [step.strip().replace("//", "/") for step in steps if step.strip()]
    if names and re.fullmatch(r"\$[a-z]+\$", names[0]):
        names = names[1:]
    return tuple(names[1:] if names and names[0] == "top" else names)


def _entry(row: etree._Element, place: str, id: str) -> Entry:
    kind = row.get("type", "")
    entry = Entry(
        qtype=_TYPES.get(kind, kind),
        id=id,
        place=place,
        name=said(row, "name/text"),
        idnumber=said(row, "idnumber"),
        text=html(row.find("questiontext")),
        mark=number(said(row, "defaultgrade")) if row.find("defaultgrade") is not None else Decimal(1),
        general=html(row.find("generalfeedback")),
        hints=[html(hint) for hint in children(row, "hint")],
        tags=[said(tag, "text") for tag in children(row, "tags/tag")],
        outcomes={name: text for name, path in _OUTCOMES.items() if (text := html(row.find(path)))},
        bodies={f"question {id}"},
    )
    if row.find("name/text") is None and entry.qtype != "multianswer":
        entry.missing = ("name",)
    _READ.get(entry.qtype, answers)(entry, row)
    return without_catch_all(entry)


_READ: dict[str, Callable[[Entry, etree._Element], None]] = {
    "multichoice": single_choice.read_xml,
    "truefalse": true_false.read_xml,
    "shortanswer": short_answer.read_xml,
    "numerical": numeric.read_xml,
    "match": matching.read_xml,
    "ordering": ordering.read_xml,
    "multianswer": fill_in_blanks.read_xml,
    "gapselect": gap_lists.read_xml,
    "essay": essay.read_xml,
    "description": text_block.read_xml,
}
"""Moodle's type → how its answers are read."""
