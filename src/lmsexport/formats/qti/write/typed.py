"""Fields to type into: what is declared of the response, and the branches that score it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Protocol

from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.elements import Elements, number
from lmsexport.formats.qti.write.patterns import pattern
from lmsexport.formats.qti.write.response_processing import Branch, points_of
from lmsexport.model import AcceptedNumber, AcceptedText

_WIDTHS = (6, 10, 15, 20, 72)
"""Widths that the shared vocabulary of QTI 3.0 has a class for (`qti-input-width-…`); narrower ones give much away."""


class AcceptsTexts(Protocol):
    """What is answered with a text: a question or a blank."""

    @property
    def answers(self) -> tuple[AcceptedText, ...]:
        """The texts that are accepted or foreseen."""

    @property
    def case_sensitive(self) -> bool:
        """Whether capitals count."""


class AcceptsNumbers(Protocol):
    """What is answered with a number: a question or a blank."""

    @property
    def answers(self) -> tuple[AcceptedNumber, ...]:
        """The numbers that are accepted or foreseen."""


def text_field(draft: Draft, name: str, label: str, answers: Sequence[AcceptedText | AcceptedNumber]) -> str:
    """Write the field to type into, wide enough for every answer."""
    longest = max(len(a.text if isinstance(a, AcceptedText) else number(a.bounds[1])) for a in answers)
    width = next((width for width in _WIDTHS if width >= longest + 2), 72)
    return draft.interaction(
        "textEntryInteraction", responseIdentifier=name, expectedLength=width,
        class_=f"qti-input-width-{width}" if draft.el.version.kebab else None, **draft.el.aria(label),
    )  # fmt: skip


def text_branches(
    draft: Draft, asked: AcceptsTexts, name: str, outcome: str, part: Fraction = Fraction(1), wildcards: bool = False
) -> Iterator[Branch]:
    """Declare a typed text, which earns a part of the question's points; its branches in the order in which they
    count."""
    right = next(answer.text for answer in asked.answers if answer.weight == 100)
    correct = right.replace(r"\*", "*") if wildcards else right
    draft.declare_response("string", [correct], name=name, mapping="" if wildcards else _mapping(draft, asked, part))
    for n, answer in enumerate(asked.answers, 1):
        condition = _is_text(draft, name, answer.text, asked.case_sensitive, wildcards)
        yield Branch(condition, Fraction(answer.weight) / 100, _feedback(draft, outcome, n, answer.feedback))


def number_branches(draft: Draft, asked: AcceptsNumbers, name: str, outcome: str) -> Iterator[Branch]:
    """Declare a typed number; its branches in the order in which they count."""
    low, high = next(answer for answer in asked.answers if answer.weight == 100).bounds
    draft.declare_response("float", [number((low + high) / 2)], name=name)
    for n, answer in enumerate(asked.answers, 1):
        condition = draft.rules.within(*answer.bounds, name)
        yield Branch(condition, Fraction(answer.weight) / 100, _feedback(draft, outcome, n, answer.feedback))


def _feedback(draft: Draft, outcome: str, n: int, text: str) -> dict[str, str]:
    return {outcome: f"answer-{n}"} if draft.add_feedback(outcome, f"answer-{n}", text) else {}


def _mapping(draft: Draft, asked: AcceptsTexts, part: Fraction) -> str:
    """What each accepted text earns, for readers that look at declarations only."""
    worth: dict[str, Fraction] = {}
    for answer in asked.answers:
        worth.setdefault(answer.text, Fraction(answer.weight) / 100 * part)
    el, points = draft.el, draft.points
    rows = [
        el("mapEntry", mapKey=text, mappedValue=points_of(share, points), caseSensitive=asked.case_sensitive)
        for text, share in worth.items()
        if text
    ]
    return el("mapping", *rows, defaultValue=0) if rows else ""


def _is_text(draft: Draft, name: str, text: str, case_sensitive: bool, wildcards: bool) -> str:
    spelled = pattern(text, case_sensitive=case_sensitive, wildcards=wildcards)
    matched = _is_whole(draft.el, draft.rules.variable(name), spelled)
    if wildcards:
        return matched
    value = draft.rules.value("string", text)
    same = draft.el("stringMatch", draft.rules.variable(name), value, caseSensitive=case_sensitive)
    return draft.el("or", same, matched)


def _is_whole(el: Elements, response: str, spelled: str) -> str:
    """Whether a response is what a pattern says, from its beginning to its end.

    That is what the standard says of patterns. Players of 3.0 in browsers look for the pattern anywhere, and take `^`
    and `$` for the ends of the text, which are characters to the standard: so each kind is asked in its own way.
    """
    matched = el("patternMatch", response, pattern=spelled)
    if el.version.anchored:
        return matched
    anywhere = el("patternMatch", el("baseValue", "ab", baseType="string"), pattern="a")
    return el(
        "or",
        el("patternMatch", response, pattern=f"^{spelled}$"),
        el("and", el("not", anywhere), matched),
    )
