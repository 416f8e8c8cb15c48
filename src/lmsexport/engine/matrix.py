"""Which kinds of packages are written, read, judged, simulated and described by schemas: by the registrations alone."""

from __future__ import annotations

from typing import NamedTuple

from lmsexport.formats.base import formats
from lmsexport.lms.base import lmss
from lmsexport.validation import readers


class Row(NamedTuple):
    """What is there for one kind of package; empty where nothing is."""

    kind: str
    write: tuple[str, ...]
    """Targets that write it."""
    read: str
    """What its reader calls it."""
    rules: int
    simulate: tuple[str, ...]
    """LMSs whose import of it is simulated."""
    schemas: tuple[str, ...]
    """Folders of the schema store that describe its documents."""


def matrix() -> list[Row]:
    """A row for each kind that somebody reads, then one for each target that nobody reads back."""
    targets, receivers = formats(), lmss()
    rows = [
        Row(
            reader.kind,
            tuple(name for name, target in targets.items() if target.reader == reader.kind),
            reader.title,
            len(reader.rules),
            tuple(name for name, lms in receivers.items() if reader.kind in lms.kinds),
            reader.schemas,
        )
        for reader in readers()
    ]
    unread = [name for name, target in targets.items() if target.reader is None]
    return sorted(rows) + [Row(name, (name,), "", 0, (), ()) for name in unread]
