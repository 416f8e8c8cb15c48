"""Identifiers for packages, all derived from the ids that authors give: never from position, time or title."""

from __future__ import annotations

import hashlib
import json
import uuid

from lmsexport.errors import InternalError
from lmsexport.model import Lab

_NAMESPACE = uuid.UUID("5b0f3c54-5d3c-5a0e-9a51-0d5d2b1f7c11")
_LARGEST = 2**31 - 1


_SAID = {
    "id", "title", "summary", "task", "suggested_opening", "assistant", "tagline", "welcome", "points", "parameters",
    "private",
}  # fmt: skip
"""The fields of a lab that its tool is told, by the labs bundle."""


def short_hash(*parts: str, length: int = 12) -> str:
    """The first hexadecimal digits of a hash over the parts; the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


def stable_uuid(*parts: str) -> uuid.UUID:
    """A version 5 UUID (RFC 9562, clause 5.5) over the parts."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts))


def revision(lab: Lab) -> str:
    """A short hash of all that the labs bundle says of a lab, private text included: what its tool has to know.

    Gates, grades and what else a format may leave out do not count, so that every package of a build says the same.

    It begins with a letter: Canvas passes on what looks like a number as a number.
    """
    return "r" + short_hash(json.dumps(lab.model_dump(mode="json", include=_SAID), sort_keys=True), length=10)


class Numbers:
    """31-bit numbers from names, for databases that want integers.

    The same name has the same number in every build. Where two names meet (among 10,000 names once in about 43
    courses) the later one is hashed again until it finds a free number.
    """

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._numbers: dict[str, int] = {}

    def __call__(self, *parts: str) -> int:
        """The number of a name, 1 to 2,147,483,647."""
        name = "\x1f".join(parts)
        if name not in self._numbers:
            self._numbers[name] = self._free(name)
        return self._numbers[name]

    def _free(self, name: str) -> int:
        for attempt in range(100):
            digest = hashlib.sha256(f"{name}\x1f{attempt}".encode()).digest()
            number = int.from_bytes(digest[:4], "big") & _LARGEST
            if number and number not in self._names:
                self._names[number] = name
                return number
        raise InternalError(f"no free number for {name!r}")
