"""True or false: two choices that keep their order."""

from __future__ import annotations

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader, picked, shuffle_setting
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.model import TrueFalse
from lmsexport.validation import RichText

_TRUTHS = frozenset({"true", "false"})


def write(draft: Draft, question: TrueFalse) -> None:
    """Write the statement and the two choices."""
    draft.declare_response("identifier", ["true" if question.answer else "false"])
    words = (("true", draft.wording.true), ("false", draft.wording.false))
    two = [draft.el("simpleChoice", escape(word), identifier=id) for id, word in words]
    draft.add_interaction("choiceInteraction", draft.prompt(question), *two, shuffle=False, maxChoices=1)
    draft.parts.whole = True
    draft.add_feedback_of_choices([("true", question.if_true), ("false", question.if_false)])


def is_true_false(reader: InteractionReader) -> bool:
    """Whether the choices are true and false, by their identifiers or by their words."""
    known = reader.choices
    return _TRUTHS in ({id.casefold() for id, _ in known}, {text.words.casefold() for _, text in known})


def read(reader: InteractionReader) -> Answers:
    """Read the two choices as `true` and `false`, whatever their language."""
    candidates = list(picked(reader))
    for truth in candidates:
        word = truth.id.casefold() if truth.id.casefold() in _TRUTHS else truth.text.words.casefold()
        if word in _TRUTHS:
            truth.text, truth.means = RichText(word), word == "true"
    return Answers(candidates, shuffle_setting(reader.element))
