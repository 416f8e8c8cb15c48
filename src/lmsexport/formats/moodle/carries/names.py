"""Names, matches and tags as Moodle keeps and shows them."""

from __future__ import annotations

import re
from collections.abc import Callable

from lmsexport.lowering import Adapted, Capabilities
from lmsexport.lowering.passes.names import Change, cut, line

NAME_LENGTH = 255
"""Characters that Moodle keeps of a name, and of a match."""

COURSE_NAME_LENGTH = 254

TAG_LENGTH = 50


def name_html(name: str) -> str:
    """A name as Moodle stores it: it shows entities as what they stand for (format_string)."""
    return re.sub(r"&(?=[a-zA-Z0-9#]{1,8};)", "&amp;", name)


def match_html(match: str) -> str:
    """A match as Moodle stores it: it reads the text as HTML."""
    return name_html(match).replace("<", "&lt;")


def kept_name(name: str, length: int = NAME_LENGTH) -> str:
    """A name that Moodle shows whole: wherever it shows one, it takes out what looks like a tag (format_string)."""
    is_tagged = re.search(r"<(?!\s)", name)
    return _fitting(name.replace("<", "‹").replace(">", "›") if is_tagged else name, name_html, length)


def kept_beginning(text: str) -> str:
    """The name of a question that has none, from what it asks."""
    return kept_name(text, 100)


def kept_course_name(name: str) -> str:
    """A course's title as a restore accepts it: Moodle refuses the whole backup when the name looks like HTML."""
    return _fitting(name.replace("<", "‹").replace(">", "›"), name_html, COURSE_NAME_LENGTH)


def kept_match(match: str) -> str:
    """A match that fits into Moodle's column."""
    return _fitting(match, match_html, NAME_LENGTH)


def kept_tag(tag: str) -> str:
    """A tag as Moodle keeps it: it takes out angle brackets and backticks (PARAM_TAG)."""
    return cut(TAG_LENGTH)(" ".join(tag.split())).translate(str.maketrans("<>`", "‹›'"))


def _fitting(text: str, stored: Callable[[str], str], length: int) -> str:
    """The longest beginning of a text that is stored in so many characters, with “…” behind it; a short text whole."""
    shorter = (cut(most)(text) for most in range(length, 0, -1))
    return next(beginning for beginning in shorter if len(stored(beginning)) <= length)


NAME = "Moodle shows 255 characters of a name, and nothing that looks like a tag: the rest is “…”, and < > are ‹ ›."


def named(*classes: str, change: Change = kept_name, how: str = NAME) -> Capabilities:
    """How the titles of these classes are carried."""
    carry = Adapted(how, "Choose another one.", becomes=line("title", change), shortens=True)
    return {f"{name}.title": carry for name in classes}
