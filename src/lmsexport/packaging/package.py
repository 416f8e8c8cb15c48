"""A package in memory: parts with names, before any archive is written."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lmsexport.errors import InternalError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_BLOCK = 3 << 16
"""Bytes that are encoded at a time: whole groups of three, so that the ends fit together (RFC 4648, clause 4)."""


@dataclass(frozen=True, slots=True)
class Woven:
    """A text with files in it: its bytes in order; a path stands for that file in base64 (RFC 4648, clause 4)."""

    pieces: tuple[bytes | Path, ...]

    def __len__(self) -> int:
        return sum(
            len(piece) if isinstance(piece, bytes) else (piece.stat().st_size + 2) // 3 * 4 for piece in self.pieces
        )

    def blocks(self) -> Iterator[bytes]:
        """The bytes, a little at a time."""
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            with piece.open("rb") as file:
                while block := file.read(_BLOCK):
                    yield base64.b64encode(block)


Content = bytes | Path | Woven
"""What a part holds: bytes, the file on disk that has them, or a text with files in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a package: its bytes, or where they are on disk (media are never read into memory)."""

    name: str
    """Path within the package, with forward slashes."""
    content: Content

    @property
    def size(self) -> int:
        """Bytes."""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def open(self) -> IO[bytes]:
        """Read it from its beginning."""
        if isinstance(self.content, Path):
            return self.content.open("rb")
        return (
            BytesIO(self.content)
            if isinstance(self.content, bytes)
            else BufferedReader(_Weaving(self.content.blocks()))
        )


class _Weaving(RawIOBase):
    """A woven text as a file that is read once, from its beginning."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a part of the buffer; how many bytes, 0 at the end."""
        if not self._left:
            self._left = memoryview(next(filter(None, self._blocks), b""))
        into = memoryview(buffer)
        number = min(len(into), len(self._left))
        into[:number], self._left = self._left[:number], self._left[number:]
        return number


@dataclass(slots=True)
class Package:
    """The parts of a package in the order in which they are written."""

    notes: list[str] = field(default_factory=list)
    """What an instructor has to do once after the upload: a sentence each."""
    facts: list[str] = field(default_factory=list)
    """What the report says of it beside what was lost: a line each."""
    beside: dict[str, Package] = field(default_factory=dict)
    """Packages that are written in place of this one, by the ends of their names; this one is empty then."""
    _parts: dict[str, Part] = field(default_factory=dict)

    def add(self, name: str, content: str | Content) -> None:
        """Add a part. Raises `InternalError` for a name that exists already or that leaves the package."""
        steps = name.split("/")
        if name in self._parts:
            raise InternalError(f"two parts of a package have the name {name}")
        if not name or "\\" in name or any(step in ("", ".", "..") for step in steps):
            raise InternalError(f"{name!r} is no name for a part of a package")
        self._parts[name] = Part(name, content.encode() if isinstance(content, str) else content)

    def __iter__(self) -> Iterator[Part]:
        return iter(self._parts.values())

    def __len__(self) -> int:
        return len(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __getitem__(self, name: str) -> Part:
        return self._parts[name]
