"""The files of a package, read without unpacking it and without trusting anything that it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, TypeVar, cast

from lxml import etree

from lmsexport.validation.archives import Entry, Holder, PackageError, Stream, Sums, summed
from lmsexport.validation.opening import opened
from lmsexport.validation.xml_messages import fault_in_words

T = TypeVar("T")

MAX_DOCUMENT = 50_000_000
"""Bytes of a document that are read; a longer one is refused."""

MAX_TREES = 1_000_000_000
"""Bytes of memory that all documents together may take, and all pages; a course of 10,000 questions takes a third."""
MAX_PAGE = 100_000_000
"""Bytes of memory that a page may take: a megabyte of tags, or ten of text."""
KEPT = 32_000_000
"""Bytes of small members that are kept: most of them are read for their sums, for their words and as documents."""
_SMALL = 1_000_000
BEGINNING = 100_000
"""Bytes by which a file is recognised."""
_NODE = 120
"""Bytes of memory that a parsed element or attribute takes at most, beside its text."""


class TooLargeError(PackageError):
    """Something is sound for all that is known, and too large to be looked at."""


def line_of(element: etree._Element) -> int:
    """The line in which an element begins; 0 when that is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


class Contents(AbstractContextManager["Contents"]):
    """The members of an archive, a folder or a single file, in the order in which they stand there.

    A member that would leave the package, a link or a device is no member: `entries` has it, for the rules. Of two
    members with one name the last counts, as in most tools.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._holder: Holder = opened(path)
        self._sums: dict[str, Sums | PackageError] = {}
        self._made: dict[Callable[[Contents], object], object] = {}
        self._kept: dict[str, bytes] = {}
        self._room = KEPT
        self._left = self._pages_left = MAX_TREES
        self.too_large: dict[str, str] = {}
        """Documents that were asked for and are larger than what is read here, and how."""
        self.unchecked: dict[str, list[str]] = {}
        """What was not checked, and why → the members that nobody looked at."""
        self._weights: dict[str, int] = {}
        self.entries: tuple[Entry, ...] = self._holder.entries
        """Everything that stands in the archive, as it stands there."""
        self._members = {entry.name: entry for entry in self.entries if entry.kind == "file" and entry.safe}
        self._trees: dict[str, etree._Element | None] = {}
        self._roots: dict[str, etree.QName] = {}
        self._faults: dict[str, tuple[str, int]] = {}

    def __exit__(self, *_: object) -> None:
        self._holder.close()

    def once(self, make: Callable[[Contents], T]) -> T:
        """What `make` makes of the package: the same thing for all who ask, and gone when the package is."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    @property
    def packing(self) -> Literal["zip", "tar", "tar.gz", "folder", "file"]:
        """How the members are held together."""
        return self._holder.kind

    @property
    def single(self) -> bool:
        """Whether this is one file and no archive."""
        return self._holder.kind == "file"

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def otherwise(self, name: str) -> str:
        """The member whose name differs from this one in its capitals alone, as messages add it; empty for none."""
        other = self.once(_by_letters).get(name.casefold(), "")
        return f"; there is {other}, which is written otherwise" if other else ""

    def size(self, name: str) -> int:
        """Bytes of a member. Raises `KeyError` when it is not there; so do the others."""
        return self._members[name].size

    def open(self, name: str) -> Stream:
        """A member from its beginning. Raises `PackageError` for a damaged one, now or while it is read."""
        return self._holder.open(self._members[name])

    def read(self, name: str) -> bytes:
        """A member. Raises `PackageError` when it is longer than `MAX_DOCUMENT` or damaged."""
        size = self.size(name)
        if size > MAX_DOCUMENT:
            raise TooLargeError(f"it is longer than {MAX_DOCUMENT:,} bytes, so it is not read here")
        if name in self._kept:
            return self._kept[name]
        with self.open(name) as file:
            data = file.read(MAX_DOCUMENT)
        if size <= _SMALL and len(data) <= self._room:
            self._kept[name] = data
            self._room -= len(data)
        return data

    def beginning(self, name: str) -> bytes:
        """The first bytes of a member, by which it can be recognised; none of a missing or a damaged one."""
        try:
            with self.open(name) as file:
                return file.read(BEGINNING)
        except (PackageError, KeyError):
            return b""

    def check(self, name: str) -> None:
        """Read a member to its end. Raises `PackageError` when that fails or it has another size."""
        length = self.sums(name).size
        if length != self.size(name):
            raise PackageError(f"it has {length:,} bytes, but the archive says {self.size(name):,}")

    def sums(self, name: str) -> Sums:
        """What the bytes of a member are; they are read once. Raises `PackageError` for a damaged one."""
        if name not in self._sums:
            try:
                small = self.size(name) <= min(_SMALL, MAX_DOCUMENT)
                self._sums[name] = summed(self.read(name)) if small else self._holder.sums(self._members[name])
            except PackageError as error:
                self._sums[name] = error
        found = self._sums[name]
        if isinstance(found, PackageError):
            raise found
        return found

    def digest(self, name: str, algorithm: Literal["sha1", "sha256"] = "sha256") -> str:
        """The sum of a member's bytes in hexadecimal digits. Raises `PackageError` for a damaged one."""
        sums = self.sums(name)
        return sums.sha1 if algorithm == "sha1" else sums.sha256

    def xml(self, name: str) -> etree._Element | None:
        """The root of a document, parsed once; None for a document that is missing or not well-formed.

        Nothing outside is read: no DTD, no entity, no network. Entities that the document itself declares stand for
        their text; comments and processing instructions are gone, so that no text is cut in two by one. Elements know
        their lines (`sourceline`).
        """
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        return self._trees[name]

    def page(self, name: str) -> bytes | None:
        """A page, to be parsed as HTML. None for one that is missing, damaged, or would take too much memory, alone or
        with those before it: `unchecked` says so."""
        try:
            data = self.read(name)
        except (PackageError, KeyError):
            return None
        return data if self.affords(name, data) else None

    def affords(self, name: str, markup: bytes) -> bool:
        """Whether there is the memory to parse HTML that stands in a member; otherwise `unchecked` says so."""
        weight = _weight(markup)
        if weight <= min(MAX_PAGE, self._pages_left):
            self._pages_left -= weight
            return True
        self.unchecked.setdefault("what looks at pages: they take too much memory", []).append(name)
        return False

    def taken(self, name: str) -> etree._Element | None:
        """The same for who changes the document or needs it once: whoever asks next has it parsed anew."""
        root = self.xml(name)
        self._trees.pop(name)
        self._left += self._weights.pop(name, 0)
        return root

    def root(self, name: str) -> etree.QName | None:
        """The name of a document's root; None as by `xml`. A document that was taken is not parsed again for it."""
        if name not in self._roots:
            self.xml(name)
        return self._roots.get(name)

    def fault(self, name: str) -> tuple[str, int] | None:
        """Why `xml` gave None for a document that is there: what is wrong, and its line."""
        self.xml(name)
        return self._faults.get(name)

    def _parsed(self, name: str) -> etree._Element | None:
        if name not in self:
            return None
        try:
            data = self.read(name)
            self._weigh(name, data)
            root = _tree(data)
            self._roots[name] = etree.QName(root)
            return root
        except etree.XMLSyntaxError as error:
            self._faults[name] = (fault_in_words(error.msg), error.lineno or 0)
        except (PackageError, ValueError) as error:
            self._faults[name] = (str(error), 0)
            if isinstance(error, TooLargeError):
                self.too_large[name] = str(error)
        return None

    def _weigh(self, name: str, data: bytes) -> None:
        """Refuse a document whose tree would not fit: `<a/>` has four bytes, and takes a hundred and twenty."""
        weight = _weight(data)
        if weight > self._left:
            raise TooLargeError("the documents of the package are too large together, so this one is not read here")
        self._weights[name] = weight
        self._left -= weight


