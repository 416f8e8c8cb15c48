"""Texts that are made of others: what a pass writes into a course where its author writes Markdown.

A course holds every rich text as a string. A composed text is a string, too: a key, with the words behind it, of a
fragment that stands ready. No author can write such a string, and whoever glues it to another gets a text that no
package takes in, so that it is never lost without a word.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterator, Mapping

from lmsexport.content.fragment import EMPTY, Fragment, Piece

_OPEN, _CLOSE = "\x02", "\x03"
"""Around the key: characters that no text of an author may hold (XML 1.0, production 2)."""


def is_composed(text: str) -> bool:
    """Whether a text is the key of a ready fragment."""
    return text.startswith(_OPEN)


def readable(text: str) -> str:
    """A text for people: of a composed one its words, of any other itself."""
    return text.partition(_CLOSE)[2] if is_composed(text) else text


class ComposedTexts:
    """The fragments of one course that stand ready, by their keys. It only grows."""

    def __init__(self, before: Mapping[str, Fragment] | None = None) -> None:
        self._fragments: dict[str, Fragment] = dict(before or {})

    def __getitem__(self, text: str) -> Fragment:
        return self._fragments[text]

    def values(self) -> Iterator[Fragment]:
        """The fragments."""
        yield from self._fragments.values()

    def copy(self) -> ComposedTexts:
        """The same texts, to which others can be added."""
        return ComposedTexts(self._fragments)

    def keep(self, fragment: Fragment) -> str:
        """The fragment as a text of a course; empty for an empty one. The same fragment has the same key."""
        if fragment.empty:
            return ""
        pieces = repr((fragment.pieces, fragment.paragraph)).encode()
        digest = hashlib.blake2b(pieces, digest_size=12).hexdigest()
        text = f"{_OPEN}{digest}{_CLOSE}{fragment.plain}"
        self._fragments.setdefault(text, fragment)
        return text


def stacked(*fragments: Fragment) -> Fragment:
    """Fragments one below the other."""
    shown = [fragment for fragment in fragments if not fragment.empty]
    if len(shown) < 2:
        return shown[0] if shown else EMPTY
    pieces: list[Piece] = []
    for fragment in shown:
        pieces += ["<p>", *fragment.pieces, "</p>"] if fragment.paragraph else fragment.pieces
    plain = " ".join(fragment.plain for fragment in shown)
    return Fragment(tuple(pieces), plain, False, frozenset().union(*(fragment.anchors for fragment in shown)))


def paragraph(text: str) -> Fragment:
    """Plain text as a paragraph."""
    return Fragment((html.escape(text, quote=False),), " ".join(text.split()), True) if text else EMPTY


def label(text: str) -> Fragment:
    """The name of the text that follows, in bold."""
    return Fragment((f"<p><strong>{html.escape(text, quote=False)}</strong></p>",), text)


def wrapped(start: str, fragment: Fragment, end: str) -> Fragment:
    """A fragment between XHTML tags, without the `<p>` around a single paragraph."""
    return Fragment((start, *fragment.pieces, end), fragment.plain, False, fragment.anchors)


def bulleted(*fragments: Fragment) -> Fragment:
    """Fragments as the entries of a list."""
    return wrapped("<ul>", stacked(*(wrapped("<li>", fragment, "</li>") for fragment in fragments)), "</ul>")


def mapped(fragment: Fragment, change: Callable[[str], str]) -> Fragment:
    """A fragment with its XHTML, and its words, changed; its holes stay."""
    pieces = tuple(change(piece) if isinstance(piece, str) else piece for piece in fragment.pieces)
    return Fragment(pieces, change(fragment.plain), fragment.paragraph, fragment.anchors)
