"""Ordering: things are put in their order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lmsexport.formats.qti.read.interaction_reader import (
    NONSENSE,
    Answers,
    Candidate,
    InteractionReader,
    even_share,
    scoring_setting,
    share,
    shuffle_setting,
)
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.response_processing import Units
from lmsexport.model import OrderedItem, Ordering
from lmsexport.packaging import short_hash
from lmsexport.validation import RichText


def write(draft: Draft, question: Ordering) -> None:
    """Write the things in another order than the right one, since not every player shuffles."""
    draft.declare_response("identifier", [item.id for item in question.items], "ordered")
    items = [draft.el("simpleChoice", draft.short(item.text), identifier=item.id) for item in _shuffled(question)]
    draft.add_interaction("orderInteraction", draft.prompt(question), *items, shuffle=True)
    if question.scoring == "partial":
        draft.parts.rules += _counted(draft, question)
    else:
        draft.parts.whole = True
    draft.add_feedback_of_parts([(item.id, item.text, item.feedback) for item in question.items])


def _shuffled(question: Ordering) -> list[OrderedItem]:
    """The things in an order that says nothing of where they belong, and stays; never the right one."""
    order = sorted(question.items, key=lambda item: short_hash(question.id, item.id))
    return order if order != list(question.items) else order[1:] + order[:1]


def _counted(draft: Draft, question: Ordering) -> Iterator[str]:
    """The rules for a share of the points by each thing in its place."""
    rules = draft.rules
    for n, item in enumerate(question.items, 1):
        place = draft.el("index", rules.variable("RESPONSE"), n=n)
        is_there = draft.el("match", place, rules.value("identifier", item.id))
        yield rules.condition([(is_there, rules.add("1"))])
    yield rules.counted(Units([], len(question.items), exact=True))


def read(reader: InteractionReader) -> Answers:
    """Read the things in their right order, each with its share."""
    candidates, strict = answers(reader)
    return Answers(candidates, scoring_setting(strict) | shuffle_setting(reader.element))


def answers(reader: InteractionReader) -> tuple[list[Candidate], bool]:
    """Things in their right order, each with what its place earns; and whether they earn all or nothing."""
    known = dict(reader.choices)
    order = reader.right
    nowhere = [NONSENSE] * len(order)
    points = [reader.earned([*nowhere[:n], id, *nowhere[n + 1 :]]) for n, id in enumerate(order)]
    strict = not any(earned > 0 for earned in points)
    whole = reader.earned(order) if reader.blank else reader.processing.maximum
    candidates = []
    for id, earned in zip(order, points, strict=True):
        own = even_share(len(order)) if strict else share(earned, whole)
        candidates.append(Candidate(known.get(id, RichText(id)), own, reader.outcome([id]), id, reader.blank))
    left = ((id, text) for id, text in known.items() if id not in order)
    candidates += [Candidate(text, Decimal(0), reader.outcome([]), id, reader.blank) for id, text in left]
    return candidates, strict
