"""Texts and numbers that an item foresees in a field to type into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from lmsexport.formats.qti.read.conditions import Condition, conditions, exactly, holds
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
    tests = tests or list(_declared(reader))
    earned = [_earned(reader, test) for test in tests]
    whole = full_points(reader, earned)
    answers = [
        Candidate(RichText(test.text), share(points, whole), reader.outcome(_given(test), test.branch),
                  blank=reader.blank, number=test.number, wildcards=test.wildcards)
        for test, points in zip(tests, earned, strict=True)
    ]  # fmt: skip
    sensitive = [test.sensitive for test in tests if test.sensitive is not None]
    return Answers(answers, {"case sensitive": "yes" if any(sensitive) else "no"} if sensitive else {})


def _declared(reader: InteractionReader) -> Iterator[Condition]:
    """The answers that are declared, for which no rule asks."""
    sensitive = _sensitive(reader)
    for value in dict.fromkeys([*reader.right, *reader.mapped]):
        yield Condition(None, value, sensitive, exactly(value) if reader.takes_numbers else None)


def _given(test: Condition) -> list[str]:
    """What to try: the answer itself, or anything where its branch is taken anyway."""
    return [test.text if test.branch is None else NONSENSE]


def _each_once(tests: Iterable[Condition]) -> list[Condition]:
    """Tests without those that ask for the same once more: in other rules, as for a score and for its feedback. A
    second branch of the same rules is another answer, though nobody reaches it."""
    first: dict[str, etree._Element | None] = {}
    rules = ((test, test.branch.getparent() if test.branch is not None else None) for test in tests)
    return [test for test, rule in rules if first.setdefault(test.text, rule) is rule]


def _earned(reader: InteractionReader, test: Condition) -> float:
    """What the rules give for an answer; where they give nothing to any, the declared one is the right one."""
    if test.branch is not None and (reader.processing.by_declaration or reader.worthless):
        return 1.0 if any(holds(test, value) for value in reader.right) else 0.0
    return reader.earned(_given(test), test.branch)


def _sensitive(reader: InteractionReader) -> bool | None:
    entries = reader.declaration.findall("mapping/mapEntry") if reader.declaration is not None else []
    sensitive = [entry.get("caseSensitive", "true") != "false" for entry in entries]
    return any(sensitive) if sensitive and reader.base == "string" else None
