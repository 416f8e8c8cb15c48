"""Numeric: a number is typed."""

from __future__ import annotations

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader
from lmsexport.formats.qti.read.interactions import unit
from lmsexport.formats.qti.read.typed_answers import typed
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.typed import number_branches, text_field
from lmsexport.model import Numeric


def write(draft: Draft, question: Numeric) -> None:
    """Write the field below the question, and its unit behind it; the first range that holds the number counts."""
    field = text_field(draft, "RESPONSE", draft.wording.your_answer, question.answers)
    behind = f" {escape(question.unit)}" if question.unit else ""
    draft.parts.body += [draft.block(question.prompt), f"<p>{field}{behind}</p>"]
    draft.parts.rules.append(draft.rules.first_of(number_branches(draft, question, "RESPONSE", "FEEDBACK_ANSWER")))


def read(reader: InteractionReader) -> Answers:
    """Read the numbers that are accepted or foreseen; what stands behind the field is their unit."""
    behind = unit(reader.processing.item) or ""
    return Answers(typed(reader).candidates, {"unit": behind} if behind else {})
