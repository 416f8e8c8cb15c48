"""A quiz as a backup says it: its settings, and its slots with their questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from lmsexport.formats.moodle.read.backup_archive import Backup, Folder
from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.read.question import question
from lmsexport.formats.moodle.read.question_bank import Bank, BankCategory
from lmsexport.formats.moodle.read.values import children, is_on, number, said, shown_name, whole
from lmsexport.formats.moodle.write.gradebook import NATURAL, WEIGHTED
from lmsexport.formats.moodle.write.quizzes import AFTER, CLOSED, DURING, LATER
from lmsexport.model.numbers import plain_number, tidy
from lmsexport.validation import Draw, Question, line_of
from lmsexport.validation.settled import merged

AT_ONCE = frozenset({"immediatefeedback", "immediatecbm", "interactive", "interactivecountback", "adaptive",
                     "adaptivenopenalty"})  # fmt: skip
"""Behaviours that answer within the attempt."""

_COUNTS = {"1": "highest", "2": "average", "3": "first", "4": "last"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a quiz: for a question, or for one that is drawn."""

    number: int
    mark: Decimal
    line: int
    entry: Entry | None = None
    category: BankCategory | None = None
    dangling: str = ""
    """What it points to, where that is not in the backup; empty when all is well."""
    reference: str = ""
    """Number of the question bank entry that it names."""


def slots(folder: Folder, bank: Bank) -> Iterator[Slot]:
    """The slots of a quiz in their order."""
    rows = list(children(folder.record, "question_instances/question_instance"))
    for position, row in enumerate(sorted(rows, key=lambda row: whole(said(row, "slot"))), 1):
        mark = number(said(row, "maxmark")) or number(said(row, "grade")) or Decimal(0)
        yield _slot(row, whole(said(row, "slot")) or position, mark, bank)


def _slot(row: etree._Element, position: int, mark: Decimal, bank: Bank) -> Slot:
    line = line_of(row)
    drawn = row.find("question_set_reference")
    if drawn is not None:
        id = _category(said(drawn, "filtercondition"))
        category = bank.named(id)
        return Slot(position, mark, line, None, category, "" if category else f"the question category {id or '?'}")
    reference = row.find("question_reference")
    id = said(reference, "questionbankentryid") if reference is not None else said(row, "questionid")
    id = id or said(row, "question")  # up to Moodle 2.6
    entry = bank.of_entry.get(id)
    if entry is not None and entry.qtype == "random":  # before Moodle 4.0 a question that stands for others
        home = next((found for found in bank.categories if id in found.entries), None)
        return Slot(position, mark, line, None, home, reference=id)
    return Slot(position, mark, line, entry, None, "" if entry else f"the question {id or '?'}", id)


def _category(condition: str) -> str:
    """The category that a random slot draws from: said one way up to Moodle 4.2, and another way since 4.3."""
    try:
        found = json.loads(condition)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    if "questioncategoryid" in found:
        return str(found["questioncategoryid"])
    inner = found.get("filter")
    category = inner.get("category") if isinstance(inner, dict) else None
    values = category.get("values") if isinstance(category, dict) else None
    if isinstance(values, list) and values:
        return str(values[0])
    return str(found.get("cat", "")).partition(",")[0]


def asked(all_slots: list[Slot]) -> tuple[Question | Draw, ...]:
    """What a quiz asks; draws from one bank, one after the other and for the same points, are one draw."""
    found: list[Question | Draw] = []
    for slot in all_slots:
        if slot.entry is not None:
            found.append(question(slot.entry, slot.mark))
        elif slot.category is not None:
            found.append(Draw(bank=shown_name(slot.category.name), number=1, points=tidy(slot.mark)))
    return merged(found)


