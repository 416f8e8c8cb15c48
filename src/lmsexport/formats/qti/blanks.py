"""Blanks in a text: each has a response of its own, and adds its share of the points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.drafts import Draft
from lmsexport.formats.qti.entries import entry, numbers, texts
from lmsexport.formats.qti.processing import Branch, units
from lmsexport.model import BLANK, Blank, DropdownBlank, FillInBlanks, TextBlank


def fill_in(one: Draft, question: FillInBlanks) -> None:
    """The text with a field or a list in place of each blank, and the rules that add up what they earn."""
    rules = one.rules
    total = sum((Fraction(blank.points) for blank in question.blanks), Fraction(0))
    fields: dict[str, str] = {}
    found: list[list[tuple[Branch, Fraction]]] = []
    for n, blank in enumerate(question.blanks, 1):
        share = Fraction(blank.points) / total if total else Fraction(1, len(question.blanks))
        fields[blank.id] = _field(one, blank, one.say.blank(n=n))
        found.append([(branch, branch.share * share) for branch in _branches(one, blank)])
    one.parts.body.append(placed(one.block(question.prompt), fields))
    one.parts.composite = len(question.blanks) > 1
    counted_in = units(share for branches in found for _, share in branches)
    left = iter(counted_in.counts)
    for blank, branches in zip(question.blanks, found, strict=True):
        cases = [(b.condition, _earned(one, next(left)) + rules.say(b.said)) for b, _ in branches]
        there = one.el("not", rules.is_null(_response(blank)))
        one.parts.rules.append(rules.condition([(there, rules.condition(cases))]))
    one.parts.rules.append(rules.counted(counted_in))


def _earned(one: Draft, count: str) -> str:
    return one.rules.add(count) if count != "0" else ""


def _response(blank: Blank) -> str:
    return f"RESPONSE_{blank.id}"


def _field(one: Draft, blank: Blank, label: str) -> str:
    if not isinstance(blank, DropdownBlank):
        return entry(one, _response(blank), label, blank.answers)
    choices = [
        one.el("inlineChoice", escape(one.plain(choice.text)), identifier=choice.id, fixed=choice.fixed or None)
        for choice in blank.choices
    ]
    return one.ask(
        "inlineChoiceInteraction", *choices, responseIdentifier=_response(blank), shuffle=one.shuffle,
        **one.el.aria(label),
    )  # fmt: skip


def _branches(one: Draft, blank: Blank) -> Iterable[Branch]:
    name, said = _response(blank), f"FEEDBACK_{blank.id}"
    if isinstance(blank, DropdownBlank):
        return _picks(one, blank, name, said)
    return texts(one, blank, name, said) if isinstance(blank, TextBlank) else numbers(one, blank, name, said)


def _picks(one: Draft, blank: DropdownBlank, name: str, said: str) -> Iterator[Branch]:
    one.respond("identifier", [choice.id for choice in blank.choices if choice.correct], name=name)
    for choice in blank.choices:
        weight = choice.weight if choice.weight is not None else Decimal(100 if choice.correct else 0)
        told = {said: choice.id} if one.tell(said, choice.id, choice.feedback) else {}
        yield Branch(one.rules.picked(choice.id, name), max(Fraction(weight) / 100, Fraction(0)), told)


_TAG = re.compile(r"(<[^>]*>)")
_MATH = re.compile(r"</?(?:\w+:)?math[\s>]")


def placed(xml: str, fields: dict[str, str]) -> str:
    """A text with the fields in place of its blanks; one that stands where no field can be follows the text."""
    left = dict(fields)
    out: list[str] = []
    formula = 0
    for piece in _TAG.split(xml):
        if piece.startswith("<"):
            if _MATH.match(piece):
                formula += -1 if piece[1] == "/" else 1
            out.append(piece)
        else:
            out.append(piece if formula else BLANK.sub(lambda found: left.pop(found[1], found[0]), piece))
    return "".join(out) + "".join(f"<p>{field}</p>" for field in left.values())
