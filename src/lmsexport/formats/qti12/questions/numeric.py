"""A number: a `response_str` that is compared with ranges. Canvas alone has it."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti12.read.item_parts import OUTCOMES, ItemParts
from lmsexport.formats.qti12.read.response_processing import number, percent
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Range
from lmsexport.model import Numeric
from lmsexport.model.numbers import plain_number, subtracted
from lmsexport.validation import Answer, RichText


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
    answers = []
    for condition in parts.processing.conditions:
        scores = [number(change.text) or Decimal(0) for change in condition.iterfind("{*}setvar")]
        own = [shown.get("linkrefid", "") for shown in condition.iterfind("{*}displayfeedback")]
        low = _limit(condition, "vargte", "vargt")
        high = _limit(condition, "varlte", "varlt")
        exact = _limit(condition, "varequal")
        if low is None and high is None and exact is None:
            continue
        feedback = parts.said(id for id in own if id not in OUTCOMES)
        share = percent(sum(scores, Decimal(0)), parts.processing.maximum)
        span = _span(low, high) if low is not None or high is not None else format(exact or Decimal(0), "f")
        answers.append(Answer(text=RichText(span), share=share, feedback=feedback))
    return tuple(answers)


def _limit(condition: etree._Element, *tests: str) -> Decimal | None:
    for test in tests:
        for element in condition.iter(f"{{*}}{test}"):
            if (limit := number(element.text)) is not None:
                return limit
    return None


def _span(low: Decimal | None, high: Decimal | None) -> str:
    ends = ["" if end is None else plain_number(end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} … {ends[1]}".strip()
