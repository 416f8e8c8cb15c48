"""What becomes of a text when a teacher opens and saves it in Moodle."""

from __future__ import annotations

from lmsexport.content import Fragment
from lmsexport.formats.moodle.write.filters import FormulaRenderer, is_torn_by_an_edit, unfiltered
from lmsexport.lowering import EDITED, Capabilities, Noted
from lmsexport.model import Course


class _Alone(FormulaRenderer):
    """A text without what it leads to."""

    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002
        return ""

    def media_url(self, path: str) -> str:  # noqa: ARG002
        return ""


def _is_torn(text: Fragment, course: Course) -> bool:  # noqa: ARG001
    return any("{" in str(piece) for piece in text.pieces) and is_torn_by_an_edit(unfiltered(text.render(_Alone())))


EDITS: Capabilities = {
    EDITED: Noted(
        "In Moodle 4.5 and later a teacher who opens and saves this text tears it: the editor writes its braces anew, "
        "and beside formulas, or signs of them, Moodle shows the HTML from a `{` to the next `}` as it is written.",
        "Leave nothing between two braces but words, or put the braces and the formulas into different texts.",
        when=_is_torn,
    )
}
