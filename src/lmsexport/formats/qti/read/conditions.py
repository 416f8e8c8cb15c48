"""Conditions of response processing that ask for a text or a number: what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from lmsexport.formats.qti.read.patterns import spelled
from lmsexport.model.numbers import plain_number

_TEXTS = frozenset({"stringMatch", "match", "patternMatch", "substring", "member", "contains"})
_NUMBERS = frozenset({"equal", "equalRounded", "match", "gt", "gte", "lt", "lte"})
_NUMERIC = frozenset({"float", "integer"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A branch that is taken for a typed text or a number."""

    branch: etree._Element
    text: str
    """As outlines write answers: the text, or the number or the range of numbers."""
    sensitive: bool | None
    """Whether capitals count; None for a number, or where nothing says so."""


def conditions(item: etree._Element, response: str, base: str, right: Sequence[str]) -> Iterator[Condition]:
    """The branches of the response processing that test a response, in order."""
    processing = item.find("responseProcessing")
    for branch in processing.iter("responseIf", "responseElseIf") if processing is not None else ():
        first = next((child for child in branch if isinstance(child.tag, str)), None)
        if first is None:
            continue
        tests = [test for test in _tests(first) if _asks(test, response)]
        if base in _NUMERIC:
            span = _span(tests, right)
            if span:
                yield Condition(branch, span, None)
        else:
            yield from _texts(branch, tests, right)


def _tests(condition: etree._Element) -> Iterator[etree._Element]:
    """The tests of a condition that must hold, without those that must not."""
    todo = [condition]
    while todo:
        node = todo.pop(0)
        if node.tag in _TEXTS | _NUMBERS:
            yield node
        elif node.tag in ("and", "or"):
            todo = [*(child for child in node if isinstance(child.tag, str)), *todo]


def _asks(test: etree._Element, response: str) -> bool:
    return any(child.get("identifier") == response for child in test.iterfind("variable"))


def _value(test: etree._Element, right: Sequence[str]) -> str | None:
    value = test.find("baseValue")
    if value is not None:
        return value.text or ""
    return right[0] if right and test.find("correct") is not None else None


def _texts(branch: etree._Element, tests: Sequence[etree._Element], right: Sequence[str]) -> Iterator[Condition]:
    known: list[str] = []
    for test in tests:
        if test.tag == "patternMatch":
            meant = spelled(test.get("pattern", ""))
            text = meant.text if meant else test.get("pattern", "")
            if meant and any(meant.fits(text) for text in known):
                continue
            cased = meant is not None and meant.text.lower() != meant.text.upper()
            sensitive = meant.case_sensitive if meant and cased else None
        else:
            value = _value(test, right)
            if value is None:
                continue
            part = test.tag == "substring" or test.get("substring") == "true"
            text = f"*{value}*" if part else value
            sensitive = test.get("caseSensitive") != "false" if test.tag in ("stringMatch", "substring") else None
        if text not in known:
            known.append(text)
            yield Condition(branch, text, sensitive)


def _span(tests: Sequence[etree._Element], right: Sequence[str]) -> str:
    """The numbers for which all tests of a condition hold, both ends included."""
    low: Decimal | None = None
    high: Decimal | None = None
    for test in tests:
        value = _decimal(_value(test, right))
        if value is None:
            continue
        first = next(child for child in test if isinstance(child.tag, str)).tag == "variable"
        match test.tag:
            case "gte" | "gt":
                low, high = (value, high) if first else (low, value)
            case "lte" | "lt":
                low, high = (low, value) if first else (value, high)
            case "equal" | "match" | "equalRounded":
                below, above = _tolerance(test, value)
                low, high = value - below, value + above
    if low is None and high is None:
        return ""
    ends = ["" if end is None else plain_number(end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} … {ends[1]}".strip()


def _tolerance(test: etree._Element, value: Decimal) -> tuple[Decimal, Decimal]:
    mode = test.get("toleranceMode") or "exact"
    sizes = [size for part in (test.get("tolerance") or "").split() if (size := _decimal(part)) is not None]
    if mode == "exact" or not sizes:
        return Decimal(0), Decimal(0)
    below, above = abs(sizes[0]), abs(sizes[-1])
    return (below, above) if mode == "absolute" else (abs(value) * below / 100, abs(value) * above / 100)


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 400 else None


def holds(condition: Condition, value: str) -> bool:
    """Whether a value is the text of a condition, or lies in its range."""
    low, _, high = condition.text.partition(" … ")
    given, ends = _decimal(value), (_decimal(low), _decimal(high or low))
    if given is None or ends[0] is None or ends[1] is None:
        return value.casefold() == condition.text.casefold()
    return ends[0] <= given <= ends[1]
