"""A package in memory: parts with names, before any archive is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lmsexport.errors import InternalError


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a package: its bytes, or the file on disk that holds them (media are never read into memory)."""

    name: str
    """Path within the package, with forward slashes."""
    content: bytes | Path


@dataclass(slots=True)
class Package:
    """The parts of a package in the order in which they are written."""

    notes: list[str] = field(default_factory=list)
    """What an instructor has to do once after the upload: a sentence each."""
    _parts: dict[str, Part] = field(default_factory=dict)

    def add(self, name: str, content: str | bytes | Path) -> None:
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
