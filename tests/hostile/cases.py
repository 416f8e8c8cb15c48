"""Damaged packages by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from hostile import damage_documents as _documents  # noqa: F401 - it enters its ways, too
from hostile.damage import DAMAGES
from hostile.seeds import Seed

WAYS = tuple(DAMAGES)


def damaged(seed: Seed, way: str, number: int) -> bytes | None:
    """The package that this name means; None where the seed has nothing that could be damaged so."""
    return DAMAGES[way](Random(f"{seed.name}/{way}/{number}"), seed)


def cases(seeds: Sequence[Seed], rounds: range, one_in: int = 1) -> Iterator[tuple[str, bytes]]:
    """Every way to damage every seed, once in a round: name and bytes. Of all these, one in so many."""
    for number in rounds:
        for (place, seed), (turn, way) in product(enumerate(seeds), enumerate(WAYS)):
            if (place + turn) % one_in == number % one_in and (data := damaged(seed, way, number)) is not None:
                yield f"{seed.name}/{way}/{number}", data
