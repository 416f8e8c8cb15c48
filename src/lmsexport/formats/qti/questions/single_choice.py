"""Single choice: one of several choices is picked."""

from __future__ import annotations

from fractions import Fraction

from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader, choice_settings, picked
from lmsexport.formats.qti.write.choices import add_choices
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.response_processing import Branch
from lmsexport.model import SingleChoice


def write(draft: Draft, question: SingleChoice) -> None:
    """Write the choices: one is right, and others may earn a part."""
    rules = draft.rules
    right = next(choice.id for choice in question.choices if choice.correct)
    partial = [choice for choice in question.choices if not choice.correct and (choice.weight or 0) > 0]
    draft.declare_response("identifier", [right])
    add_choices(draft, question, most=1)
    if partial:
        branches = [Branch(rules.picked(c.id), Fraction(question.weight_of(c)) / 100, {}) for c in partial]
        draft.parts.rules.append(rules.first_of([Branch(rules.correct(), Fraction(1), {}), *branches]))
    else:
        draft.parts.whole = True
    draft.add_feedback_of_choices([(choice.id, choice.feedback) for choice in question.choices])


def read(reader: InteractionReader) -> Answers:
    """Read the choices, each with what it earns."""
    return Answers(list(picked(reader)), choice_settings(reader.element))
