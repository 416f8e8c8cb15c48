"""Choices to pick from."""

from __future__ import annotations

from lmsexport.formats.qti.write.draft import Draft
from lmsexport.model import MultipleResponse, SingleChoice


def add_choices(draft: Draft, question: SingleChoice | MultipleResponse, most: int) -> None:
    """Add the choices of a question to its item; at most so many can be picked, 0 is any number."""
    choices = [
        draft.el("simpleChoice", draft.short(choice.text), identifier=choice.id, fixed=choice.fixed or None)
        for choice in question.choices
    ]
    draft.add_interaction(
        "choiceInteraction", draft.prompt(question), *choices, shuffle=question.shuffle, maxChoices=most
    )
