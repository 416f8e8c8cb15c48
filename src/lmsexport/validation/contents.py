"""The files of a package, read without unpacking it and without trusting anything that it says of itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from lmsexport.errors import LmsExportError

MAX_DOCUMENT = 50_000_000
"""Bytes of a document that are read; a longer one is refused."""


class PackageError(LmsExportError):
    """The file is no package that can be read."""


class Contents:
    """The members of an archive, a folder or a single file, in the order in which they stand there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path)
        self._sizes = {entry.filename: entry.file_size for entry in self._zip.infolist() if not entry.is_dir()}
        self._trees: dict[str, etree._Element | None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __contains__(self, name: object) -> bool:
        return name in self._sizes

    def size(self, name: str) -> int:
        """Bytes of a member."""
        return self._sizes[name]

    def open(self, name: str) -> IO[bytes]:
        """A member from its beginning."""
        return self._zip.open(name)

    def read(self, name: str) -> bytes:
        """A member. Raises `PackageError` when it is longer than `MAX_DOCUMENT`, damaged or not there."""
        with self.open(name) as file:
            data = file.read(MAX_DOCUMENT + 1)
        if len(data) > MAX_DOCUMENT:
            raise PackageError(f"{name} is longer than {MAX_DOCUMENT:,} bytes")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of a document, parsed once; None for a document that is missing or not well-formed.

        Nothing outside is read: no DTD, no entity, no network. Elements know their lines (`sourceline`).
        """
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        return self._trees[name]

    def _parsed(self, name: str) -> etree._Element | None:
        if name not in self:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, PackageError, ValueError):
            return None

    def sha256(self, name: str) -> str:
        """SHA-256 of a member's bytes, read block by block."""
        import hashlib

        with self.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
