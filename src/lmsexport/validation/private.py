"""Texts that only the tool of a lab may know, looked for in a package."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_WORD = re.compile(r"\w+")

_RUN = 20
"""Words in a row that are looked for: whoever has so many of a text has the text, or copied a part of it."""
_FEWEST = 5
"""Words that a text must have to be looked for: fewer stand anywhere."""


@dataclass(frozen=True, slots=True)
class PrivateTexts:
    """What must stand in no package."""

    runs: Mapping[str, str]
    """Words in a row → whose they are."""

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]], public: Iterable[str] = ()) -> PrivateTexts:
        """Of pairs of a lab's title and a text; what the lab says in public as well is no secret."""
        said = " ".join(_words(text) for text in public)
        return cls({run: owner for owner, text in texts for run in _runs(_words(text)) if run not in said})

    def __bool__(self) -> bool:
        return bool(self.runs)

    def owners_in(self, text: str) -> Iterator[str]:
        """Whose texts stand in a text, each once: as it is, as markup, or as markup within a document."""
        there = f" {_words(text)} "
        yield from dict.fromkeys(owner for run, owner in self.runs.items() if f" {run} " in there)


def _runs(words: str) -> Iterator[str]:
    found = words.split()
    if len(found) >= _FEWEST:
        for start in range(0, max(1, len(found) - _RUN + 1), _RUN):
            yield " ".join(found[start : start + _RUN])


def _words(text: str) -> str:
    """The words, however the text is written."""
    return " ".join(_WORD.findall(_bare(text))).casefold()


def _bare(text: str) -> str:
    """A text without markup and escapes, whether it stands in JSON, in HTML, or as HTML in XML."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " " if found[2] in "nrt" else found[2],
                           text)  # fmt: skip
    for _ in range(2):
        text = html.unescape(_TAG.sub(" ", text))
    return _TAG.sub(" ", text)
