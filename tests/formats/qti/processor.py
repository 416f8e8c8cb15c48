"""A small processor of items, written from the specification (QTI 2.2 information model, 6 to 8): given responses, it
says which score and which feedback a student gets. It knows all three versions by the names of QTI 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

IRREGULAR = {"qti-duration-gte": "durationGTE", "qti-duration-lt": "durationLT"}

Response = str | Sequence[str] | None
"""A value, several values, or none."""


@dataclass(frozen=True)
class Value:
    """A value at run time; several are a list. NULL is `None` in place of a value."""

    base: str
    value: Any


@dataclass
class Result:
    """What a student gets."""

    score: float | None
    most: float | None
    said: list[str] = field(default_factory=list)
    """The feedback that shows, in the order of the item, as plain text."""
    outcomes: dict[str, Any] = field(default_factory=dict)


class Item:
    """An item, read as XML."""

    def __init__(self, content: bytes) -> None:
        self.root = read(content)
        self.responses = {r.get("identifier", ""): r for r in self.root.iterfind("responseDeclaration")}
        self.outcomes = {o.get("identifier", ""): o for o in self.root.iterfind("outcomeDeclaration")}

    def choices(self, path: str) -> dict[str, str]:
        """Choices as a student sees them: text → identifier."""
        return {words(c): c.get("identifier", "") for c in self.root.iterfind(path)}

    def process(self, given: Mapping[str, Response], tries: int = 1) -> Result:
        """What the responses earn at the first try, or at a later one."""
        run = _Run(self, given, tries)
        rules = self.root.find("responseProcessing")
        if rules is not None and rules.get("template"):
            assert re.search(r"/match_correct(\.xml)?$", rules.get("template", ""))
            right = run.values["RESPONSE"] is not None and run.same(run.values["RESPONSE"], run.correct("RESPONSE"))
            run.values["SCORE"] = Value("float", 1.0 if right else 0.0)
        elif rules is not None:
            run.rules(rules)
        shown = [f for f in self.root.iterfind("modalFeedback") if run.shows(f)]
        score, most = run.values.get("SCORE"), run.values.get("MAXSCORE")
        return Result(
            score.value if score else None,
            most.value if most else None,
            [words(f) for f in shown],
            {name: run.values[name] and run.values[name].value for name in self.outcomes},  # type: ignore[union-attr]
        )


def read(content: bytes) -> etree._Element:
    """A document of any version with the names of QTI 2 and without namespaces."""
    root = etree.fromstring(content)
    for element in root.iter(etree.Element):
        element.tag = _name(etree.QName(element).localname)
        for name in list(element.attrib):
            if "-" in str(name) and not str(name).startswith(("aria-", "data-")):
                element.set(_camel(str(name)), element.attrib.pop(name))
    return root


def words(element: etree._Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split())


def _name(local: str) -> str:
    if local in IRREGULAR:
        return IRREGULAR[local]
    return _camel(local.removeprefix("qti-")) if local.startswith("qti-") else local


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _typed(base: str, text: str) -> Any:
    if base in ("float", "integer"):
        return float(text)
    if base == "directedPair":
        return tuple(text.split())
    return text


class _Run:
    """One session: the variables with their values."""

    def __init__(self, item: Item, given: Mapping[str, Response], tries: int) -> None:
        assert set(given) <= set(item.responses), f"{set(given)} are no responses of the item"
        self.item = item
        self.values: dict[str, Value | None] = {"numAttempts": Value("integer", tries)}
        for name, outcome in item.outcomes.items():
            default = outcome.findtext("defaultValue/value")
            base = outcome.get("baseType", "")
            if default is None and base == "float":
                default = "0"  # 6.2: the outcomes of numeric types begin with 0
            self.values[name] = None if default is None else Value(base, _typed(base, default))
        for name, response in item.responses.items():
            self.values[name] = self._given(response, given.get(name))

    def _given(self, declaration: etree._Element, given: Response) -> Value | None:
        base = declaration.get("baseType", "")
        if given is None or len(given) == 0:
            return None
        if declaration.get("cardinality") == "single":
            assert isinstance(given, str)
            return Value(base, _typed(base, given))
        assert not isinstance(given, str)
        return Value(base, [_typed(base, one) for one in given])

    def shows(self, feedback: etree._Element) -> bool:
        """Whether feedback is shown: its identifier is, or is among, the outcome."""
        outcome = self.values[feedback.get("outcomeIdentifier", "")]
        assert feedback.get("showHide") == "show"
        found = outcome.value if outcome else []
        return feedback.get("identifier") in (found if isinstance(found, list) else [found])

    # -- rules -------------------------------------------------------------------------------------------------

    def rules(self, rules: Iterable[etree._Element]) -> None:
        for rule in rules:
            if rule.tag == "setOutcomeValue":
                name = rule.get("identifier", "")
                assert name in self.item.outcomes, f"{name} is not declared"
                self.values[name] = self.expression(rule[0])
            elif rule.tag == "responseCondition":
                self.branches(rule)
            else:
                raise AssertionError(f"no rule {rule.tag}")

    def branches(self, condition: etree._Element) -> None:
        for branch in condition:
            holds = branch.tag == "responseElse" or self.true(branch[0])
            if holds:
                self.rules(list(branch)[branch.tag != "responseElse" :])
                return

    # -- expressions -------------------------------------------------------------------------------------------

    def true(self, node: etree._Element) -> bool:
        found = self.expression(node)
        return found is not None and found.value is True

    def expression(self, node: etree._Element) -> Value | None:
        return _EXPRESSIONS[str(node.tag)](self, node)

    def correct(self, name: str) -> Value:
        declaration = self.item.responses[name]
        base = declaration.get("baseType", "")
        values = [_typed(base, value.text or "") for value in declaration.iterfind("correctResponse/value")]
        return Value(base, values[0] if declaration.get("cardinality") == "single" else values)

    def same(self, a: Value, b: Value | None) -> bool:
        """Whether two values are identical; the order of a multiple container does not matter."""
        assert b is not None and a.base == b.base
        if isinstance(a.value, list) and self._is_multiple():
            return sorted(map(str, a.value)) == sorted(map(str, b.value))
        return bool(a.value == b.value)

    def _is_multiple(self) -> bool:
        return any(r.get("cardinality") == "multiple" for r in self.item.responses.values())

    def mapped(self, name: str) -> Value:
        declaration = self.item.responses[name]
        mapping = declaration.find("mapping")
        assert mapping is not None
        base, given = declaration.get("baseType", ""), self.values[name]
        values = given.value if given else []
        entries = {_typed(base, e.get("mapKey", "")): float(e.get("mappedValue", "")) for e in mapping}
        default = float(mapping.get("defaultValue", "0"))
        unique = dict.fromkeys(values if isinstance(values, list) else [values])
        total = sum(entries.get(value, default) for value in unique)
        total = max(total, float(mapping.get("lowerBound", "-inf")))
        return Value("float", min(total, float(mapping.get("upperBound", "inf"))))


Evaluate = Callable[[_Run, etree._Element], Value | None]


def _of(compute: Callable[[list[Value], etree._Element], Any], base: str = "boolean") -> Evaluate:
    """An operator that is NULL when one of its parts is."""

    def evaluate(run: _Run, node: etree._Element) -> Value | None:
        parts = [run.expression(child) for child in node]
        known = [part for part in parts if part is not None]
        return None if len(known) < len(parts) else Value(base, compute(known, node))

    return evaluate


def _equal(parts: list[Value], node: etree._Element) -> bool:
    a, b = parts[0].value, parts[1].value
    if node.get("toleranceMode") == "exact":
        return bool(a == b)
    below, above = map(float, node.get("tolerance", "").split())
    assert node.get("toleranceMode") == "absolute"
    return bool(b - below <= a <= b + above)


def _string_match(parts: list[Value], node: etree._Element) -> bool:
    a, b = (part.value for part in parts)
    return bool(a == b if node.get("caseSensitive") == "true" else a.lower() == b.lower())


def _pattern(node: etree._Element) -> str:
    """A regular expression of XML Schema for Python: outside of classes, `^` and `$` are characters there."""
    return re.sub(r"(\\.|\[(?:\\.|[^]])*\])|([$^])", lambda f: f[1] or f"\\{f[2]}", node.get("pattern", ""))


def _index(run: _Run, node: etree._Element) -> Value | None:
    found, n = run.expression(node[0]), int(node.get("n", ""))
    return Value(found.base, found.value[n - 1]) if found and n <= len(found.value) else None


def _multiple(parts: list[Value | None]) -> Value:
    """A container of what is not NULL (QTI 2.1, 15.2)."""
    there = [part for part in parts if part is not None]
    return Value(there[0].base, [part.value for part in there])


def _product(parts: list[Value]) -> float:
    result = 1.0
    for part in parts:
        result *= part.value
    return result


def _base_value(run: _Run, node: etree._Element) -> Value:
    base = node.get("baseType", "")
    return Value(base, _typed(base, node.text or ""))


_EXPRESSIONS: dict[str, Evaluate] = {
    "and": lambda run, node: Value("boolean", all(run.true(child) for child in node)),
    "baseValue": _base_value,
    "correct": lambda run, node: run.correct(node.get("identifier", "")),
    "divide": _of(lambda parts, _: parts[0].value / parts[1].value, "float"),
    "equal": _of(_equal),
    "gt": _of(lambda parts, _: parts[0].value > parts[1].value),
    "gte": _of(lambda parts, _: parts[0].value >= parts[1].value),
    "index": _index,
    "isNull": lambda run, node: Value("boolean", run.expression(node[0]) is None),
    "lt": _of(lambda parts, _: parts[0].value < parts[1].value),
    "lte": _of(lambda parts, _: parts[0].value <= parts[1].value),
    "mapResponse": lambda run, node: run.mapped(node.get("identifier", "")),
    "match": lambda run, node: _of(lambda parts, _: run.same(parts[0], parts[1]))(run, node),
    "multiple": lambda run, node: _multiple([run.expression(child) for child in node]),
    "member": _of(lambda parts, _: parts[0].value in parts[1].value),
    "not": _of(lambda parts, _: not parts[0].value),
    "or": lambda run, node: Value("boolean", any(run.true(child) for child in node)),
    "patternMatch": _of(lambda parts, node: re.fullmatch(_pattern(node), parts[0].value) is not None),
    "product": _of(lambda parts, _: _product(parts), "float"),
    "stringMatch": _of(_string_match),
    "sum": _of(lambda parts, _: sum(part.value for part in parts), "float"),
    "variable": lambda run, node: run.values[node.get("identifier", "")],
}
