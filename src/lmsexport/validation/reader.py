"""What the room of a format knows about packages that come from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import entry_points
from typing import ClassVar, Protocol

from lmsexport.validation.contents import Contents
from lmsexport.validation.outline import Outline
from lmsexport.validation.rules import Rule

GROUP = "lmsexport.readers"
"""The entry-point group through which readers register; the built-in ones use it too."""


PLAYED = frozenset({"cmi5", "html", "scorm-1.2", "scorm-2004"})
"""Kinds of packages whose files go to the browser of every student, and are read by their own scripts."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a package that an official schema describes."""

    member: str
    schemas: tuple[str, ...]
    """Files of the store that have to be loaded together, by folder and name: `scorm-1.2/adlcp_rootv1p2.xsd`."""
    mapped: Mapping[str, str] | None = None
    """Namespaces of the document that are read as another before checking, where the right schema is not at hand."""
    without: tuple[str, ...] = ()
    """Elements that the schemas at hand do not know, as paths of Clark names, taken out before checking."""
    values: Mapping[str, str] | None = None
    """Patterns of values that later versions call otherwise, in attributes and texts, and what they are read as."""
    loose: bool = False
    """Whether the publisher's own packages do not always keep to them: then a breach is a warning."""


class Reader(Protocol):
    """Knows one kind of package."""

    kind: ClassVar[str]
    """Short name, as reports say it: `moodle`, `cartridge`, `canvas`, `scorm-1.2`."""
    title: ClassVar[str]
    """What users read: “Moodle course backup”."""
    rules: ClassVar[tuple[Rule, ...]]
    """What such a package must keep."""

    def recognises(self, contents: Contents) -> str | None:
        """The exact kind with its version, as users read it (“Common Cartridge 1.1, thin”), or None for another's.

        By content, not by name. A kind that is a special case of another (a Canvas export is a cartridge) recognises
        it first: readers are asked in the order of `rank`.
        """

    rank: ClassVar[int]
    """0 is asked first; a general kind (a content package) last."""

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The documents that official schemas describe."""

    def read(self, contents: Contents) -> Outline:
        """What is in it. Never raises for anything in the package: what cannot be understood is named in `unread`."""


@dataclass(frozen=True)
class Subject:
    """A package in front of the judge: what the checks of rules look at."""

    contents: Contents
    reader: Reader
    kind: str
    """What `recognises` said."""

    @cached_property
    def outline(self) -> Outline:
        """What is in it, read once."""
        return self.reader.read(self.contents)


@cache
def readers() -> tuple[Reader, ...]:
    """All registered readers in the order in which they are asked."""
    found = [entry.load()() for entry in entry_points(group=GROUP)]
    return tuple(sorted(found, key=lambda reader: (reader.rank, reader.kind)))
