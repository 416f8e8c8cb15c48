"""What responses earn and show in an item from anywhere, found by executing its response processing.

The rules and templates of QTI 2.2, 8 (information model), the same in 2.1 and 3.0. Nothing of a package is executed but
these rules, each at most so many times; what they use and this does not know is named, and has no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from lmsexport.formats.qti.read import expressions
from lmsexport.formats.qti.read.expressions import Value, number, valued

Given = Mapping[str, str | Sequence[str]]
"""Identifier of a response → the value, or the values; no response where there is none."""

_MOST_STEPS = 20_000
_MOST_STEPS_OF_ALL = 3_000_000
_DEEPEST = 60
_DECLARED = "the correct response that is declared"
"""Stands for the rules of an item that has none, or none that are understood."""

_ENDLESS = "more rules and answers than anybody writes"


@dataclass(slots=True)
class Outcome:
    """What a response leads to."""

    values: dict[str, Value]
    score: float
    """In points; 0 where nothing sets it."""

    def shows(self, feedback: etree._Element) -> bool:
        """Whether a feedback is shown (QTI 2.2, 6.3.2)."""
        value = self.values.get(feedback.get("outcomeIdentifier", ""))
        values = value if isinstance(value, (list, tuple)) else [value]
        is_value = feedback.get("identifier", "") in {str(value) for value in values if value is not None}
        return is_value is ((feedback.get("showHide") or "show") == "show")


class Processing:
    """The declarations and the response processing of an item."""

    def __init__(self, item: etree._Element) -> None:
        self.item = item
        self.responses = {each.get("identifier", ""): each for each in item.iterfind("responseDeclaration")}
        self.outcomes = {each.get("identifier", ""): each for each in item.iterfind("outcomeDeclaration")}
        self.unknown: dict[str, None] = {}
        """Names of what was met and not understood."""
        self._steps = 0
        self._known: dict[tuple[frozenset[tuple[str, tuple[str, ...]]], etree._Element | None], Outcome] = {}

    @cached_property
    def rules(self) -> etree._Element | None:
        """The element of the rules; None for none, and for one that says nothing."""
        rules = self.item.find("responseProcessing")
        named = rules is not None and (rules.get("template") or rules.get("templateLocation"))
        return rules if rules is not None and (len(rules) or named) else None

    @cached_property
    def template(self) -> str:
        """Name of the standard template that stands for the rules, in small letters; empty for own rules."""
        if self.rules is None:
            return _DECLARED
        if len(self.rules):
            return ""
        address = self.rules.get("template") or self.rules.get("templateLocation") or ""
        return address.rstrip("/").rpartition("/")[2].lower().removesuffix(".xml")

    @cached_property
    def maps(self) -> bool:
        """Whether parts of a response earn parts of the points."""
        if self.rules is None:
            return False
        return "map_response" in self.template or next(self.rules.iter("mapResponse"), None) is not None

    @cached_property
    def declared(self) -> float | None:
        """The points that the item says it has: the default of MAXSCORE, else the highest SCORE."""
        most = self.outcomes.get("MAXSCORE")
        points = number(most.findtext("defaultValue/value")) if most is not None else None
        score = self.outcomes.get("SCORE")
        if points is None and score is not None:
            points = number(score.get("normalMaximum"))
        return points

    @cached_property
    def beginning(self) -> dict[str, Value]:
        """The values of the outcomes, and of what every item has, before the rules are run."""
        values: dict[str, Value] = {"numAttempts": 1.0, "duration": 0.0, "completionStatus": "unknown"}
        for name, outcome in self.outcomes.items():
            base = outcome.get("baseType", "")
            default = [_folded(value) for value in outcome.iterfind("defaultValue/value")]
            if not default and base in ("float", "integer"):
                default = ["0"]  # 6.2: the outcomes of numeric types begin with 0
            values[name] = valued(default, base, outcome.get("cardinality", "single"))
        return values

    @cached_property
    def right(self) -> dict[str, list[str]]:
        """The correct responses that are declared."""
        right = {}
        for name, declaration in self.responses.items():
            values = [_folded(value) for value in declaration.iterfind("correctResponse/value")]
            if values:
                right[name] = values
        return right

    @cached_property
    def maximum(self) -> float:
        """Points of the best response: as declared, else what the correct one earns, else the most of a mapping."""
        if self.declared:
            return self.declared
        if self.taken_back is not None:
            return 1.0
        best = self.outcome(self.right).score if self.right else 0.0
        if best <= 0:
            mapped = (number(entry.get("mappedValue")) or 0.0 for entry in self.item.iter("mapEntry"))
            best = max(mapped, default=0.0)
        return best if best > 0 else 1.0

    @cached_property
    def taken_back(self) -> etree._Element | None:
        """The rule that takes the score back at the end where a question has no points: what it scores until then are
        the shares of its answers."""
        rules = (
            list(self.rules.iterchildren("setOutcomeValue")) if self.declared == 0 and self.rules is not None else []
        )
        last = rules[-1] if rules and rules[-1].getnext() is None else None
        factor = number(last.findtext("product/baseValue")) if last is not None else None
        return last if last is not None and last.get("identifier") == "SCORE" and factor == 0 else None

    @cached_property
    def by_declaration(self) -> bool:
        """Whether only the correct response that is declared tells what is right: by the rules, nobody earns points."""
        if not self.right or (self.declared != 0 and not self._unclear):
            return False
        return self._outcome(self.right, None).score <= 0

    @cached_property
    def _unclear(self) -> bool:
        """Whether something in the rules is not understood."""
        self._outcome(self.right, None)
        return bool(self.unknown)

    def outcome(self, given: Given, forced: etree._Element | None = None) -> Outcome:
        """What a response earns and shows; with `forced`, as if the condition of that branch were met."""
        values = ((name, (value,) if isinstance(value, str) else tuple(value)) for name, value in given.items())
        key = (frozenset(values), forced)
        if key not in self._known:
            self._known[key] = self._outcome(given, forced, self.by_declaration)
        return self._known[key]

    def _outcome(self, given: Given, forced: etree._Element | None, by_declaration: bool = False) -> Outcome:
        run = _Run(self, given, forced)
        if self._steps > _MOST_STEPS_OF_ALL:
            self.unknown[_ENDLESS] = None
            return Outcome(run.values, 0.0)
        if self.template:
            run.by_template(self.template)
        elif self.rules is not None:
            run.rules(self.rules, 0)
        self.unknown |= run.unknown
        self._steps += run.steps + len(run.values)
        if by_declaration:
            run.by_template(_DECLARED)
        score = run.values.get("SCORE")
        return Outcome(run.values, float(score) if isinstance(score, (int, float)) else 0.0)


def _folded(value: etree._Element) -> str:
    return " ".join("".join(map(str, value.itertext())).split())


class _Stop(Exception):  # noqa: N818 - the end of the processing, no error
    """The processing has ended."""


@dataclass
class _Run:
    """One response on its way through the rules."""

    processing: Processing
    given: Given
    forced: etree._Element | None
    values: dict[str, Value] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    steps: int = 0

    def __post_init__(self) -> None:
        self.values |= self.processing.beginning
        for name, response in self.processing.responses.items():
            given = self.given.get(name, ())
            answers = [given] if isinstance(given, str) else list(given)
            self.values[name] = valued(answers, response.get("baseType", ""), response.get("cardinality", "single"))

    # -- rules -------------------------------------------------------------------------------------------------

    def by_template(self, name: str) -> None:
        """The standard templates (QTI 2.2, 8.3), and those of Common Cartridge 2."""
        response = next(iter(self.processing.responses), "RESPONSE")
        response = "RESPONSE" if "RESPONSE" in self.processing.responses else response
        if name == _DECLARED:
            wanted = {name: self.correct(name) for name in self.processing.right}
            met = bool(wanted) and all(self.values.get(name) == value for name, value in wanted.items())
            self.values["SCORE"] = (self.processing.declared or 1.0) if met else 0.0
        elif name in ("map_response", "cc2_map_response"):
            self.values["SCORE"] = self.mapped(response) if self.values.get(response) is not None else 0.0
        elif name in ("match_correct", "cc2_match", "cc2_match_basic"):
            value = self.values.get(response)
            right = value is not None and value == self.correct(response)
            full = self.processing.declared if name == "cc2_match" else 1.0
            self.values["SCORE"] = (full or 1.0) if right else 0.0
            if "FEEDBACKBASIC" in self.processing.outcomes:
                self.values["FEEDBACKBASIC"] = "correct" if right else "incorrect"
            if name == "cc2_match" and "FEEDBACK" in self.processing.outcomes:
                self.values["FEEDBACK"] = value
        else:
            self.unknown[f"the template {name}"] = None

    def rules(self, rules: Iterable[etree._Element], depth: int) -> None:
        """Rules in order, up to an exit."""
        try:
            self._rules(rules, depth)
        except _Stop:
            return

    def _rules(self, rules: Iterable[etree._Element], depth: int) -> None:
        for rule in rules:
            self.steps += 1
            if self.steps > _MOST_STEPS or depth > _DEEPEST:
                self.unknown[_ENDLESS] = None
                raise _Stop
            match rule.tag:
                case "setOutcomeValue" if rule is self.processing.taken_back:
                    return
                case "setOutcomeValue":
                    self.values[rule.get("identifier", "")] = self.first(rule, depth)
                case "responseCondition":
                    self._branches(rule, depth)
                case "responseProcessingFragment":
                    self._rules(rule, depth + 1)
                case "exitResponse":
                    raise _Stop
                case str() as other:
                    self.unknown[other] = None

    def _branches(self, condition: etree._Element, depth: int) -> None:
        branches = [branch for branch in condition if isinstance(branch.tag, str)]
        for branch in branches:
            always = branch.tag == "responseElse"
            holds = branch is self.forced if self.forced in branches else always or self.first(branch, depth) is True
            if holds:
                parts = [part for part in branch if isinstance(part.tag, str)]
                self._rules(parts if always else parts[1:], depth + 1)
                return

    # -- what expressions ask for ------------------------------------------------------------------------------

    def first(self, parent: etree._Element, depth: int) -> Value:
        """The value of the first expression in an element."""
        for child in parent:
            if isinstance(child.tag, str):
                return self.expression(child, depth + 1)
        return None

    def expression(self, node: etree._Element, depth: int) -> Value:
        """The value of an expression; None for none, and for one that is not known."""
        self.steps += 1
        if self.steps > _MOST_STEPS or depth > _DEEPEST:
            self.unknown[_ENDLESS] = None
            raise _Stop
        known = expressions.KNOWN.get(str(node.tag))
        if known is None:
            self.unknown[str(node.tag)] = None
            return None
        return known(self, node, depth)

    def variable(self, name: str) -> Value:
        """The value of a variable."""
        return self.values.get(name)

    def note(self, what: str) -> None:
        """Say that something is not understood."""
        self.unknown[what] = None

    def correct(self, name: str) -> Value:
        """The correct response that is declared."""
        declared = self.processing.responses.get(name)
        if declared is None:
            return None
        values = self.processing.right.get(name, [])
        return valued(values, declared.get("baseType", ""), declared.get("cardinality", "single"))

    def mapped(self, name: str) -> Value:
        """The sum of what the parts of a response are mapped to, each counted once (QTI 2.2, 6.1)."""
        declared = self.processing.responses.get(name)
        mapping = declared.find("mapping") if declared is not None else None
        if declared is None or mapping is None:
            return 0.0
        base = declared.get("baseType", "")
        value = self.values.get(name)
        parts = list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]
        default = number(mapping.get("defaultValue")) or 0.0
        total = sum(_worth(mapping, part, base, default) for part in dict.fromkeys(parts))
        low, high = number(mapping.get("lowerBound")), number(mapping.get("upperBound"))
        total = total if low is None else max(total, low)
        return total if high is None else min(total, high)


def _worth(mapping: etree._Element, part: object, base: str, default: float) -> float:
    for entry in mapping.iterfind("mapEntry"):
        key = valued([entry.get("mapKey", "")], base, "single")
        loose = base == "string" and entry.get("caseSensitive") == "false"
        if key == part or (loose and str(key).casefold() == str(part).casefold()):
            return number(entry.get("mappedValue")) or 0.0
    return default
