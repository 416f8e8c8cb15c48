"""Response processing by the specification (IMS QTI 1.2, ASI information model, 3.4): what a response earns."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

Given = Mapping[str, frozenset[str]]
"""Identifier of a response → what was picked or typed."""


def process(item: etree._Element, given: Given) -> tuple[Decimal, list[str]]:
    """The score, 0 to 100, and the identifiers of the feedback that is shown, in order."""
    score, shown, fired = Decimal(0), [], False
    for condition in item.iterfind("resprocessing/respcondition"):
        (tests,) = condition.findall("conditionvar")
        if not all(_holds(test, given, fired) for test in _combined(tests)):
            continue
        for change in condition.findall("setvar"):
            value = Decimal(change.text or "0")
            score = score + value if change.get("action") == "Add" else value
        shown += [feedback.get("linkrefid", "") for feedback in condition.findall("displayfeedback")]
        if condition.find("conditionvar/other") is None:
            fired = True
        if condition.get("continue", "No") == "No":
            break
    return score, shown


def _combined(tests: etree._Element) -> list[etree._Element]:
    """The tests of a condition; a bare list of texts is an “or” in the profile of Common Cartridge (fib)."""
    children = list(tests)
    if len(children) > 1 and all(child.tag == "varequal" for child in children):
        either = etree.Element("or")
        either.extend(children)
        return [either]
    return children


def _holds(test: etree._Element, given: Given, fired: bool) -> bool:
    values = given.get(test.get("respident", ""), frozenset())
    wanted = test.text or ""
    match test.tag:
        case "other":
            return True  # in documents of Canvas and of the profile: whatever the response is
        case "and":
            return all(_holds(child, given, fired) for child in test)
        case "or":
            return any(_holds(child, given, fired) for child in test)
        case "not":
            return not any(_holds(child, given, fired) for child in test)
        case "varequal":
            if test.get("case", "No") == "No":
                return wanted.casefold() in {value.casefold() for value in values}
            return wanted in values
        case "vargte" | "varlte":
            numbers = [Decimal(value) for value in values]
            return any(n >= Decimal(wanted) if test.tag == "vargte" else n <= Decimal(wanted) for n in numbers)
    raise AssertionError(f"{test.tag} is not known here")