def settings(folder: Folder, all_slots: list[Slot], backup: Backup) -> dict[str, str]:
    """The settings of a quiz in the words of all formats."""
    record = folder.record
    total = sum((slot.mark for slot in all_slots), Decimal(0))
    found = {
        "points": plain_number(total),
        "pass mark": _pass_mark(folder, total),
        "attempts": _unless_zero(said(record, "attempts_number") or said(record, "attempts")),
        "time limit": _minutes(said(record, "timelimit")),
        "shuffle questions": _yes(_shuffles(record)),
        "shuffle choices": _yes(is_on(said(record, "shuffleanswers"))),
        "counts": _COUNTS.get(said(record, "grademethod"), ""),
        "feedback shows": _shows(record, "specificfeedback"),
        "answers show": _shows(record, "rightanswer"),
        "questions per page": _unless_zero(said(record, "questionsperpage")),
        **grading(folder, backup),
    }
    return {name: value for name, value in found.items() if value}


def _shuffles(record: etree._Element | None) -> bool:
    rows = list(children(record, "sections/section"))
    return bool(rows) and all(is_on(said(row, "shufflequestions")) for row in rows)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _unless_zero(text: str) -> str:
    return str(whole(text)) if whole(text) > 0 else ""


def _minutes(seconds: str) -> str:
    found = number(seconds)
    return plain_number(round(found / 60, 2)) if found else ""


def _pass_mark(folder: Folder, total: Decimal) -> str:
    """The points that pass; the gradebook counts in the quiz's own grade."""
    grade = number(said(folder.record, "grade"))
    item = next(iter(folder.grade_items), None)
    passing = number(said(item, "gradepass"))
    return plain_number(round(passing * total / grade, 5)) if passing and grade else ""


def mask(record: etree._Element | None, name: str) -> int:
    """When a quiz shows something, as bits; without what the behaviour never shows."""
    bits = whole(said(record, f"review{name}"))
    return bits if said(record, "preferredbehaviour") in AT_ONCE else bits & ~DURING


def _shows(record: etree._Element | None, name: str) -> str:
    bits = mask(record, name)
    if bits & DURING:
        return "immediately"
    if bits & (AFTER | LATER):
        return "after-submission"
    return "after-close" if bits & CLOSED else "never"


def grading(folder: Folder, backup: Backup) -> dict[str, str]:
    """Whether an activity counts towards the course grade, where, and with which weight."""
    item = next((row for row in folder.grade_items if said(row, "itemtype") == "mod"), None)
    if item is None:
        return {}
    category = backup.grade_categories.get(said(item, "categoryid"))
    way = whole(said(category, "aggregation")) if category is not None else NATURAL
    weight = number(said(item, "aggregationcoef")) or Decimal(0)
    if way == WEIGHTED:
        counts = bool(weight)
    else:
        counts = not is_on(said(item, "weightoverride")) or bool(number(said(item, "aggregationcoef2")))
    found = {"graded": _yes(counts and said(item, "gradetype") != "0")}
    if category is not None and said(category, "depth") != "1":  # which is the whole gradebook
        found["grade category"] = shown_name(said(category, "fullname"))
    if way == WEIGHTED and counts:
        found["weight"] = plain_number(weight)
    return found


def grade_categories(backup: Backup) -> dict[str, str]:
    """The parts of the whole gradebook, each with what it is worth where weights and not points decide."""
    whole_book = next((row for row in backup.grade_categories.values() if said(row, "depth") == "1"), None)
    way = whole(said(whole_book, "aggregation")) if whole_book is not None else NATURAL
    totals = {said(row, "iteminstance"): row for row in backup.grade_items if said(row, "itemtype") == "category"}
    return {
        shown_name(said(row, "fullname")): _worth(totals[id], way) if id in totals else ""
        for id, row in backup.grade_categories.items() if said(row, "depth") == "2"
    }  # fmt: skip


def _worth(total: etree._Element, way: int | None) -> str:
    """What a grade category is worth, by its total's column; empty where its points decide."""
    if way == WEIGHTED:
        return plain_number(number(said(total, "aggregationcoef")) or Decimal(0))
    if way == NATURAL and is_on(said(total, "weightoverride")):
        return plain_number((number(said(total, "aggregationcoef2")) or Decimal(0)) * 100)
    return ""
