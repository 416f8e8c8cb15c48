"""Interactions of types that the model lacks, as far as their answers are like those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from lmsexport.formats.qti.questions import matching, multiple_response, ordering
from lmsexport.formats.qti.read.interaction_reader import (
    Answers,
    Candidate,
    InteractionReader,
    picked,
    scoring_setting,
    shuffle_setting,
)
from lmsexport.formats.qti.read.typed_answers import typed
from lmsexport.validation import NOTHING, RichText


def read(readers: Sequence[InteractionReader]) -> Answers:
    """The answers to each of several interactions, or to one that no type of the model has."""
    together = Answers()
    for reader in readers:
        answers = _answers(reader)
        together.candidates += answers.candidates
        together.settings |= answers.settings | shuffle_setting(reader.element)
    return together


def _answers(reader: InteractionReader) -> Answers:
    match reader.element.tag:
        case "choiceInteraction" | "inlineChoiceInteraction" | "hottextInteraction" | "hotspotInteraction":
            if reader.cardinality == "single":
                return Answers(list(picked(reader)))
            return _scored(*multiple_response.answers(reader))
        case "orderInteraction" | "graphicOrderInteraction":
            return _scored(*ordering.answers(reader))
        case "matchInteraction":
            return _scored(*matching.answers(reader))
        case "associateInteraction" | "graphicAssociateInteraction":
            return _scored(*matching.answers(reader, directed=False))
        case "gapMatchInteraction" | "graphicGapMatchInteraction":
            return _gaps(reader)
        case "textEntryInteraction" | "sliderInteraction":
            return Answers(typed(reader).candidates)
    return Answers()


def _scored(candidates: list[Candidate], strict: bool) -> Answers:
    return Answers(candidates, scoring_setting(strict))


def _gaps(reader: InteractionReader) -> Answers:
    """What belongs into the gaps of a text or a picture: the gaps are blanks."""
    places = {gap.get("identifier", ""): str(n) for n, gap in enumerate(reader.element.iter("gap"), 1)}
    known = dict(reader.choices)
    candidates, strict = matching.answers(reader, directed=False)
    pairs = [pair.split() for pair in dict.fromkeys([*reader.right, *reader.mapped])]
    ends = ((known.get(thing, RichText(thing)), gap) for thing, gap in _two(pairs))
    blanks = {(text, known.get(gap, RichText(gap))): places.get(gap) for text, gap in ends}
    for candidate in candidates:
        blank = blanks.get((candidate.text, candidate.match))
        if blank is not None:
            share = Decimal(100) if candidate.share > 0 else candidate.share
            candidate.match, candidate.blank, candidate.share = NOTHING, blank, share
    return _scored(candidates, strict)


def _two(pairs: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    return ((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
