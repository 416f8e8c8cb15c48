"""The official schemas that are at hand, for packages that carry them. This module imports nothing heavy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path


class HeldSchemas(Mapping[str, Path]):
    """The schema store by folder and name, `scorm-1.2/adlcp_rootv1p2.xsd`; not read before somebody asks.

    Each file is known by its sum. So which of them are here can make a build fail, but never change what it writes.
    """

    @cached_property
    def _held(self) -> Mapping[str, Path]:
        from lmsexport.validation.store import Store

        return Store().held

    def __getitem__(self, name: str) -> Path:
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
