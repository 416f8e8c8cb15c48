"""Folders and single files as packages."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import cast

from lmsexport.validation.archives import MAX_MEMBERS, TOO_MANY, Entry, Holder, PackageError, Stream, guarded


class Folder(Holder):
    """A package that stands unpacked on the disk. Links are not followed."""

    kind = "folder"

    def __init__(self, path: Path) -> None:
        self._path = path
        entries: list[Entry] = []
        with closing(self._walked()) as walked:
            for entry in walked:
                entries.append(entry)
                if len(entries) > MAX_MEMBERS:
                    raise PackageError(TOO_MANY)
        self.entries = tuple(sorted(entries, key=lambda entry: entry.name))

    def _walked(self) -> Generator[Entry, None, None]:
        """Iteratively, so that no depth of folders is too deep."""
        todo = [""]
        while todo:
            below = todo.pop()
            with os.scandir(self._path / below) as found:
                for one in found:
                    name = f"{below}{one.name}"
                    if one.is_symlink():
                        yield Entry(name, 0, "link")
                    elif one.is_dir():
                        todo.append(f"{name}/")
                    elif one.is_file():
                        yield Entry(name, one.stat().st_size)
                    else:
                        yield Entry(name, 0, "special")

    def open(self, entry: Entry) -> Stream:
        with guarded():
            return Stream((self._path / entry.name).open("rb"))


class File(Holder):
    """A file that is no archive: its only member."""

    kind = "file"

    def __init__(self, path: Path) -> None:
        name = path.name.replace("\\", "_").replace(":", "_")
        self.entries = (Entry(name, path.stat().st_size, handle=path),)

    def open(self, entry: Entry) -> Stream:
        with guarded():
            return Stream(cast(Path, entry.handle).open("rb"))
