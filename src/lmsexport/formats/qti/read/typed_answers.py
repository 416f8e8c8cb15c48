"""Texts and numbers that an item foresees in a field to type into."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from lmsexport.formats.qti.read.conditions import Condition, conditions, holds
from lmsexport.formats.qti.read.interaction_reader import (
    NONSENSE,
    Answers,
    Candidate,
    InteractionReader,
    full_points,
    share,
)
from lmsexport.validation import RichText


def typed(reader: InteractionReader) -> Answers:
    """The texts or numbers that are foreseen, and whether capitals count where something says so."""
    tests = _each_once(conditions(reader.processing.item, reader.name, reader.base, reader.right))
    if tests:
        rows = [
            (test.text, _of_branch(reader, test), reader.outcome([NONSENSE], test.branch), test.sensitive)
            for test in tests
        ]
    else:
        values = list(dict.fromkeys([*reader.right, *reader.mapped]))
        rows = [(value, reader.earned([value]), reader.outcome([value]), _sensitive(reader)) for value in values]
    whole = full_points(reader, [earned for _, earned, *_ in rows])
    answers = [
        Candidate(RichText(text), share(earned, whole), outcome, "", reader.blank) for text, earned, outcome, *_ in rows
    ]
    sensitive = [row[3] for row in rows if row[3] is not None]
    return Answers(answers, {"case sensitive": "yes" if any(sensitive) else "no"} if sensitive else {})


def _each_once(tests: Iterable[Condition]) -> list[Condition]:
    """Tests without those that ask for the same once more: in other rules, as for a score and for its feedback. A
    second branch of the same rules is another answer, though nobody reaches it."""
    first: dict[str, etree._Element | None] = {}
    return [test for test in tests if first.setdefault(test.text, test.branch.getparent()) is test.branch.getparent()]


def _of_branch(reader: InteractionReader, test: Condition) -> float:
    """What the rules of a branch give; where they give nothing to any answer, the declared one is the right one."""
    if reader.processing.by_declaration or reader.worthless:
        return 1.0 if any(holds(test, value) for value in reader.right) else 0.0
    return reader.earned([NONSENSE], test.branch)


def _sensitive(reader: InteractionReader) -> bool | None:
    entries = reader.declaration.findall("mapping/mapEntry") if reader.declaration is not None else []
    sensitive = [entry.get("caseSensitive", "true") != "false" for entry in entries]
    return any(sensitive) if sensitive and reader.base == "string" else None
