"""What responses earn in a QTI 1.2 item from anywhere, found by its response processing (ASI 1.2, 3.4)."""

from __future__ import annotations

import re
from collections import defaultdict
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
_LONGEST = 6
"""Digits of a place in an order."""
_DEEPEST = 40
"""Conditions within conditions that are followed; real ones have three."""


def tag(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def ident_of(response: etree._Element) -> str:
    """The identifier of a response; Brightspace names those of a `response_grp` as conditions do."""
    return response.get("ident") or response.get("respident") or ""


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
    at: int
    """The place in an order, from 1; 0 where the test is of no place."""
    parts: tuple[Test, ...]
    """The tests within it."""


class Condition(NamedTuple):
    """A condition with what follows from it."""

    tests: tuple[Test, ...]
    changes: tuple[tuple[bool, Decimal], ...]
    """Whether it adds to the score, or sets it; and by how much, or to what."""
    shown: tuple[str, ...]
    ends: bool
    """Whether no condition behind it is looked at. One that only shows feedback ends nothing: `continue` is `No` where
    nobody says it, and all LMSs go on."""


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
        """The score of the best response: what the item declares, else the most that conditions set; and no less than
        what they add together."""
        declared = (number(one.get("maxvalue")) for one in self.item.iterfind("{*}resprocessing/{*}outcomes/{*}decvar"))
        sets = [value for condition in self._read for adds, value in condition.changes if not adds]
        best = next(filter(None, declared), None) or max(sets, default=Decimal(0))
        return max(best, self._most_added) or Decimal(100)

    @property
    def _most_added(self) -> Decimal:
        """What can be added together: for a response that takes several values all of them, else the best."""
        added: defaultdict[frozenset[str], list[Decimal]] = defaultdict(list)
        for condition in self._read:
            total = sum((value for adds, value in condition.changes if adds), Decimal(0))
            added[frozenset(test.response for test in _flat(condition.tests))].append(max(total, Decimal(0)))
        several = {ident_of(one) for one in responses_of(self.item) if self.takes_several(one)}
        best = (sum(each, Decimal(0)) if names <= several else max(each) for names, each in added.items())
        return sum(best, Decimal(0))

    def takes_several(self, response: etree._Element) -> bool:
        """Whether a response takes several values: as it says, else when more than one of them adds to the score."""
        if said := response.get("rcardinality"):
            return said.lower() == "multiple"
        return tag(response) != "response_str" and len(self.adding(ident_of(response))) > 1

    def adding(self, response: str) -> list[Condition]:
        """The conditions that ask for a value of a response alone, and add to the score for it."""
        return [
            condition
            for condition in self._read
            if [test.response for test in _flat(condition.tests)] == [response]
            and any(adds and value > 0 for adds, value in condition.changes)
        ]

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
        tests = (test for test in self.item.iter("{*}varequal", "{*}varsubset"))
        return list(dict.fromkeys(value for test in tests for value in _wanted(test, response)))

    def right(self, response: str) -> frozenset[str]:
        """The values that the best condition asks for, without those that it forbids."""
        best, found = Decimal(0), frozenset[str]()
        for condition in self.conditions:
            score = sum((number(change.text) or Decimal(0) for change in condition.iterfind("{*}setvar")), Decimal(0))
            tests = condition.find("{*}conditionvar")
            if tests is not None and score > best:
                best = score
                found = frozenset(
                    value
                    for test in tests.iter("{*}varequal", "{*}varsubset")
                    if not any(tag(up) == "not" for up in _above(test))
                    for value in _wanted(test, response)
                )
        return found

    def pairs(self, response: str) -> Iterator[tuple[str, str, Decimal]]:
        """The pairs that conditions ask for, and what each earns (`response_grp`, ASI 1.2)."""
        for condition in self._read:
            score = sum((value for _, value in condition.changes), Decimal(0))
            for test in _flat(condition.tests):
                one, comma, other = test.wanted.partition(",")
                if comma and test.response == response and score > 0:
                    yield one.strip(), other.strip(), score

    def order(self, response: str) -> list[str]:
        """The values of an ordered response in their right order: as a condition lists them, or one for each place."""
        earning = [one for one in self._read if any(value > 0 for _, value in one.changes)]
        tests = [[test for test in _flat(one.tests) if test.response == response] for one in earning]
        longest = max(tests, key=len, default=[])
        chosen = longest if len(longest) > 1 else [test for one in tests for test in one]
        placed = sorted(chosen, key=lambda test: test.at) if all(test.at for test in chosen) else chosen
        return list(dict.fromkeys(test.wanted for test in placed))


def responses_of(item: etree._Element) -> list[etree._Element]:
    """The places for answers of an item, in order."""
    return list(item.iter("{*}response_lid", "{*}response_str", "{*}response_num", "{*}response_grp"))


def _wanted(test: etree._Element, response: str) -> list[str]:
    """The values that a test asks for, of this response."""
    if test.get("respident", "") not in (response, ""):
        return []
    text = (test.text or "").strip()
    return [value.strip() for value in text.split(",")] if tag(test) == "varsubset" else [text]


def _flat(tests: Iterable[Test]) -> Iterator[Test]:
    """The tests of values, wherever they stand, without those for what must not be."""
    for test in tests:
        if test.kind in ("varequal", "varsubset"):
            yield test
        elif test.kind != "not":
            yield from _flat(test.parts)


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
        shown = tuple(display.get("linkrefid", "") for display in element.iterfind("{*}displayfeedback"))
        ends = bool(changes) and (element.get("continue") or "No").lower() == "no"
        yield Condition(_combined([_test(child, 0) for child in tests if tag(child)]), changes, shown, ends)


def _combined(tests: Sequence[Test]) -> tuple[Test, ...]:
    """The tests of a condition; a bare list of values is an “or” (Common Cartridge, fill in the blank)."""
    if len(tests) > 1 and {test.kind for test in tests} == {"varequal"} and len({test.response for test in tests}) == 1:
        return (Test("or", "", "", "", 0, tuple(tests)),)
    return tuple(tests)


def _test(element: etree._Element, depth: int) -> Test:
    wanted = (element.text or "").strip()
    folded = "" if (element.get("case") or "No").lower() != "no" else wanted.lower()
    children = [child for child in element if tag(child)] if depth < _DEEPEST else []
    parts = tuple(_test(child, depth + 1) for child in children)
    index = int(place) if (place := element.get("index") or "").isdecimal() and len(place) < _LONGEST else 0
    return Test(tag(element), element.get("respident", ""), wanted, folded, index, parts)


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
                return test.folded in {value.lower() for value in values}
            return test.wanted in values
        case "varsubset":
            return {part.strip() for part in test.wanted.split(",")} <= values
        case "varsubstring":
            return any(test.wanted.lower() in value.lower() for value in values)
        case "vargte" | "vargt" | "varlte" | "varlt" as compared:
            return any(_compared(compared, value, test.wanted) for value in values)
    return False


def _compared(how: str, value: str, wanted: str) -> bool:
    given, limit = number(value), number(wanted)
    if given is None or limit is None:
        return False
    return {"vargte": given >= limit, "vargt": given > limit, "varlte": given <= limit, "varlt": given < limit}[how]
