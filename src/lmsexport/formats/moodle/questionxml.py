"""Moodle XML read as Moodle's import does (question/format/xml/format.php)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from lxml import etree

from lmsexport.formats.moodle.clozereading import with_blanks
from lmsexport.formats.moodle.entries import Entry, Response, essay_settings, without_catch_all
from lmsexport.formats.moodle.values import children, is_on, number, said
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
            categories.append(FileCategory(path(said(row, "category/text")), _html(row.find("info"))))
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


def _html(element: etree._Element | None) -> str:
    """A text with its format."""
    text = said(element, "text")
    plain = element is not None and element.get("format") == "plain_text"
    return escape(text, quote=False) if plain else text


def _entry(row: etree._Element, place: str, id: str) -> Entry:
    kind = row.get("type", "")
    entry = Entry(
        qtype=_TYPES.get(kind, kind),
        id=id,
        place=place,
        name=said(row, "name/text"),
        idnumber=said(row, "idnumber"),
        text=_html(row.find("questiontext")),
        mark=number(said(row, "defaultgrade")) if row.find("defaultgrade") is not None else Decimal(1),
        general=_html(row.find("generalfeedback")),
        hints=[_html(hint) for hint in children(row, "hint")],
        tags=[said(tag, "text") for tag in children(row, "tags/tag")],
        outcomes={name: text for name, path in _OUTCOMES.items() if (text := _html(row.find(path)))},
    )
    if row.find("name/text") is None and entry.qtype != "multianswer":
        entry.missing = ("name",)
    _READ.get(entry.qtype, _answers)(entry, row)
    return without_catch_all(entry)


def _answers(entry: Entry, row: etree._Element) -> None:
    for found in children(row, "answer"):
        share = number(found.get("fraction", "0"))
        entry.responses.append(
            Response(_html(found), None if share is None else share / 100, _html(found.find("feedback")))
        )


def _typed(entry: Entry, row: etree._Element) -> None:
    _answers(entry, row)
    for response, found in zip(entry.responses, children(row, "answer"), strict=True):
        response.text, response.html = said(found, "text"), False
        response.tolerance = number(said(found, "tolerance"))
    entry.case_sensitive = is_on(said(row, "usecase"))


def _multichoice(entry: Entry, row: etree._Element) -> None:
    entry.single = is_on(said(row, "single") or "true")
    entry.shuffle = is_on(said(row, "shuffleanswers"))
    _answers(entry, row)


def _true_false(entry: Entry, row: etree._Element) -> None:
    """The answers by their words; in old files, by their order."""
    _answers(entry, row)
    for place, response in enumerate(entry.responses):
        if response.text not in ("true", "false"):
            response.text = "false" if place else "true"


def _match(entry: Entry, row: etree._Element) -> None:
    entry.shuffle = is_on(said(row, "shuffleanswers") or "1")
    for pair in children(row, "subquestion"):
        entry.pairs.append((_html(pair), said(pair, "answer/text")))


def _ordering(entry: Entry, row: etree._Element) -> None:
    entry.all_or_nothing = said(row, "gradingtype") in ("-1", "ALL_OR_NOTHING")
    for place, found in enumerate(children(row, "answer"), 1):
        entry.responses.append(Response(_html(found), Decimal(place), _html(found.find("feedback"))))


def _cloze(entry: Entry, _: etree._Element) -> None:
    with_blanks(entry)


def _essay(entry: Entry, row: etree._Element) -> None:
    template, notes = _html(row.find("responsetemplate")), _html(row.find("graderinfo"))
    entry.essay = essay_settings(said(row, "minwordlimit"), said(row, "maxwordlimit"), template, notes)


def _nothing(_: Entry, __: etree._Element) -> None:
    """A text has no answers."""


_READ: dict[str, Callable[[Entry, etree._Element], None]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _typed,
    "numerical": _typed,
    "match": _match,
    "ordering": _ordering,
    "multianswer": _cloze,
    "essay": _essay,
    "description": _nothing,
}
