"""A small processor of tests, written from the specification (QTI 2.2 information model, 5.4 and 9): given the scores
of items, it says what the test makes of them and which feedback stands at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from formats.qti.processor import read, words


class Outcomes:
    """What a test makes of the scores of its items, by the identifiers of the references."""

    def __init__(self, content: bytes, scores: Mapping[str, float]) -> None:
        self.root = read(content)
        self.references = {r.get("identifier", ""): r for r in self.root.iter("assessmentItemRef")}
        assert set(scores) <= set(self.references)
        self.scores = scores
        self.values: dict[str, Any] = {
            declared.get("identifier", ""): self._default(declared)
            for declared in self.root.iterfind("outcomeDeclaration")
        }
        rules = self.root.find("outcomeProcessing")
        assert rules is not None
        self._run(rules)

    @property
    def said(self) -> list[str]:
        """The feedback at the end of the test, as plain text with the values of its variables."""
        shown = []
        for feedback in self.root.iterfind("testFeedback"):
            assert (feedback.get("access"), feedback.get("showHide")) == ("atEnd", "show")
            if self.values[feedback.get("outcomeIdentifier", "")] == feedback.get("identifier"):
                for variable in feedback.iter("printedVariable"):
                    variable.text = f"{self.values[variable.get('identifier', '')]:g}"
                shown.append(words(feedback))
        return shown

    @staticmethod
    def _default(declared: etree._Element) -> Any:
        value = declared.findtext("defaultValue/value")
        return float(value) if value is not None and declared.get("baseType") == "float" else value

    def _run(self, rules: etree._Element) -> None:
        for rule in rules:
            if rule.tag == "setOutcomeValue":
                assert rule.get("identifier") in self.values
                self.values[rule.get("identifier", "")] = self._value(rule[0])
            elif rule.tag == "outcomeCondition":
                first, otherwise = rule
                self._branch(first if self._value(first[0]) else otherwise)

    def _branch(self, branch: etree._Element) -> None:
        if branch.tag == "outcomeIf":
            branch.remove(branch[0])
        self._run(branch)

    def _value(self, node: etree._Element) -> Any:
        match node.tag:
            case "sum":
                return sum(score for part in node for score in self._value(part))
            case "testVariables":
                return self._variables(node)
            case "variable":
                return self.values[node.get("identifier", "")]
            case "gte":
                return self._value(node[0]) >= self._value(node[1])
            case "baseValue":
                return float(node.text or "") if node.get("baseType") == "float" else node.text
        raise AssertionError(f"no expression {node.tag}")

    def _variables(self, node: etree._Element) -> list[float]:
        """The scores, each multiplied by its weight; a reference without one has the weight 1 (5.4.4)."""
        assert node.get("variableIdentifier") == "SCORE"
        found = []
        for identifier, score in self.scores.items():
            weights = self.references[identifier].iterfind("weight")
            named = [float(w.get("value", "")) for w in weights if w.get("identifier") == node.get("weightIdentifier")]
            found.append(score * (named[0] if named else 1))
        return found
