"""A multiple response: a `response_lid` that takes several labels."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.read.response_processing import ident_of
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Text
from lmsexport.model import MultipleResponse
from lmsexport.validation import Answer


def write(draft: Draft[MultipleResponse]) -> None:
    """Offer the choices. Canvas gives right ones without feedback what follows the scoring, unless the scoring shows
    something itself (`choice_interaction.rb`, get_feedback_id): then that is empty."""
    item = draft.item
    item.answers = draft.choices(draft.question.choices)
    item.shuffle = draft.shuffled(draft.question.shuffle)
    given = {(answer.right, answer.feedback) for answer in item.answers}
    if {(True, False), (False, True)} <= given and "correct_fb" not in item.feedback_idents:
        item.feedbacks.append(("correct_fb", Text("", html=False)))


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """Each choice has what its conditions add. Else each right one has an equal share, and each wrong one takes as much
    away: so Canvas counts, and so do others that give parts of the points. The profile of cartridges gives all or
    nothing."""
    answers = []
    for response in parts.responses[:1]:
        ident = ident_of(response)
        adds = not parts.named and bool(parts.processing.adding(ident))
        right = parts.processing.right(ident)
        equal = round(Decimal(100) / len(right), 5).normalize() if right else Decimal(0)
        wrong = Decimal(0) if parts.all_or_nothing else -equal
        for value, text in parts.labels(response):
            share = equal if value in right else wrong
            if adds:
                share = parts.processing.share({ident: frozenset([value])}) - parts.processing.share({})
            answers.append(Answer(text=text, share=share + 0, feedback=parts.of_answer(ident, value), id=value))
    return tuple(answers)
