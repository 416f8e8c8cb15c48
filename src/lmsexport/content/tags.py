"""The tags of the HTML in a text: each element has its end, and shows something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lmsexport.content.surroundings import Note
from lmsexport.content.xhtml import VOID

_ENDS_WITH_ITS_PARENT = frozenset(
    "p li dt dd tr td th thead tbody tfoot colgroup caption rb rt rtc rp option optgroup".split()
)
"""The elements whose end tag may be left out (HTML, 13.1.2.4)."""

_SHOWS_BARE = frozenset({"br", "hr", "wbr", "col"})
"""The void elements that need no attribute to mean something."""

_MEANT_AS_TEXT = "or put it between backticks if the text is about it"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and its line, counted from 0."""

    kind: Literal["start", "end"]
    name: str
    line: int
    bare: bool = False
    """Whether it has no attributes."""


class Tags:
    """The tags of one text, in order."""

    def __init__(self, page: bool = False) -> None:
        self._page = page
        """Whether this is the text of a page, where paragraphs in HTML need no end."""
        self._open: list[tuple[Tag, bool]] = []
        """Elements without an end so far, and whether their end may be left out where they stand."""
        self._notes: list[Note] = []

    def read(self, tags: Iterable[Tag], in_line: bool) -> None:
        """Take the next tags: those of a block of HTML, or one in a line of text."""
        for tag in tags:
            if tag.kind == "end":
                self._close(tag)
            elif tag.name not in VOID:
                self._open.append((tag, bool(self._open) or (self._page and not in_line)))
            elif tag.bare and tag.name not in _SHOWS_BARE:
                self.shows_nothing(f"<{tag.name}>", tag.line)

    def shows_nothing(self, html: str, line: int) -> None:
        """Take an element that no reader sees."""
        self._notes.append(Note("empty-html", f"`{html}` shows nothing", f"give it a content, {_MEANT_AS_TEXT}", line))

    def notes(self) -> Iterator[Note]:
        """What is wrong, once all tags were read."""
        yield from self._notes
        for tag, lenient in self._open:
            if not (lenient and tag.name in _ENDS_WITH_ITS_PARENT):
                yield Note(
                    "unclosed-html", f"the HTML element `<{tag.name}>` has no end",
                    f"write `</{tag.name}>` where it ends, {_MEANT_AS_TEXT}", tag.line,
                )  # fmt: skip

    def _close(self, end: Tag) -> None:
        """Close the nearest element of that name, and what ends with it."""
        at = next((at for at in range(len(self._open) - 1, -1, -1) if self._open[at][0].name == end.name), None)
        if at is not None:
            self._open[at:] = [entry for entry in self._open[at + 1 :] if entry[0].name not in _ENDS_WITH_ITS_PARENT]
        elif end.name not in VOID:
            self._notes.append(
                Note("unclosed-html", f"`</{end.name}>` ends nothing", f"delete it, {_MEANT_AS_TEXT}", end.line)
            )
