"""Marks of a line as elements that nest: which begin and which end before each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lmsexport.content.structure.parts import Mark, Marks, Part


class Step(NamedTuple):
    """A part of a line, or the beginning or end of a mark."""

    kind: str
    """`part`, `open` or `close`."""
    part: Part | None
    mark: Mark | None
    number: int
    """Beginning and end of the same mark have the same number."""


def nested(parts: Sequence[Part], marks: Sequence[Marks], rank: Callable[[Mark], int]) -> Iterator[Step]:
    """The parts of a line between the beginnings and ends of their marks.

    What holds for longer stands outside; of equals, what has the lower rank.
    """
    opened: list[tuple[Mark, int]] = []
    count = 0
    for index, part in enumerate(parts):
        wanted = marks[index]
        keep = next((n for n, (mark, _) in enumerate(opened) if mark not in wanted), len(opened))
        for mark, number in reversed(opened[keep:]):
            yield Step("close", None, mark, number)
        del opened[keep:]
        known = {mark for mark, _ in opened}
        new = [mark for mark in wanted if mark not in known]
        for mark in sorted(new, key=lambda mark: (-_reach(marks, index, mark), rank(mark))) if len(new) > 1 else new:
            count += 1
            opened.append((mark, count))
            yield Step("open", None, mark, count)
        yield Step("part", part, None, 0)
    for mark, number in reversed(opened):
        yield Step("close", None, mark, number)


def _reach(marks: Sequence[Marks], start: int, mark: Mark) -> int:
    """The index of the part before which a mark ends."""
    return next((index for index in range(start, len(marks)) if mark not in marks[index]), len(marks))
