"""Where an address in a text of a package leads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """To a file of the package."""

    name: str
    """The member."""
    shown: str = ""
    """The file's own name, where the member is called otherwise (Moodle calls it by the SHA-1 of its bytes)."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """To a file that stands within a document of the package, as Moodle XML has them."""

    shown: str
    """The file's own name."""
    data: bytes


@dataclass(frozen=True, slots=True)
class ItemRef:
    """To an item or a module of the course."""

    id: str
    """As the outline has it."""
    anchor: str = ""
    """The place within the item; empty for its beginning."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Out of the package, or to a place within the same text (`#…`)."""

    url: str


@dataclass(frozen=True, slots=True)
class Lost:
    """To something that is not in the package."""

    address: str
    """As it is written, without the escapes of the document."""


Target = Member | Embedded | ItemRef | Elsewhere | Lost
