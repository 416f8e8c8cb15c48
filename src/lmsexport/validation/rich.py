"""A text as a package says it: its words, which are compared, and its markup, which leads to pictures and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SHOWS = re.compile(r"<(?:img|image|svg|video|audio|iframe|object|embed|math|hr)\b", re.IGNORECASE)
"""What a student sees of a text that has no words."""


@dataclass(frozen=True, slots=True)
class RichText:
    """A text of a package. Two are equal when they have the same words; how these look is for those who ask.

    It is no `str`, which would lose its markup in every `join`; whoever wants the words says so.
    """

    words: str = ""
    """The text as `plain.plain` has it."""
    markup: str = field(default="", compare=False)
    """The HTML, or the XHTML inside the element that holds the text, as the package says it; empty where the package
    says the text as plain words, which stand in `words` then."""
    base: str = field(default="", compare=False)
    """Where the addresses in the markup start from, as the reader's `target` takes it: mostly the member that holds the
    text; in Moodle the files that belong to this text."""

    def __bool__(self) -> bool:
        """Whether a student sees anything of it: words, or a picture alone."""
        return bool(self.words) or bool(self.markup and _SHOWS.search(self.markup))

    def __str__(self) -> str:
        return self.words


NOTHING = RichText()
"""The text of what has none."""
