"""A matching: a `response_lid` for each prompt, with all matches as its labels. Canvas has it, and others with a
`response_grp` for each prompt, or one for all pairs."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.formats.qti12.read.item_parts import OUTCOMES, ItemParts
from lmsexport.formats.qti12.read.response_processing import ident_of, percent, tag
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Answer as Label
from lmsexport.formats.qti12.write.item import Row, Text
from lmsexport.model import Matching
from lmsexport.validation import NOTHING, Answer, RichText


def write(draft: Draft[Matching]) -> None:
    """Offer all matches for each prompt. The right ones stand in the order of their prompts; numbers in their own, as
    the places of an ordering do, which would tell the order otherwise."""
    question = draft.question
    matches = [pair.match for pair in question.pairs]
    if all(match.isdecimal() for match in matches):
        matches.sort(key=int)
    offered = list(dict.fromkeys([*matches, *question.distractors]))
    for pair in question.pairs:
        ident = draft.number("pair", pair.id)
        labels = [Label(draft.number("match", text), Text(text, html=False), text == pair.match) for text in offered]
        has_feedback = draft.item.add_feedback(f"{ident}_fb", draft.text(pair.feedback))
        row = Row(f"response_{ident}", draft.offered(pair.prompt), labels, f"{ident}_fb" if has_feedback else "")
        draft.item.rows.append(row)


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Each prompt with the match that earns most, then the matches that belong to none."""
    if [tag(response) for response in parts.responses] == ["response_grp"]:
        return _pairs(parts)
    answers: list[Answer] = []
    matched: set[RichText] = set()
    offered: dict[RichText, None] = {}
    for response in parts.responses:
        ident = ident_of(response)
        labels = parts.labels(response)
        shares = {value: parts.processing.share({ident: frozenset([value])}) for value, _ in labels}
        best = max(shares, key=lambda value: shares[value], default="")
        text = dict(labels).get(best, NOTHING)
        offered |= dict.fromkeys(text for _, text in labels)
        matched.add(text)
        wrong = parts.processing.outcome({ident: frozenset(["\0"])}).shown
        shown = [id for id in wrong if id not in OUTCOMES and id not in parts.processing.outcome({}).shown]
        feedback = parts.said(dict.fromkeys([*shown, parts.of_row(response)]))
        prompt, share = parts.text_of(response), shares.get(best, Decimal(0))
        answers.append(Answer(text=prompt, match=text, share=share, feedback=feedback, id=ident))
    answers += [Answer(text=NOTHING, match=text, share=Decimal(0)) for text in offered if text not in matched]
    return tuple(answers)


def _pairs(parts: ItemParts) -> tuple[Answer, ...]:
    """The pairs of the labels of one group (`varsubset`, “A,1”), as ILIAS writes them."""
    (group,) = parts.responses
    labels, pairs = dict(parts.labels(group)), list(parts.processing.pairs(ident_of(group)))
    whole = sum((score for *_, score in pairs), Decimal(0))
    answers = [
        Answer(
            text=labels.get(prompt, RichText(prompt)),
            match=labels.get(match, RichText(match)),
            share=percent(score, whole),
            feedback=parts.of_answer(ident_of(group), f"{prompt},{match}"),
            id=prompt,
        )
        for prompt, match, score in pairs
    ]
    used = {ident for prompt, match, _ in pairs for ident in (prompt, match)}
    left = (text for ident, text in labels.items() if ident not in used)
    return (*answers, *(Answer(text=NOTHING, match=text, share=Decimal(0)) for text in left))
