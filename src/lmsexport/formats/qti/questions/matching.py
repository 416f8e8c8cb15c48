"""Matching: each prompt is brought together with its match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.read.interaction_reader import (
    Answers,
    Candidate,
    InteractionReader,
    even_share,
    scoring_setting,
    share,
    shuffle_setting,
)
from lmsexport.formats.qti.read.interactions import choices
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.response_processing import Units
from lmsexport.model import Matching
from lmsexport.packaging import short_hash
from lmsexport.validation import NOTHING, RichText


def write(draft: Draft, question: Matching) -> None:
    """Write prompts on one side, matches and distractors on the other."""
    targets: dict[str, str] = {}
    for pair in question.pairs:
        targets.setdefault(pair.match, f"MATCH_{pair.id}")
    correct = [f"{pair.id} {targets[pair.match]}" for pair in question.pairs]
    partial = question.scoring == "partial"
    mapping = draft.mapping([(pair, "1") for pair in correct], 0, len(correct)) if partial else ""
    draft.declare_response("directedPair", correct, "multiple", mapping=mapping)
    _add_sides(draft, question, [*targets.items(), *_identified(question.distractors)])
    if partial:
        draft.parts.rules += _counted(draft, len(correct))
    else:
        draft.parts.whole = True
    draft.add_feedback_of_parts([(pair.id, pair.prompt, pair.feedback) for pair in question.pairs])


def _add_sides(draft: Draft, question: Matching, targets: list[tuple[str, str]]) -> None:
    el = draft.el
    prompts = [
        el("simpleAssociableChoice", draft.short(pair.prompt), identifier=pair.id, matchMax=1)
        for pair in question.pairs
    ]
    matches = [
        el("simpleAssociableChoice", escape(text), identifier=id, matchMax=0)
        for text, id in _in_order(question.id, targets)
    ]
    draft.add_interaction(
        "matchInteraction", draft.prompt(question), el("simpleMatchSet", *prompts), el("simpleMatchSet", *matches),
        shuffle=question.shuffle, maxAssociations=len(prompts),
        class_="qti-match-tabular" if el.version.kebab else None,
    )  # fmt: skip


def _counted(draft: Draft, full: int) -> list[str]:
    """The rules for a share of the points by each pair."""
    rules = draft.rules
    mapped = rules.set("SCORE", draft.el("mapResponse", identifier="RESPONSE"))
    nothing = rules.set("SCORE", rules.value("float", "0"))
    return [rules.condition([(rules.is_null(), nothing)], mapped), rules.counted(Units([], full, exact=True))]


def in_shown_order(question: str, distractors: Iterable[str]) -> list[str]:
    """The distractors of a question in the order in which they stand among the matches."""
    return [text for text, _ in _in_order(question, _identified(distractors))]


def _in_order(question: str, targets: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Matches with their identifiers in an order that says nothing of where they belong, and stays."""
    return sorted(targets, key=lambda target: short_hash(question, target[1]))


def _identified(distractors: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Distractors with their identifiers, which are not by place; one may stand there twice."""
    seen = Counter[str]()
    for text in distractors:
        seen[text] += 1
        yield text, f"OTHER_{short_hash(text)}" + (f"_{seen[text]}" if seen[text] > 1 else "")


def read(reader: InteractionReader) -> Answers:
    """Read the pairs, each with its share, and what belongs to no prompt."""
    candidates, strict = answers(reader)
    return Answers(candidates, scoring_setting(strict) | shuffle_setting(reader.element))


def answers(reader: InteractionReader, directed: bool = True) -> tuple[list[Candidate], bool]:
    """Pairs of two sides, then what belongs to nothing; and whether they earn all or nothing."""
    known = dict(reader.choices)
    pairs = list(dict.fromkeys([*reader.right, *reader.mapped]))
    alone = {pair: reader.earned([pair]) for pair in pairs}
    strict = not reader.processing.maps and not any(alone.get(pair, 0) > 0 for pair in reader.right)
    full = reader.earned(reader.right)
    whole = full if reader.blank else reader.processing.maximum
    even = even_share(len(reader.right))
    candidates, used = [], set[str]()
    for pair in pairs:
        own = (even if pair in reader.right else Decimal(0)) if strict else share(alone[pair], whole)
        ends = pair.split()
        if len(ends) == 2 and (own or pair in reader.right):
            text, match = (known.get(end, RichText(end)) for end in ends)
            candidates.append(Candidate(text, own, reader.outcome([pair]), ends[0], reader.blank, match=match))
            used.update(ends)
    sides = reader.element.findall("simpleMatchSet")
    for id, text in choices(sides[1], reader.member) if directed and len(sides) == 2 else ():
        if id not in used:
            candidates.append(Candidate(NOTHING, Decimal(0), reader.outcome([]), id, reader.blank, match=text))
    return candidates, strict
