"""A statement that is true or false: a choice between two labels."""

from __future__ import annotations

from dataclasses import replace

from lmsexport.content import wording
from lmsexport.formats.qti12.questions import single_choice
from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Answer as Label
from lmsexport.formats.qti12.write.item import Text
from lmsexport.model import TrueFalse
from lmsexport.validation import Answer, RichText
from lmsexport.validation.truth import truths


def write(draft: Draft[TrueFalse]) -> None:
    """Offer both, under the idents that Moodle's import of cartridges asks for; and to Canvas in the English words,
    which it translates."""
    item, question, say = draft.item, draft.question, wording(draft.writer.course.course.language)
    words = (say.true, say.false) if item.cartridge else ("True", "False")
    item.answers = [
        Label(ident, Text(word, html=False), right, item.add_feedback(f"{ident}_fb", draft.text(feedback)))
        for ident, word, right, feedback in (
            ("true", words[0], question.answer, question.if_true),
            ("false", words[1], not question.answer, question.if_false),
        )
    ]


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Both, under their English names where their idents or their words tell which is which."""
    answers = single_choice.read(parts)
    told = truths(answer.id for answer in answers) or truths(answer.text.words for answer in answers)
    return (
        tuple(
            replace(answer, text=RichText(str(means).lower()), means=means)
            for answer, means in zip(answers, told, strict=True)
        )
        if told
        else answers
    )
