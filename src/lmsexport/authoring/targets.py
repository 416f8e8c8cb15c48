"""What the texts of a course lead to: its items and the files that go with it."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from lmsexport.errors import ModelPath
from lmsexport.model import Course

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_BEHIND_PATH = re.compile(r"[?#].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ItemAt:
    """An item and its path in the model."""

    id: str
    path: ModelPath


class Targets:
    """Finds what an address in a file of a course leads to. Says nothing of what leads nowhere: resolving does."""

    def __init__(self, course: Course, files: Iterable[str]) -> None:
        self.files = tuple(dict.fromkeys(files))
        self._files = {_composed(file): file for file in reversed(self.files)}
        self._items: dict[str, ItemAt] = {}
        self._sources: dict[str, ItemAt] = {}
        for m, module in enumerate(course.modules):
            for i, item in enumerate(module.items):
                self._items[item.id] = ItemAt(item.id, ("modules", m, "items", i))
                if item.source not in ("", module.source):
                    self._sources[_composed(item.source)] = self._items[item.id]

    def file(self, source: str, address: str) -> str | None:
        """The file that an address in the file `source` leads to."""
        return None if _SCHEME.match(address) else self.named(source, unquote(_BEHIND_PATH.sub("", address)))

    def item(self, source: str, address: str) -> ItemAt | None:
        """The item that an address without `#` leads to: `item:<id>`, or the path of its file."""
        if address.startswith("item:"):
            return self._items.get(unquote(address[5:]))
        if _SCHEME.match(address):
            return None
        return self._sources.get(_path(source, unquote(_BEHIND_PATH.sub("", address))))

    def named(self, source: str, path: str) -> str | None:
        """The file that has this path from the folder of `source`; how Unicode composes letters does not matter."""
        return self._files.get(_path(source, path)) if path else None


def _path(source: str, path: str) -> str:
    return _composed(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
