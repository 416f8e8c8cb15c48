"""Multiple response: all right choices are picked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from lmsexport.formats.qti.read.interaction_reader import (
    Answers,
    Candidate,
    InteractionReader,
    choice_settings,
    even_share,
    scoring_setting,
    share,
)
from lmsexport.formats.qti.write.choices import add_choices
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.response_processing import units
from lmsexport.model import MultipleResponse


def write(draft: Draft, question: MultipleResponse) -> None:
    """Write the choices: all or nothing by a match, shares by a mapping."""
    partial = question.scoring == "partial"
    right = [choice.id for choice in question.choices if choice.correct]
    draft.declare_response("identifier", right, "multiple", mapping=_shares(draft, question) if partial else "")
    add_choices(draft, question, most=0)
    draft.parts.whole = not partial
    draft.add_feedback_of_choices([(choice.id, choice.feedback) for choice in question.choices])


def _shares(draft: Draft, question: MultipleResponse) -> str:
    """The mapping and the rules for a share of the points by each choice, never below zero."""
    rules = draft.rules
    right = [choice for choice in question.choices if choice.correct]
    own = [
        Fraction(1 if choice.correct else -1, len(right)) if choice.weight is None else Fraction(choice.weight) / 100
        for choice in question.choices
    ]
    missing = 1 - sum((share for c, share in zip(question.choices, own, strict=True) if c.correct), Fraction(0))
    counted_in = units([*own, missing])
    entries = [(choice.id, count) for choice, count in zip(question.choices, counted_in.counts, strict=False)]
    mapped = rules.set("SCORE", draft.el("mapResponse", identifier="RESPONSE"))
    counted = [rules.condition([(rules.is_null(), rules.set("SCORE", rules.value("float", "0")))], mapped)]
    if missing:  # rounded weights: all that is right is the whole, as it is without rounding
        complete = rules.all([rules.contains(choice.id) for choice in right])
        counted.append(rules.condition([(complete, rules.add(counted_in.counts[-1]))]))
        counted += [_back_to(draft, "lt", 0), _back_to(draft, "gt", counted_in.full)]
    draft.parts.rules += [*counted, rules.counted(counted_in)]
    return draft.mapping(entries, None if missing else 0, None if missing else counted_in.full)


def _back_to(draft: Draft, beyond: str, end: int) -> str:
    """The rule that brings a score back to the end that it lies beyond."""
    rules = draft.rules
    value = rules.value("float", str(end))
    return rules.condition([(draft.el(beyond, rules.variable("SCORE"), value), rules.set("SCORE", value))])


def read(reader: InteractionReader) -> Answers:
    """Read the choices, each with its share, and how they are scored."""
    candidates, strict = answers(reader)
    return Answers(candidates, scoring_setting(strict) | choice_settings(reader.element))


def answers(reader: InteractionReader) -> tuple[list[Candidate], bool]:
    """Any number of choices, and whether they earn all or nothing."""
    known = reader.choices
    right = reader.right or [id for id, _ in known if reader.earned([id]) > 0]
    alone = {id: reader.earned([id]) for id, _ in known}
    full = reader.earned(right)
    strict = not reader.processing.maps and not any(alone.get(id, 0) > 0 for id in right if len(right) > 1)
    whole = full if reader.blank else reader.processing.maximum
    candidates = []
    for id, text in known:
        if strict:
            own = even_share(len(right)) if id in right else Decimal(0)
        else:
            points = alone[id] or (0.0 if id in right else reader.earned([*right, id]) - full)
            own = share(points, whole)
        candidates.append(Candidate(text, own, reader.outcome([id]), id, reader.blank))
    return candidates, strict
