"""Conditions of response processing that ask for a text or a number: what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from lmsexport.formats.qti.read.patterns import spelled
from lmsexport.model.numbers import plain_number, reaching, tidy
from lmsexport.validation import Number

_TEXTS = frozenset({"stringMatch", "match", "patternMatch", "substring", "member", "contains"})
_NUMBERS = frozenset({"equal", "equalRounded", "match", "gt", "gte", "lt", "lte"})
NUMERIC = frozenset({"float", "integer"})
"""Base types of responses that are numbers."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A typed text or a number that something follows from."""

    branch: etree._Element | None
    """What is done then; None for what is only declared."""
    text: str
    """As outlines write answers: the text, or the number or the range of numbers."""
    sensitive: bool | None
    """Whether capitals count; None for a number, or where nothing says so."""
    number: Number | None = None
    """The numbers that it asks for, where they have two ends."""
    wildcards: bool = False
    """Whether `*` in the text stands for any characters."""


def conditions(item: etree._Element, response: str, base: str, right: Sequence[str]) -> Iterator[Condition]:
    """The branches of the response processing that test a response, in order."""
    processing = item.find("responseProcessing")
    for branch in processing.iter("responseIf", "responseElseIf") if processing is not None else ():
        first = next((child for child in branch if isinstance(child.tag, str)), None)
        if first is None:
            continue
        tests = [test for test in _tests(first) if _asks(test, response)]
        yield from _numbers(branch, tests, right) if base in NUMERIC else _texts(branch, tests, right)


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
        part = test.tag == "substring" or test.get("substring") == "true"
        if test.tag == "patternMatch":
            meant = spelled(test.get("pattern", ""))
            text = meant.text if meant else test.get("pattern", "")
            if meant and any(meant.fits(text) for text in known):
                continue
            cased = meant is not None and meant.text.lower() != meant.text.upper()
            sensitive = meant.case_sensitive if meant and cased else None
            wildcards = meant is not None and meant.wildcards
        else:
            value = _value(test, right)
            if value is None:
                continue
            text, wildcards = "*{}*".format(value.replace("*", r"\*")) if part else value, part
            sensitive = test.get("caseSensitive") != "false" if test.tag in ("stringMatch", "substring") else None
        if text not in known:
            known.append(text)
            yield Condition(branch, text, sensitive, wildcards=wildcards)


def _numbers(branch: etree._Element, tests: Sequence[etree._Element], right: Sequence[str]) -> Iterator[Condition]:
    """The numbers for which all tests of a condition hold, both ends included."""
    low: Decimal | None = None
    high: Decimal | None = None
    around: Number | None = None
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
                around = _around(test, value)
                low, high = around.low, around.high
    if low is not None and high is not None:
        number = around if around and (around.low, around.high) == (low, high) else Number(low=low, high=high)
        yield Condition(branch, number.words, None, number)
    elif low is not None or high is not None:
        ends = ("" if end is None else plain_number(end) for end in (low, high))
        yield Condition(branch, " … ".join(ends).strip(), None)


def _around(test: etree._Element, value: Decimal) -> Number:
    """The numbers that equal a value: itself, or those within a tolerance below and above it, which may be in percent
    (QTI 2.1, `toleranceMode`)."""
    mode = test.get("toleranceMode") or "exact"
    sizes = [abs(size) for part in (test.get("tolerance") or "").split() if (size := _decimal(part)) is not None]
    if mode == "exact" or not sizes:
        return Number(low=value, high=value, value=value)
    below, above = sizes[0], sizes[-1]
    unit = Decimal(1) if mode == "absolute" else abs(value) / 100
    low, high = reaching(value, below * unit)[0], reaching(value, above * unit)[1]
    if below != above:
        return Number(low=low, high=high)
    return Number(low=low, high=high, value=value, tolerance=below, relative=mode != "absolute")


def exactly(value: str) -> Number | None:
    """A number that is declared, and no other; None for what is none."""
    number = _decimal(value)
    return None if number is None else Number(low=number, high=number, value=number)


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return tidy(value) if value.is_finite() and abs(value.adjusted()) < 400 else None


def holds(condition: Condition, value: str) -> bool:
    """Whether a value is the text of a condition, or one of its numbers."""
    given, number = _decimal(value), condition.number
    if given is None or number is None:
        return value.casefold() == condition.text.casefold()
    return number.low <= given <= number.high
