"""The question bank of a backup: the categories of questions.xml with their questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from lmsexport.formats.moodle.questions import (
    essay,
    gap_lists,
    matching,
    numeric,
    ordering,
    short_answer,
    single_choice,
    true_false,
)
from lmsexport.formats.moodle.read.backup_archive import Backup
from lmsexport.formats.moodle.read.entries import STANDARD, Entry, Response, all_of, without_catch_all
from lmsexport.formats.moodle.read.values import children, number, rich, said, whole
from lmsexport.validation import line_of

MEMBER = "questions.xml"
"""The document of all questions."""


@dataclass(slots=True)
class BankCategory:
    """A question category."""

    id: str
    name: str
    context: str
    level: int
    instance: str
    """Number of the course or the activity that it belongs to."""
    parent: str
    stamp: str
    idnumber: str
    info: str
    """What it is about, as HTML."""
    line: int
    entries: dict[str, Entry] = field(default_factory=dict)
    """Number of the question bank entry → its newest version; those in blanks are with their question."""
    strays: list[str] = field(default_factory=list)
    """What is wrong with entries that hold no question: a sentence each."""

    @property
    def is_top(self) -> bool:
        """Whether it is the one above all others of its context."""
        return self.parent in ("", "0")


class Bank:
    """All categories of a backup."""

    def __init__(self, backup: Backup) -> None:
        self.is_old = backup.is_old
        self._all: dict[str, Entry] = {}
        self._children: dict[str, str] = {}
        """Number of a question in a blank → number of its question."""
        self._sequences: dict[str, list[str]] = {}
        rows = children(backup.contents.xml(MEMBER), "question_category")
        self.categories = [self._category(row) for row in rows]
        self._join()
        self.of_entry = {id: entry for category in self.categories for id, entry in category.entries.items()}
        """Number of an entry → its question."""

    @property
    def entries(self) -> Iterator[Entry]:
        """All questions, those in blanks below theirs."""
        return (entry for category in self.categories for entry in category.entries.values())

    def named(self, id: str) -> BankCategory | None:
        """The category with this number."""
        return next((category for category in self.categories if category.id == id), None)

    def _category(self, row: etree._Element) -> BankCategory:
        category = BankCategory(
            row.get("id", ""),
            said(row, "name"),
            said(row, "contextid"),
            whole(said(row, "contextlevel")),
            said(row, "contextinstanceid"),
            said(row, "parent"),
            said(row, "stamp"),
            said(row, "idnumber"),
            rich(row, "info"),
            line_of(row),
        )
        for id, idnumber, found in self._old(row) if self.is_old else self._new(row, category):
            entry = _entry(found)
            entry.idnumber = idnumber
            category.entries[id] = self._all[entry.id] = entry
            if (parent := said(found, "parent")) not in ("", "0") and parent != entry.id:
                self._children[entry.id] = parent
            if entry.qtype == "multianswer":
                sequence = said(found, "plugin_qtype_multianswer_question/multianswer/sequence")
                self._sequences[entry.id] = [part.strip() for part in sequence.split(",") if part.strip()]
        return category

    def _old(self, row: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
        for found in children(row, "questions/question"):
            yield found.get("id", ""), said(found, "idnumber"), found

    def _new(self, row: etree._Element, category: BankCategory) -> Iterator[tuple[str, str, etree._Element]]:
        for entry in children(row, "question_bank_entries/question_bank_entry"):
            versions = list(children(entry, "question_version/question_versions"))
            versions = [row for row in versions if row.find("questions/question") is not None]
            if not versions:
                category.strays.append(f"the question bank entry {entry.get('id', '')} has no question")
                continue
            ready = [row for row in versions if said(row, "status") != "draft"] or versions
            newest = max(ready, key=lambda row: whole(said(row, "version")))
            question = newest.find("questions/question")
            assert question is not None
            yield entry.get("id", ""), said(entry, "idnumber"), question

    def _join(self) -> None:
        """Put the questions of blanks into theirs, in the order of the blanks."""
        for id, sequence in self._sequences.items():
            entry = self._all[id]
            lost = [part for part in sequence if part not in self._all]
            entry.blanks = [self._all[part] for part in sequence if part in self._all]
            if lost:
                entry.faults = (*entry.faults, f"{len(lost)} of its blanks have no question: {', '.join(lost)}")
        inside = {id for id, parent in self._children.items() if parent in self._all}
        for category in self.categories:
            category.entries = {id: entry for id, entry in category.entries.items() if entry.id not in inside}
        for entry in self._all.values():
            without_catch_all(entry)


def _entry(row: etree._Element) -> Entry:
    id = row.get("id", "")
    entry = Entry(
        qtype=said(row, "qtype"),
        id=id,
        place=f"{MEMBER}:{line_of(row)}",
        name=said(row, "name"),
        text=rich(row, "questiontext"),
        mark=number(said(row, "defaultmark")),
        general=rich(row, "generalfeedback"),
        stamp=said(row, "stamp"),
        tags=[said(tag, "rawname") or said(tag, "name") for tag in children(row, "tags/tag")],
        bodies={f"{area} {id}" for area in _OWN_AREAS},
    )
    for hint in children(row, "question_hints/question_hint"):
        entry.hints.append(rich(hint, "hint"))
        entry.bodies.add(f"hint {hint.get('id', '')}")
    plugin = next((child for child in row if child.tag == f"plugin_qtype_{entry.qtype}_question"), None)
    if plugin is not None:
        _answers(entry, plugin)
        if (read := _READ.get(entry.qtype)) is not None:
            read(entry, plugin)
    elif entry.qtype in STANDARD - {"description"}:
        entry.missing = (f"plugin_qtype_{entry.qtype}_question",)
    return entry


_OWN_AREAS = (
    "questiontext", "generalfeedback", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback",
    "graderinfo", "responsetemplate",
)  # fmt: skip


def _answers(entry: Entry, plugin: etree._Element) -> None:
    for row in children(plugin, "answers/answer"):
        id = row.get("id", "")
        entry.bodies |= {f"answer {id}", f"answerfeedback {id}"}
        typed = entry.qtype in ("shortanswer", "numerical")
        entry.responses.append(
            Response(
                said(row, "answertext") if typed else rich(row, "answertext", "answerformat"),
                number(said(row, "fraction")),
                rich(row, "feedback"),
                html=not typed,
                id=id,
                item=id,
            )
        )


_READ: dict[str, Callable[[Entry, etree._Element], None]] = {
    "multichoice": single_choice.read_backup,
    "truefalse": true_false.read_backup,
    "shortanswer": short_answer.read_backup,
    "numerical": numeric.read_backup,
    "match": matching.read_backup,
    "ordering": ordering.read_backup,
    "gapselect": gap_lists.read_backup,
    "essay": essay.read_backup,
}
"""Moodle's type → how its settings are read; others have none."""


def every(bank: Bank) -> Iterator[Entry]:
    """All questions and those in their blanks."""
    return all_of(bank.entries)
