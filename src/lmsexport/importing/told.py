"""What there is to say of an import beside the course itself: nothing is lost or changed without an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

Outcome = Literal["missing", "not kept", "changed"]
"""`missing`: the package does not say what a course needs, so the part is a draft; an author has to add it. `not kept`:
the package says it, the course does not. `changed`: the course says it otherwise."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which part of the course is talked of, and what it was in the package."""

    part: str
    """Its id in the course; empty for the course itself."""
    place: str = ""
    """`MEMBER:LINE` in the package, where that is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that did not come over as it was."""

    outcome: Outcome
    what: str
    """A sentence without its full stop."""
    origin: Origin
    count: int = 1
    """How often in this part."""


@dataclass(slots=True)
class Told:
    """Collects entries; the same of one part is one entry with its number."""

    _entries: dict[tuple[Outcome, str, Origin], int] = field(default_factory=dict)

    def say(self, outcome: Outcome, what: str, origin: Origin, count: int = 1) -> None:
        """Add an entry."""
        key = (outcome, what, origin)
        self._entries[key] = self._entries.get(key, 0) + count

    def __iter__(self) -> Iterator[Entry]:
        """All entries, by outcome, each in the order of the course."""
        rows = sorted(self._entries.items(), key=lambda row: OUTCOMES.index(row[0][0]))
        return (Entry(outcome, what, origin, count) for (outcome, what, origin), count in rows)
