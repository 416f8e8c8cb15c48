"""The expressions of QTI that response processing uses (QTI 2.2, 8.4 information model)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from lxml import etree

from lmsexport.formats.qti.read.patterns import spelled

Value = float | str | bool | list[object] | tuple[object, ...] | None
"""A value at run time: lists are unordered and sorted, tuples are ordered, None is NULL."""


class Session(Protocol):
    """What expressions ask for."""

    def expression(self, node: etree._Element, depth: int) -> Value:
        """The value of another expression."""

    def variable(self, name: str) -> Value:
        """The value of a variable."""

    def correct(self, name: str) -> Value:
        """The correct response that is declared."""

    def mapped(self, name: str) -> Value:
        """What a response is mapped to."""

    def note(self, what: str) -> None:
        """Say that something is not understood."""


Evaluate = Callable[[Session, etree._Element, int], Value]


def number(text: str | None) -> float | None:
    """The number that a text is; None for none that is finite."""
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def valued(texts: Sequence[str], base: str, cardinality: str) -> Value:
    """The value that texts are; a multiple one is sorted, since its order does not matter."""
    values = [_typed(text, base) for text in texts]
    if not values:
        return None
    if cardinality == "single":
        return values[0]
    return tuple(values) if cardinality == "ordered" else sorted(values, key=repr)


def _typed(text: str, base: str) -> float | str | bool:
    words = text.strip()
    if base in ("float", "integer"):
        found = number(words)
        return words if found is None else found
    if base == "boolean":
        return words in ("true", "1")
    if base in ("pair", "directedPair"):
        ends = words.split()
        return " ".join(ends if base == "directedPair" else sorted(ends))
    return words if base == "identifier" else text


def _parts(run: Session, node: etree._Element, depth: int) -> list[Value]:
    return [run.expression(child, depth + 1) for child in node if isinstance(child.tag, str)]


def _of(compute: Callable[[list[Value], etree._Element], Value]) -> Evaluate:
    """An operator that is NULL when one of its parts is, or when they are not what it takes."""

    def evaluate(run: Session, node: etree._Element, depth: int) -> Value:
        parts = _parts(run, node, depth)
        if not parts or any(part is None for part in parts):
            return None
        try:
            return compute(parts, node)
        except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
            return None

    return evaluate


def _numbers(parts: list[Value]) -> list[float]:
    found: list[float] = []
    for part in parts:
        for one in part if isinstance(part, (list, tuple)) else [part]:
            if isinstance(one, bool) or not isinstance(one, (int, float)):
                raise TypeError
            found.append(float(one))
    return found


def _compare(test: Callable[[float, float], bool]) -> Evaluate:
    def compute(parts: list[Value], _: etree._Element) -> Value:
        first, second = _numbers(parts)
        return test(first, second)

    return _of(compute)


def _equal(parts: list[Value], node: etree._Element) -> Value:
    given, wanted = _numbers(parts)
    mode = node.get("toleranceMode") or "exact"
    if mode == "exact":
        return given == wanted
    sizes = [abs(float(size)) for size in (node.get("tolerance") or "0").split()]
    below, above = sizes[0], sizes[-1]
    if mode == "relative":
        below, above = abs(wanted) * below / 100, abs(wanted) * above / 100
    return wanted - below <= given <= wanted + above


def _rounded(parts: list[Value], node: etree._Element) -> Value:
    first, second = _numbers(parts)
    figures = min(int(node.get("figures") or 3), 15)
    if node.get("roundingMode") == "decimalPlaces":
        return round(first, figures) == round(second, figures)
    return f"{first:.{max(figures, 1) - 1}e}" == f"{second:.{max(figures, 1) - 1}e}"


def _string_match(parts: list[Value], node: etree._Element) -> Value:
    given, wanted = str(parts[0]), str(parts[1])
    if node.get("caseSensitive") == "false":
        given, wanted = given.casefold(), wanted.casefold()
    return wanted in given if node.get("substring") == "true" else given == wanted


def _substring(parts: list[Value], node: etree._Element) -> Value:
    part, whole = str(parts[0]), str(parts[1])
    return part in whole if node.get("caseSensitive") != "false" else part.casefold() in whole.casefold()


def _pattern_match(run: Session, node: etree._Element, depth: int) -> Value:
    known = spelled(node.get("pattern", ""))
    given = next(iter(_parts(run, node, depth)), None)
    if known is None:
        run.note("a pattern that stands for many texts")
        return None
    return None if given is None else known.fits(str(given))


def _match(parts: list[Value], _: etree._Element) -> Value:
    first, second = (sorted(part, key=repr) if isinstance(part, list) else part for part in parts)
    return first == second


def _members(value: Value) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _index(parts: list[Value], node: etree._Element) -> Value:
    place = int(node.get("n") or 0)
    found = _members(parts[0])
    return _single(found[place - 1]) if 0 < place <= len(found) else None


def _single(value: object) -> Value:
    return value if isinstance(value, (float, str, bool)) else None


def _base_value(_: Session, node: etree._Element, __: int) -> Value:
    return valued([node.text or ""], node.get("baseType", ""), "single")


def _container(ordered: bool) -> Evaluate:
    def evaluate(run: Session, node: etree._Element, depth: int) -> Value:
        found = [one for part in _parts(run, node, depth) if part is not None for one in _members(part)]
        if not found:
            return None
        return tuple(found) if ordered else sorted(found, key=repr)

    return evaluate


def _any_of(run: Session, node: etree._Element, depth: int) -> Value:
    true = sum(part is True for part in _parts(run, node, depth))
    return (number(node.get("min")) or 0) <= true <= (number(node.get("max")) or math.inf)


KNOWN: Mapping[str, Evaluate] = {
    "and": lambda run, node, depth: all(part is True for part in _parts(run, node, depth)),
    "anyN": _any_of,
    "baseValue": _base_value,
    "contains": _of(lambda parts, _: all(one in _members(parts[0]) for one in _members(parts[1]))),
    "containerSize": lambda run, node, depth: float(
        sum(len(_members(part)) for part in _parts(run, node, depth) if part is not None)
    ),
    "correct": lambda run, node, _: run.correct(node.get("identifier", "")),
    "delete": _of(lambda parts, _: [one for one in _members(parts[1]) if one != parts[0]] or None),
    "divide": _of(lambda parts, _: _numbers(parts)[0] / _numbers(parts)[1]),
    "equal": _of(_equal),
    "equalRounded": _of(_rounded),
    "gt": _compare(lambda a, b: a > b),
    "gte": _compare(lambda a, b: a >= b),
    "durationGTE": _compare(lambda a, b: a >= b),
    "durationLT": _compare(lambda a, b: a < b),
    "index": _of(_index),
    "integerDivide": _of(lambda parts, _: float(_numbers(parts)[0] // _numbers(parts)[1])),
    "integerModulus": _of(lambda parts, _: _numbers(parts)[0] % _numbers(parts)[1]),
    "integerToFloat": _of(lambda parts, _: _numbers(parts)[0]),
    "isNull": lambda run, node, depth: all(part is None for part in _parts(run, node, depth)),
    "lt": _compare(lambda a, b: a < b),
    "lte": _compare(lambda a, b: a <= b),
    "mapResponse": lambda run, node, _: run.mapped(node.get("identifier", "")),
    "match": _of(_match),
    "max": _of(lambda parts, _: max(_numbers(parts))),
    "member": _of(lambda parts, _: parts[0] in _members(parts[1])),
    "min": _of(lambda parts, _: min(_numbers(parts))),
    "multiple": _container(ordered=False),
    "not": _of(lambda parts, _: parts[0] is not True),
    "null": lambda _, __, ___: None,
    "or": lambda run, node, depth: any(part is True for part in _parts(run, node, depth)),
    "ordered": _container(ordered=True),
    "patternMatch": _pattern_match,
    "product": _of(lambda parts, _: math.prod(_numbers(parts))),
    "round": _of(lambda parts, _: float(math.floor(_numbers(parts)[0] + 0.5))),
    "stringMatch": _of(_string_match),
    "substring": _of(_substring),
    "subtract": _of(lambda parts, _: _numbers(parts)[0] - _numbers(parts)[1]),
    "sum": _of(lambda parts, _: math.fsum(_numbers(parts))),
    "truncate": _of(lambda parts, _: float(math.trunc(_numbers(parts)[0]))),
    "variable": lambda run, node, _: run.variable(node.get("identifier", "")),
}
