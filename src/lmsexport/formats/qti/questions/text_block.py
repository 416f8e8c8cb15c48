"""Text block: an item that asks nothing, and is worth nothing."""

from __future__ import annotations

from lmsexport.formats.qti.write.draft import Draft
from lmsexport.model import TextBlock


def write(draft: Draft, question: TextBlock) -> None:
    """Write the text."""
    draft.parts.body.append(draft.block(question.text) or "<p/>")
