"""The ids of an imported course: the author's own where the package says them, else names made of titles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lmsexport.authoring.file_names import slug

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MADE_BY_MACHINES = re.compile(r"[0-9a-f]{12,}|\d{4,}|^(?:res|item|resource|ident|id|i|q|question)?-?\d+$")
"""What no author writes: sums, numbers of a database, counters."""
LONGEST = 64
"""Characters of an id."""


class Identities:
    """Ids that are taken: all are unique in the course. What authors chose is kept for their parts."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._taken: set[str] = set()
        self._kept = set(filter(is_authored, own))

    def give(self, own: str, *names: str) -> str:
        """An id: what the package calls the part, where an author may have called it so; else of the first name that
        has Latin letters; with a number behind it where it is taken."""
        if is_authored(own) and own not in self._taken:
            self._taken.add(own)
            return own
        wanted = next(filter(None, map(slug, (own if is_authored(own) else "", *names))), "part")[:LONGEST].rstrip("-")
        free, number = wanted, 1
        while free in self._taken or free in self._kept:
            number += 1
            free = f"{wanted[: LONGEST - len(str(number)) - 1].rstrip('-')}-{number}"
        self._taken.add(free)
        return free


def is_authored(id: str) -> bool:
    """Whether an author may have chosen an id."""
    return len(id) <= LONGEST and _ID.fullmatch(id) is not None and not _MADE_BY_MACHINES.search(id)
