"""A single choice: a `response_lid` that takes one label."""

from __future__ import annotations

from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.read.response_processing import ident_of
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.model import SingleChoice
from lmsexport.validation import Answer


def write(draft: Draft[SingleChoice]) -> None:
    """Offer the choices."""
    draft.item.answers = draft.choices(draft.question.choices)
    draft.item.shuffle = draft.shuffled(draft.question.shuffle)


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Each choice with what it earns."""
    answers = []
    for response in parts.responses[:1]:
        ident = ident_of(response)
        for value, text in parts.labels(response):
            share = parts.processing.share({ident: frozenset([value])})
            answers.append(Answer(text=text, share=share, feedback=parts.of_answer(ident, value), id=value))
    return tuple(answers)
