"""A short answer: a `response_str` that is compared with the texts that it accepts."""

from __future__ import annotations

from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.read.response_processing import ident_of
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Text
from lmsexport.model import ShortAnswer
from lmsexport.validation import Answer, RichText


def write(draft: Draft[ShortAnswer]) -> None:
    """List what is accepted."""
    draft.item.case_sensitive = draft.question.case_sensitive
    draft.item.answers = [
        draft.answer(str(place), Text(answer.text, html=False), True, answer.feedback)
        for place, answer in enumerate(draft.question.answers)
    ]


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Each text that the processing names, with what it earns."""
    answers = []
    for response in parts.responses[:1]:
        ident = ident_of(response)
        for value in parts.processing.named(ident):
            share = parts.processing.share({ident: frozenset([value])})
            answers.append(Answer(text=RichText(value), share=share, feedback=parts.of_answer(ident, value)))
    return tuple(answers)
