"""What responses earn in a QTI 1.2 item from anywhere, found by its response processing (ASI 1.2, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Processing:
    """The response processing of an item."""

    item: etree._Element

    @property
    def conditions(self) -> Iterator[etree._Element]:
        """Its conditions, in order."""
        return self.item.iterfind("{*}resprocessing/{*}respcondition")

    @property
    def maximum(self) -> Decimal:
        """The score of the best response: what the item declares, else the most that a condition sets."""
        for declared in self.item.iterfind("{*}resprocessing/{*}outcomes/{*}decvar"):
            found = number(declared.get("maxvalue"))
            if found:
                return found
        values = [number(change.text) or Decimal(0) for change in self.item.iter("{*}setvar")]
        return max(values, default=Decimal(0)) or Decimal(100)

    def outcome(self, given: Given) -> Outcome:
        """What a response earns, and which feedback it shows."""
        found = Outcome()
        for condition in self.conditions:
            tests = condition.find("{*}conditionvar")
            if tests is None or not all(_holds(test, given, 0) for test in _combined(tests)):
                continue
            for change in condition.iterfind("{*}setvar"):
                value = number(change.text) or Decimal(0)
                action = (change.get("action") or "Set").lower()
                found.score = found.score + value if action == "add" else value
            found.shown += [one.get("linkrefid", "") for one in condition.iterfind("{*}displayfeedback")]
            if (condition.get("continue") or "No").lower() == "no":
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


def _combined(tests: etree._Element) -> list[etree._Element]:
    """The tests of a condition; a bare list of values is an “or” (Common Cartridge, fill in the blank)."""
    children = [child for child in tests if tag(child)]
    if len(children) > 1 and all(tag(child) == "varequal" for child in children):
        respondents = {child.get("respident", "") for child in children}
        if len(respondents) == 1:
            either = etree.Element("or")
            either.extend([_copied(child) for child in children])
            return [either]
    return children


def _copied(element: etree._Element) -> etree._Element:
    copied = etree.Element(etree.QName(element).localname)
    for name, value in element.items():
        copied.set(name, value)
    copied.text = element.text
    return copied


def _holds(test: etree._Element, given: Given, depth: int) -> bool:
    values = given.get(test.get("respident", ""), frozenset())
    wanted = test.text or ""
    children = [child for child in test if tag(child)] if depth < _DEEPEST else []
    match tag(test):
        case "other" | "unanswered":
            return True
        case "and":
            return all(_holds(child, given, depth + 1) for child in children)
        case "or":
            return any(_holds(child, given, depth + 1) for child in children)
        case "not":
            return not any(_holds(child, given, depth + 1) for child in children)
        case "varequal":
            if (test.get("case") or "No").lower() == "no":
                return wanted.casefold() in {value.casefold() for value in values}
            return wanted in values
        case "varsubstring":
            return any(wanted.casefold() in value.casefold() for value in values)
        case "vargte" | "vargt" | "varlte" | "varlt" as compared:
            return any(_compared(compared, value, wanted) for value in values)
    return False


def _compared(how: str, value: str, wanted: str) -> bool:
    given, limit = number(value), number(wanted)
    if given is None or limit is None:
        return False
    return {"vargte": given >= limit, "vargt": given > limit, "varlte": given <= limit, "varlt": given < limit}[how]
