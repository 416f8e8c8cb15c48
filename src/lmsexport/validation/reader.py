"""What the room of a format knows about packages that come from anywhere: its reader, and the rules that they keep."""

from __future__ import annotations

import posixpath
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import entry_points
from typing import ClassVar
from urllib.parse import unquote

from lmsexport.errors import Severity
from lmsexport.validation.contents import Contents
from lmsexport.validation.outline import Outline
from lmsexport.validation.targets import Elsewhere, Lost, Member, Target

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_BEHIND_PATH = re.compile(r"[?#].*", re.DOTALL)

GROUP = "lmsexport.readers"
"""The entry-point group through which readers register; the built-in ones use it too."""


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
    slow: bool = False
    """Whether its schemas take half a second or more to compile, as long as several builds."""


class Reader(ABC):
    """Knows one kind of package. What a reader does not say of itself, it inherits from here."""

    kind: ClassVar[str]
    """Short name, as reports say it: `moodle`, `cartridge`, `canvas`, `scorm-1.2`."""
    title: ClassVar[str]
    """What users read: “Moodle course backup”."""
    rank: ClassVar[int] = 50
    """0 is asked first; a general kind (a content package) last."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """What such a package must keep."""
    schemas: ClassVar[tuple[str, ...]] = ()
    """Folders of the schema store that describe its documents; none for a format without schemas."""
    main_document: ClassVar[str] = ""
    """The document at the top of an archive that importers look for first: `imsmanifest.xml`."""
    packings: ClassVar[tuple[str, ...]] = ("zip",)
    """How its archives are packed, as `Contents.packing`."""
    plays: ClassVar[bool] = False
    """Whether its files go to the browser of every student, where their own scripts read them."""
    only_questions: ClassVar[bool] = False
    """Whether its packages are files of questions: they go to an importer, and to no student."""
    has_points: ClassVar[bool] = True
    """Whether it can say what a question is worth; else every question gives 1 point."""
    keeps_pages: ClassVar[bool] = True
    """Whether students see the pages of the package as they are, and no others that the LMS makes of them."""
    holds_private_texts: ClassVar[bool] = False
    """Whether it is for machines alone, and the place for texts that no student may read."""

    @abstractmethod
    def recognises(self, contents: Contents) -> str | None:
        """The exact kind with its version, as users read it (“Common Cartridge 1.1, thin”), or None for another's.

        By content, not by name. A kind that is a special case of another (a Canvas export is a cartridge) recognises
        it first: readers are asked in the order of `rank`.
        """

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        """The documents that official schemas describe."""
        return ()

    def downloads(self, contents: Contents) -> Collection[str]:  # noqa: ARG002
        """The members that students are given as they are, so that what is in them concerns no importer."""
        return ()

    @abstractmethod
    def read(self, contents: Contents) -> Outline:
        """What is in it. Never raises for anything in the package: what cannot be understood is named in `unread`."""

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """Where an address in a text of the package leads; `base` is that of the text.

        The address is one without the escapes of HTML. Here it is one as on the web (RFC 3986, 5.2), and `base` the
        member that holds the text; a member whose name has `%`, `?` or `#` is found by its name, too. Other formats
        have their own spellings.
        """
        if _ELSEWHERE.match(address):
            return Elsewhere(address)
        for path in (address, unquote(_BEHIND_PATH.sub("", address))):
            member = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
            if member in contents:
                return Member(member)
        return Lost(address)


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

    def target(self, address: str, base: str = "") -> Target:
        """Where an address in one of its texts leads."""
        return self.reader.target(self.contents, address, base)


@cache
def readers() -> tuple[Reader, ...]:
    """All registered readers in the order in which they are asked."""
    loaded: list[Reader] = [entry.load()() for entry in entry_points(group=GROUP)]
    return tuple(sorted(loaded, key=lambda reader: (reader.rank, reader.kind)))


@cache
def main_documents() -> tuple[str, ...]:
    """The documents that packages begin with, of all kinds."""
    return tuple(dict.fromkeys(reader.main_document for reader in readers() if reader.main_document))


# -- rules -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where a package does not keep a rule."""

    what: str
    """One sentence: what is there, and what was expected."""
    member: str = ""
    """The file in the package; empty for the package as a whole."""
    line: int = 0
    """Counts from 1; 0 for the whole file."""
    mend: str = ""
    """What to do about this one, where that is more than the rule's own mend."""


Check = Callable[["Subject"], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a package must keep so that it imports, or arrives as it was meant."""

    id: str
    """Stable and kebab-case, beginning with the format: `cartridge-dangling-reference`, `moodle-sumgrades`."""
    says: str
    """What must hold, as one sentence that an instructor understands."""
    source: str
    """Where that is written: the clause of the standard, or the code of the LMS with its version."""
    mend: str
    """What to do about a breach."""
    check: Check
    severity: Severity = Severity.ERROR
    """An error keeps a package from importing or loses something; a warning changes something; a note is good to
    know, and cannot be otherwise."""
    tried: bool = field(kw_only=True)
    """Whether a breach was seen to do harm in the real LMS or tool; otherwise the rule was only read. Nothing is
    taken for tried unless somebody says so."""


def called(kind: str, *names: str | None) -> str:
    """How a message names a thing: by the first of its names that it has, cut short."""
    name = next(filter(None, (" ".join((name or "").split()) for name in names)), "")
    return f"the {kind} “{name[:60]}”" if name else f"a {kind} without a name"


MOST = 1_000
"""Places that are listed for one rule: nobody reads more, and a hostile package could have millions."""


def checked_elsewhere(_: Subject) -> Iterable[Breach]:
    """The check of a rule whose breaches are found elsewhere: by the judge itself, or among several packages."""
    return ()


def rule(
    id: str, says: str, *, source: str, mend: str, severity: Severity = Severity.ERROR, tried: bool
) -> Callable[[Check], Rule]:
    """Make a rule of the function that finds its breaches."""

    def made(check: Check) -> Rule:
        return Rule(id, says, source, mend, check, severity, tried=tried)

    return made
