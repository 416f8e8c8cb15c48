"""A number: a `response_str` that is compared with ranges. Canvas alone has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti12.read.item_parts import OUTCOMES, ItemParts
from lmsexport.formats.qti12.read.response_processing import number, percent
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Range
from lmsexport.model import Numeric
from lmsexport.model.numbers import plain_number, subtracted, tidy
from lmsexport.validation import Answer, Number, RichText


def write(draft: Draft[Numeric]) -> None:
    """List the ranges, each with the number that it is around, where New Quizzes get its tolerance right."""
    for place, answer in enumerate(draft.question.answers):
        low, high = answer.bounds
        value = "" if answer.value is None or _loses_ends(answer.value, low) else plain_number(answer.value)
        ident = draft.number(str(place))
        has_feedback = draft.item.add_feedback(f"{ident}_fb", draft.text(answer.feedback))
        draft.item.ranges.append(Range(ident, value, plain_number(low), plain_number(high), has_feedback))


def _loses_ends(value: Decimal, low: Decimal) -> bool:
    """Whether a tolerance changes when New Quizzes subtract its ends in floating point (`margin_error.rb`): of 3.86 and
    3.855 they get 0.00499…, and 3.855 would be wrong."""
    around, end = float(value), float(low)
    return low != value and (Decimal(str(around)), Decimal(str(around - end))) != (value, subtracted(value, low))


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Each condition that compares numbers, with what it earns."""
    return tuple(accepted(parts))


def accepted(parts: ItemParts, response: str = "") -> Iterator[Answer]:
    """The numbers that conditions accept for a response, or for any, with what each condition earns."""
    for condition in parts.processing.conditions:
        scores = [number(change.text) or Decimal(0) for change in condition.iterfind("{*}setvar")]
        own = [shown.get("linkrefid", "") for shown in condition.iterfind("{*}displayfeedback")]
        feedback = parts.said(id for id in own if id not in OUTCOMES)
        share = percent(sum(scores, Decimal(0)), parts.processing.maximum)
        lows, highs, exact = (list(_limits(condition, response, tests)) for tests in (_LOW, _HIGH, ("varequal",)))
        if lows and highs:
            span = _around(next(iter(exact), None), lows[0], highs[0])
            yield Answer(text=RichText(span.words), share=share, feedback=feedback, number=span)
        elif lows or highs:
            yield Answer(text=RichText(_open(lows, highs)), share=share, feedback=feedback)
        else:
            for span in (Number(low=value, high=value, value=value) for value in exact):
                yield Answer(text=RichText(span.words), share=share, feedback=feedback, number=span)


_LOW, _HIGH = ("vargte", "vargt"), ("varlte", "varlt")


def _limits(condition: etree._Element, response: str, tests: Iterable[str]) -> Iterator[Decimal]:
    for test in tests:
        for element in condition.iter(f"{{*}}{test}"):
            if (limit := number(element.text)) is not None and (not response or element.get("respident") == response):
                yield limit


def _around(value: Decimal | None, low: Decimal, high: Decimal) -> Number:
    """A range, with the number in its middle where one is said. Canvas subtracts and adds a margin in floating point
    (`qti_items.rb`), so that of both distances the shorter one to write is meant."""
    if value is None or not low <= value <= high:
        return Number(low=low, high=high)
    below, above = tidy(subtracted(value, low)), tidy(subtracted(high, value))
    if abs(below - above) > max(abs(low), abs(high)) * _NOISE:
        return Number(low=low, high=high)
    return Number(low=low, high=high, value=value, tolerance=min(below, above, key=lambda one: len(str(one))))


_NOISE = Decimal("1e-12")
"""By how much sums in floating point differ at most from the right ones."""


def _open(lows: list[Decimal], highs: list[Decimal]) -> str:
    """A range with one end."""
    return f"{plain_number(lows[0])} …" if lows else f"… {plain_number(highs[0])}"
