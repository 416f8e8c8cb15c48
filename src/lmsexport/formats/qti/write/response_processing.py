"""Response processing: the expressions and rules that score as the model does.

Scores are counted in whole units as long as something is added up, and turned into points at the end, so that thirds
and tenths add up to the whole. The score of questions where one answer counts is written in points at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.write.elements import Elements, number
from lmsexport.model import Feedback

Outcomes = dict[str, str]
"""Outcome variable → the identifier that it is set to."""


@lru_cache(maxsize=1024)
def points_of(share: Fraction, points: Decimal) -> str:
    """A share of the points as a number: exact where it has an end, else to 15 digits."""
    exact = share * Fraction(points)
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number(value) if Fraction(value) == exact else f"{float(exact):.15g}"


@dataclass(frozen=True, slots=True)
class Branch:
    """An answer: when it was given, what it is worth, and which feedback belongs to it."""

    condition: str
    share: Fraction
    feedback: Outcomes
    """Feedback of its own."""


class Rules:
    """Writes the rules of one question."""

    def __init__(self, el: Elements, points: Decimal, feedback: Feedback) -> None:
        self.el = el
        self.worth = points or Decimal(1)
        """What answers are scored out of. A question of no points has one, until `nothing` takes it back: so its hints
        and its feedback by outcome show as in others."""
        self.feedback = feedback

    # -- expressions -------------------------------------------------------------------------------------------

    def value(self, kind: str, text: str) -> str:
        """A value of a base type."""
        return self.el("baseValue", escape(text), baseType=kind)

    def variable(self, name: str) -> str:
        """A variable."""
        return self.el.variable(name)

    def is_null(self, name: str = "RESPONSE") -> str:
        """Whether nothing was answered."""
        return self.el("isNull", self.variable(name))

    def picked(self, id: str, name: str = "RESPONSE") -> str:
        """Whether a choice is the answer."""
        return self.el("match", self.variable(name), self.value("identifier", id))

    def correct(self, name: str = "RESPONSE") -> str:
        """Whether the response is the one that is declared to be correct."""
        return self.el("match", self.variable(name), self.el("correct", identifier=name))

    def contains(self, id: str) -> str:
        """Whether a choice is among the answers."""
        return self.el("member", self.value("identifier", id), self.variable("RESPONSE"))

    def all(self, conditions: Sequence[str]) -> str:
        """Whether all of them hold."""
        return conditions[0] if len(conditions) == 1 else self.el("and", *conditions)

    # -- rules -------------------------------------------------------------------------------------------------

    def set(self, name: str, value: str) -> str:
        """Set an outcome."""
        return self.el("setOutcomeValue", value, identifier=name)

    def set_feedback(self, values: Outcomes) -> str:
        """Show feedback."""
        return "".join(self.set(name, self.value("identifier", id)) for name, id in values.items())

    def score(self, share: Fraction) -> str:
        """Give a share of the points, and the feedback for it."""
        return _scored(self.el, share, self.worth, self.by_outcome)

    def condition(self, cases: Iterable[tuple[str, str]], otherwise: str | None = None) -> str:
        """The rules of the first case that holds; else others."""
        names = iter(("responseIf",))
        branches = [self.el(next(names, "responseElseIf"), condition, rules) for condition, rules in cases]
        if otherwise is not None:
            branches.append(self.el("responseElse", otherwise))
        return self.el("responseCondition", *branches)

    def first_of(self, branches: Iterable[Branch], name: str = "RESPONSE") -> str:
        """The first answer that was given counts; none, or no response, earns nothing."""
        cases = [(self.is_null(name), self.score(Fraction(0)))]
        cases += [(b.condition, self.score(b.share) + self.set_feedback(b.feedback)) for b in branches]
        return self.condition(cases, self.score(Fraction(0)))

    def whole(self) -> str:
        """All points for the correct response, else none."""
        return self.condition([(self.correct(), self.score(Fraction(1)))], self.score(Fraction(0)))

    def add(self, count: str) -> str:
        """Add to what has been counted."""
        return self.set("SCORE", self.el("sum", self.variable("SCORE"), self.value("float", count)))

    def counted(self, units: Units) -> str:
        """From counted units to feedback and points."""
        rules, full = "", units.full
        if self.by_outcome:
            at_least = [self.variable("SCORE"), self.value("float", units.enough)]
            more = [self.variable("SCORE"), self.value("float", "0")]
            cases = [(self.el("gte", *at_least), self.set_feedback({"FEEDBACK": "correct"}))]
            cases.append((self.el("gt", *more), self.set_feedback({"FEEDBACK": "partial"})))
            rules = self.condition(cases, self.set_feedback({"FEEDBACK": "incorrect"}))
        if self.worth == full:
            return rules
        scaled = self.variable("SCORE")
        if self.worth != 1:
            scaled = self.el("product", scaled, self.value("float", number(self.worth)))
        if full != 1:
            scaled = self.el("divide", scaled, self.value("float", str(full)))
        return rules + self.set("SCORE", scaled)

    def hints(self, number_of: int) -> str:
        """After the first try that has not earned all points the first hint, and so on; the last one from then on."""
        # Scores are binary numbers: what misses the points by a billionth has earned them.
        all_points = self.value("float", points_of(1 - Fraction(1, 10**9), self.worth))
        tries = self.variable("numAttempts")
        cases = [
            (self.el("gte", tries, self.value("integer", str(n))), self.set_feedback({"FEEDBACK_HINT": f"hint-{n}"}))
            for n in range(number_of, 1, -1)
        ]
        first = self.set_feedback({"FEEDBACK_HINT": "hint-1"})
        rules = self.condition(cases, first) if cases else first
        return self.condition([(self.el("lt", self.variable("SCORE"), all_points), rules)])

    def nothing(self) -> str:
        """Take the score back where a question has no points."""
        return self.set("SCORE", self.el("product", self.variable("SCORE"), self.value("float", "0")))

    def within(self, low: Decimal, high: Decimal, name: str) -> str:
        """Whether a number lies between two, or on one of them: not all players know the tolerances of `equal`."""
        if low == high:
            return self.el("equal", self.variable(name), self.value("float", number(low)), toleranceMode="exact")
        ends = (("gte", low), ("lte", high))
        return self.el(
            "and", *(self.el(which, self.variable(name), self.value("float", number(end))) for which, end in ends)
        )

    @property
    def by_outcome(self) -> bool:
        """Whether there is feedback for one of the outcomes."""
        return bool(self.feedback.correct or self.feedback.partial or self.feedback.incorrect)


@lru_cache(maxsize=1024)
def _scored(el: Elements, share: Fraction, points: Decimal, by_outcome: bool) -> str:
    """The rules of nearly all questions are the same."""
    given = el("setOutcomeValue", el("baseValue", points_of(share, points), baseType="float"), identifier="SCORE")
    if not by_outcome:
        return given
    outcome = "correct" if share == 1 else "partial" if share else "incorrect"
    return given + el("setOutcomeValue", el("baseValue", outcome, baseType="identifier"), identifier="FEEDBACK")


@dataclass(frozen=True, slots=True)
class Units:
    """Shares of one whole, as numbers that add up."""

    counts: list[str]
    full: int
    """What the whole has."""
    exact: bool
    """Whether all are whole numbers; else binary numbers, whose sums are near."""

    @property
    def enough(self) -> str:
        """The least that is the whole."""
        return str(self.full) if self.exact else points_of(1 - Fraction(1, 10**9), Decimal(self.full))


def units(shares: Iterable[Fraction]) -> Units:
    """Shares in the fewest whole units, if these are few: some players write 1000 as `1,000`, and cannot read it."""
    shares = list(shares)
    full = lcm(*(share.denominator for share in shares))
    exact = full <= _MOST
    scaled = [share * full for share in shares] if exact else shares
    return Units([points_of(share, Decimal(1)) for share in scaled], full if exact else 1, exact)


_MOST = 999
