"""Small sound packages to begin with: every target's, without the largest members, and those of other software."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hostile.seeds import Seed, own, real

_LARGEST = 25_000
"""Bytes of a package that coverage is quickly measured with."""
_KEPT = ("imsmanifest.xml", "cmi5.xml", "index.html")
"""What a package is recognised by."""


def small_packages() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in [*own(Path(folder)), *real()]:
            yield seed.name, _small(seed)


def _small(seed: Seed) -> bytes:
    members = list(seed.members)
    while len(data := seed.packed(tuple(members))) > _LARGEST and len(members) > 1:
        left = [member for member in members if not member[0].startswith(_KEPT)]
        if not left:
            break
        members.remove(max(left, key=lambda member: len(member[1])))
    return data
