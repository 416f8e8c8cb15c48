"""Rendered texts on disk: a long course whose one lesson changed is not parsed again as a whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from lmsexport import __version__
from lmsexport.content.fragment import Code, Fragment, ItemLink, Look, Math, MediaLink, Slot
from lmsexport.content.surroundings import Destinations

FILE = ".lmsexport-texts.json"
"""Name of the memory in an output folder."""

Anchored = list[tuple[str, str, int]]
"""The anchors that a text points to: item, anchor, line."""

Rows = dict[str, list[Any]]
"""Rendered texts as data, by what they are found with."""

_KINDS: dict[str, type[Slot]] = {"item": ItemLink, "media": MediaLink, "math": Math, "code": Code, "look": Look}
_NAMES = {kind: name for name, kind in _KINDS.items()}


class Memory:
    """Texts as they were rendered last time. Only texts without a problem are remembered.

    A text is found again by its folder, its level and its words, as long as the same lmsexport reads the same files and
    items: what a link leads to depends on them.
    """

    def __init__(self, rows: Rows | None = None, among: str = "") -> None:
        self._rows = rows or {}
        self._among = among
        self._kept: Rows = {}

    def among(self, destinations: Destinations) -> None:
        """Forget everything when the files, the items or the course's own source files are others than last time."""
        files, sources = sorted(destinations.files), sorted(destinations.sources)
        named = [files, sources, sorted(destinations.items), sorted(destinations.item_files.items())]
        among = hashlib.sha256(json.dumps([__version__, named]).encode()).hexdigest()
        if among != self._among:
            self._rows, self._among = {}, among

    def recall(self, folder: str, text: str, under_title: bool) -> tuple[Fragment, Anchored] | None:
        """A text as it was rendered, with the anchors that it points to; None when it is not known or not readable."""
        key = _key(folder, text, under_title)
        row = self._rows.get(key)
        if row is None:
            return None
        try:
            pieces, plain, paragraph, anchors, anchored = row
            fragment = Fragment(tuple(map(_piece, pieces)), plain, paragraph, frozenset(anchors))
            pointed_to = [(item, anchor, line) for item, anchor, line in anchored]
        except (ValueError, TypeError, KeyError, IndexError):
            return None
        self._kept[key] = row
        return fragment, pointed_to

    def knows(self, folder: str, text: str, under_title: bool) -> bool:
        """Whether a text was rendered before."""
        return _key(folder, text, under_title) in self._rows

    def learn(self, rows: Rows) -> None:
        """Take in what another memory keeps."""
        self._rows |= rows

    @property
    def kept(self) -> Rows:
        """The texts that were asked for or rendered since the memory was read."""
        return self._kept

    def keep(self, folder: str, text: str, under_title: bool, fragment: Fragment, anchored: Anchored) -> None:
        """Remember a text."""
        pieces = [piece if isinstance(piece, str) else _row(piece) for piece in fragment.pieces]
        row = [pieces, fragment.plain, fragment.paragraph, sorted(fragment.anchors), anchored]
        self._kept[_key(folder, text, under_title)] = row

    def again(self) -> Memory:
        """A memory for the next time, that knows the texts of this time."""
        return Memory(self._kept, self._among)

    def dump(self) -> str:
        """What to write: the texts that were asked for since the memory was read."""
        return json.dumps({"among": self._among, "texts": self._kept}, ensure_ascii=False, separators=(",", ":"))


def read_memory(path: Path) -> Memory:
    """The memory in a file; an empty one when there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows, among = data["texts"], data["among"]
        return Memory(rows, among) if isinstance(rows, dict) and isinstance(among, str) else Memory()
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def _key(folder: str, text: str, under_title: bool) -> str:
    return hashlib.sha256(f"{folder}\0{under_title}\0{text}".encode()).hexdigest()


def _row(slot: Slot) -> list[Any]:
    return [_NAMES[type(slot)], *(getattr(slot, name) for name in slot.__slots__)]


def _piece(row: Any) -> str | Slot:
    return row if isinstance(row, str) else _KINDS[row[0]](*row[1:])
