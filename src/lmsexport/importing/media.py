"""The files of an imported course: where each comes from, and what it is called until the course is laid out."""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import IO

from lmsexport.authoring.file_names import Names, safe_name
from lmsexport.validation import Contents, PackageError
from lmsexport.validation.archives import Stream
from lmsexport.validation.targets import Embedded, Member

Origin = str | bytes
"""A member of the package, or the content of a file that stands within a document."""


@dataclass
class Media:
    """The files that texts and items of the course need."""

    contents: Contents
    origins: dict[str, Origin] = field(default_factory=dict)
    """Path of each file in the course → where it comes from."""
    _paths: dict[str, str] = field(default_factory=dict)
    _names: Names = field(default_factory=Names)

    def path(self, target: Member | Embedded) -> str:
        """The path that a file of the package has in the course; the same for the same file."""
        if isinstance(target, Embedded):
            return self.of_bytes(target.data, target.shown)
        return self._taken(target.name, posixpath.basename(target.shown or target.name), target.name)

    def with_sums(self, sums: Sequence[str]) -> list[Member]:
        """The files of the package that have these SHA-256, for items that say nothing else of what they offer."""
        return [Member(self._by_sum[one]) for one in sums if one in self._by_sum]

    @cached_property
    def _by_sum(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for member in self.contents:
            with suppress(PackageError):
                found.setdefault(self.contents.digest(member), member)
        return found

    def of_bytes(self, data: bytes, name: str) -> str:
        """The path of a file that stands in a text itself."""
        return self._taken(hashlib.sha256(data).hexdigest(), name, data)

    def of_type(self, data: bytes, media_type: str) -> str:
        """The same for one without a name."""
        return self.of_bytes(data, f"picture{mimetypes.guess_extension(media_type) or ''}")

    def _taken(self, key: str, name: str, origin: Origin) -> str:
        if key not in self._paths:
            path = self._names.take(f"media/{safe_name(name)}")
            self._paths[key] = path
            self.origins[path] = origin
        return self._paths[key]

    @contextmanager
    def open(self, path: str) -> Iterator[Stream | IO[bytes]]:
        """The content of a file of the course. Raises `PackageError` for a damaged member."""
        origin = self.origins[path]
        if isinstance(origin, bytes):
            yield BytesIO(origin)
            return
        with self.contents.open(origin) as stream:
            yield stream
