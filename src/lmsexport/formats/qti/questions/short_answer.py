"""Short answer: a text is typed."""

from __future__ import annotations

from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader
from lmsexport.formats.qti.read.interactions import unit
from lmsexport.formats.qti.read.typed_answers import typed
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.typed import text_branches, text_field
from lmsexport.model import ShortAnswer


def write(draft: Draft, question: ShortAnswer) -> None:
    """Write the field below the question; the first text that fits counts."""
    field = text_field(draft, "RESPONSE", draft.wording.your_answer, question.answers)
    draft.parts.body += [draft.block(question.prompt), f"<p>{field}</p>"]
    branches = text_branches(draft, question, "RESPONSE", "FEEDBACK_ANSWER", wildcards=question.wildcards)
    draft.parts.rules.append(draft.rules.first_of(branches))


def read(reader: InteractionReader) -> Answers:
    """Read the texts that are accepted or foreseen."""
    answers = typed(reader)
    behind = unit(reader.processing.item) or ""
    answers.settings |= {"unit": behind} if behind else {}
    return answers
