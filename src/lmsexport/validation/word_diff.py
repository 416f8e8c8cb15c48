"""The words by which two texts differ."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal, NamedTuple

CONTEXT = 8
"""Words that are shown on either side of a difference."""

MOST = 5_000
"""Words of a text that are compared one by one; a longer one is shown by its beginning."""


class Run(NamedTuple):
    """Words that stand in both texts, or in one of them."""

    kind: Literal["same", "gone", "new"]
    text: str


def marked(before: str, after: str) -> list[Run]:
    """Both texts in one, with what is gone and what is new; of what stayed, only the words around a difference."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MOST:
        return [Run("gone", f"{' '.join(old[:CONTEXT])} … ({len(old):,} words)"),
                Run("new", f"{' '.join(new[:CONTEXT])} … ({len(new):,} words)")]  # fmt: skip
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [run for number, step in enumerate(steps) for run in _run(step, old, new, number, len(steps))]


def _run(step: tuple[str, int, int, int, int], old: list[str], new: list[str], number: int, of: int) -> Iterator[Run]:
    kind, first, last, new_first, new_last = step
    if kind == "equal":
        yield Run("same", _shortened(old[first:last], begins=number == 0, ends=number == of - 1))
        return
    if first < last:
        yield Run("gone", " ".join(old[first:last]))
    if new_first < new_last:
        yield Run("new", " ".join(new[new_first:new_last]))


def _shortened(words: list[str], begins: bool, ends: bool) -> str:
    """The words next to the differences on either side."""
    before, after = 0 if begins else CONTEXT, 0 if ends else CONTEXT
    if len(words) <= before + after + 1:
        return " ".join(words)
    return " ".join([*words[:before], "…", *words[len(words) - after :]])