def _weight(data: bytes) -> int:
    """Bytes of memory that a document takes at most, once it is parsed."""
    return len(data) + _NODE * (data.count(b"<") + data.count(b"="))


def _tree(data: bytes) -> etree._Element:
    """The root of a document. Raises `XMLSyntaxError`, `PackageError` for one that is too deep."""
    try:
        return etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        if "is not a valid URI" in (error.msg or ""):  # other parsers take anything for the name of a namespace
            parser = _parser(huge=False, recover=True)
            root = etree.fromstring(data, parser)
            if all(entry.type_name == "WAR_NS_URI" for entry in parser.error_log):
                return root
        long = any(sign in (error.msg or "") for sign in _LONG)
        if not long or b"<!DOCTYPE" in data:
            raise
    root = etree.fromstring(data, _parser(huge=True))
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise PackageError(f"it is too deep: {_DEEPEST} elements in each other are read")
    return root


_LONG = ("Text node too long", "huge text node", "CData section too big")
"""What the parser says of a text of more than ten million letters: a film within a file of questions has more."""
_DEEPEST = 256
"""As the parser has it, when it is not told to be generous."""


def _parser(huge: bool, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # newer than its stubs
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _by_letters(contents: Contents) -> dict[str, str]:
    return {name.casefold(): name for name in contents}
