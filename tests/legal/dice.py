"""Chance that can be repeated: all that a random course decides comes from one seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throws for one course."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def yes(self, percent: float = 50) -> bool:
        """Whether something happens that happens so often."""
        return self._random.random() * 100 < percent

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(least, most)

    def pick(self, *values: T) -> T:
        """Any of the values."""
        return values[self._random.randrange(len(values))]

    def few(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """Different values, in any order."""
        return self._random.sample(values, min(self.number(least, most), len(values)))

    def several(self, make: Callable[[], T], least: int = 0, most: int = 2) -> list[T]:
        """A list of things, each made anew."""
        return [make() for _ in range(self.number(least, most))]

    def maybe(self, percent: float = 50, /, **fields: Callable[[], object]) -> dict[str, object]:
        """Some of the fields, each with a value of its own."""
        return {name: make() for name, make in fields.items() if self.yes(percent)}
