"""What responses earn in a QTI 1.2 item from anywhere, found by its response processing (ASI 1.2, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from lxml import etree

Given = Mapping[str, frozenset[str]]
"""Identifier of a response → what was picked or typed."""

_NUMBER = re.compile(r"[-+]?(?:\d{1,60}\.?\d{0,60}|\.\d{1,60})(?:[eE][-+]?\d{1,3})?", re.ASCII)
_LARGEST = 100
"""Digits before or behind the point of a number that is still reckoned with."""
_MOST = Decimal(10**9)
_DEEPEST = 40
"""Conditions within conditions that are followed; real ones have three."""


def tag(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def number(text: str | None) -> Decimal | None:
    """The number that a text is, with a point or a comma; None for none, and for one that no score can be."""
    text = (text or "").strip().replace(",", ".")
    found = Decimal(text) if _NUMBER.fullmatch(text) else None
    return found if found is not None and abs(found.adjusted()) < _LARGEST else None


def percent(score: Decimal, best: Decimal) -> Decimal:
    """A score in percent of the best one, to five places; no more than a billion of either sign."""
    found = max(-_MOST, min(score * 100 / best, _MOST))
    return round(found, 5).normalize() + 0


@dataclass(slots=True)
class Outcome:
    """What one response earns and shows."""

    score: Decimal = Decimal(0)
    shown: list[str] = field(default_factory=list)
    """Identifiers of the feedback, in order."""


class Test(NamedTuple):
    """A test of a condition."""

    kind: str
    """`and`, `varequal`, …"""
    response: str
    """Identifier of the response that is tested."""
    wanted: str
    folded: str
    """What is wanted, in letters that know no capitals; empty where capitals count."""
    parts: tuple[Test, ...]
    """The tests within it."""


class Condition(NamedTuple):
    """A condition with what follows from it."""

    tests: tuple[Test, ...]
    changes: tuple[tuple[bool, Decimal], ...]
    """Whether it adds to the score, or sets it; and by how much, or to what."""
    shown: tuple[str, ...]
    ends: bool
    """Whether no condition behind it is looked at."""


class Processing:
    """The response processing of an item."""

    def __init__(self, item: etree._Element) -> None:
        self.item = item
        self._outcomes: dict[frozenset[tuple[str, frozenset[str]]], Outcome] = {}

    @property
    def conditions(self) -> Iterator[etree._Element]:
        """Its conditions, in order."""
        return self.item.iterfind("{*}resprocessing/{*}respcondition")

    @cached_property
    def maximum(self) -> Decimal:
        """The score of the best response: what the item declares, else the most that a condition sets."""
        for declared in self.item.iterfind("{*}resprocessing/{*}outcomes/{*}decvar"):
            found = number(declared.get("maxvalue"))
            if found:
                return found
        values = [number(change.text) or Decimal(0) for change in self.item.iter("{*}setvar")]
        return max(values, default=Decimal(0)) or Decimal(100)

    @cached_property
    def _read(self) -> tuple[Condition, ...]:
        return tuple(_conditions(self.conditions))

    def outcome(self, given: Given) -> Outcome:
        """What a response earns, and which feedback it shows."""
        key = frozenset(given.items())
        if key not in self._outcomes:
            self._outcomes[key] = self._outcome(given)
        return self._outcomes[key]

    def _outcome(self, given: Given) -> Outcome:
        found = Outcome()
        for condition in self._read:
            if not all(_holds(test, given) for test in condition.tests):
                continue
            for adds, value in condition.changes:
                found.score = found.score + value if adds else value
            found.shown += condition.shown
            if condition.ends:
                break
        return found

    def share(self, given: Given) -> Decimal:
        """What a response earns, in percent of the best one, to five places."""
        return percent(self.outcome(given).score, self.maximum)

    def named(self, response: str) -> list[str]:
        """The values that the processing names for a response, each once, in order."""
        values = (
            test.text or "" for test in self.item.iter("{*}varequal") if test.get("respident", "") in (response, "")
        )
        return list(dict.fromkeys(values))

    def right(self, response: str) -> frozenset[str]:
        """The values that the best condition asks for, without those that it forbids."""
        best, found = Decimal(0), frozenset[str]()
        for condition in self.conditions:
            score = sum((number(change.text) or Decimal(0) for change in condition.iterfind("{*}setvar")), Decimal(0))
            tests = condition.find("{*}conditionvar")
            if tests is not None and score > best:
                best = score
                found = frozenset(
                    test.text or ""
                    for test in tests.iter("{*}varequal")
                    if test.get("respident", "") in (response, "") and not any(tag(up) == "not" for up in _above(test))
                )
        return found


def _above(element: etree._Element) -> Iterator[etree._Element]:
    for number_of, up in enumerate(element.iterancestors()):
        if number_of > _DEEPEST or tag(up) == "conditionvar":
            return
        yield up


def _conditions(elements: Iterable[etree._Element]) -> Iterator[Condition]:
    for element in elements:
        tests = element.find("{*}conditionvar")
        if tests is None:
            continue
        changes = tuple(
            ((change.get("action") or "Set").lower() == "add", number(change.text) or Decimal(0))
            for change in element.iterfind("{*}setvar")
        )
        shown = tuple(one.get("linkrefid", "") for one in element.iterfind("{*}displayfeedback"))
        ends = (element.get("continue") or "No").lower() == "no"
        yield Condition(_combined([_test(child, 0) for child in tests if tag(child)]), changes, shown, ends)


def _combined(tests: Sequence[Test]) -> tuple[Test, ...]:
    """The tests of a condition; a bare list of values is an “or” (Common Cartridge, fill in the blank)."""
    if len(tests) > 1 and {test.kind for test in tests} == {"varequal"} and len({test.response for test in tests}) == 1:
        return (Test("or", "", "", "", tuple(tests)),)
    return tuple(tests)


def _test(element: etree._Element, depth: int) -> Test:
    wanted = element.text or ""
    folded = "" if (element.get("case") or "No").lower() != "no" else wanted.casefold()
    children = [child for child in element if tag(child)] if depth < _DEEPEST else []
    parts = tuple(_test(child, depth + 1) for child in children)
    return Test(tag(element), element.get("respident", ""), wanted, folded, parts)


def _holds(test: Test, given: Given) -> bool:
    values = given.get(test.response, frozenset())
    match test.kind:
        case "other" | "unanswered":
            return True
        case "and":
            return all(_holds(part, given) for part in test.parts)
        case "or":
            return any(_holds(part, given) for part in test.parts)
        case "not":
            return not any(_holds(part, given) for part in test.parts)
        case "varequal":
            if test.folded or not test.wanted:
                return test.folded in {value.casefold() for value in values}
            return test.wanted in values
        case "varsubstring":
            return any(test.wanted.casefold() in value.casefold() for value in values)
        case "vargte" | "vargt" | "varlte" | "varlt" as compared:
            return any(_compared(compared, value, test.wanted) for value in values)
    return False


def _compared(how: str, value: str, wanted: str) -> bool:
    given, limit = number(value), number(wanted)
    if given is None or limit is None:
        return False
    return {"vargte": given >= limit, "vargt": given > limit, "varlte": given <= limit, "varlt": given < limit}[how]
