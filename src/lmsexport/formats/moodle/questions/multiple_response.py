"""Multiple response: `multichoice` with several answers to pick. It is read as single choice is."""

from __future__ import annotations

from lmsexport.formats.moodle.questions.single_choice import gift_lines, read_backup, read_gift, read_xml
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.model import MultipleResponse

__all__ = ["gift_lines", "read_backup", "read_gift", "read_xml", "write"]


def write(draft: Draft, question: MultipleResponse) -> None:
    """Fill the row of `multichoice`."""
    draft.record.qtype = "multichoice"
    draft.record.answers = draft.choices(question.choices)
    draft.record.shuffle = question.shuffle is not False
    draft.combined(question.feedback)
