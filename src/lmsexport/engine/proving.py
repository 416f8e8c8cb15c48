"""A build proves its own work: a package is read back before it takes the place of the one before.

Every archive is opened, and its members are those that were written. The whole proof recognises the package, holds it
against the rules of its format and the official schemas that are at hand, looks for what is private, reads it with the
reader that the format names, and compares it with the lowered course; and it looks for words of the course that are
neither there nor in a loss. What differs is a *difference*: the package is delivered, and people are told. What must
not leave the building, breaks a rule or cannot be read is a *fault*: the package before stays where it is.

The whole proof of a large package takes about as long as writing it, so by default it is for small courses alone.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lmsexport.content import ResolvedCourse
from lmsexport.errors import LmsExportError, Severity
from lmsexport.formats.base import AnyFormat, Options
from lmsexport.lowering import Loss, LoweredCourse
from lmsexport.model import Assessment, Course, Lab, did_you_mean
from lmsexport.packaging import Member, Package

if TYPE_CHECKING:
    from lmsexport.validation import Breach, Outline, Reader, Subject
    from lmsexport.validation.compare import Difference
    from lmsexport.validation.private import PrivateTexts
    from lmsexport.validation.store import Store

AT_ONCE = 300
"""Items and questions up to which a build proves every package without being asked: there it takes a moment."""

AT_ONCE_BYTES = 20_000_000
"""Bytes of a package up to which that is so: its media are read and summed up."""


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """Something that a package has otherwise than it should."""

    kind: Literal["difference", "fault"]
    """A difference from the course, or a reason not to deliver the package."""
    message: str
    """What is wrong with the package: “it says …”, “cmi5.xml:3: …”."""
    owner: str = ""
    """Id of the thing of the course that is concerned."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proves packages of one target."""

    target: AnyFormat
    options: Options
    """What the course has chosen for the target."""
    reader: Reader | None
    """The reader of the format. None: only the archive is looked at."""
    resolved: ResolvedCourse
    """The course as its author wrote it."""
    lowered: LoweredCourse
    """The course as `lower` has left it for the target."""
    parts: Mapping[str, LoweredCourse]
    """What each package holds of it, by the end of its name."""
    losses: Sequence[Loss]
    """What the report names as lost."""
    copied: Collection[str]
    """The members that are files of the course as they are."""
    whole: bool
    """Whether the whole proof is made, or only the archive looked at."""
    slow_schemas: bool = False
    """Whether also those schemas judge that take seconds to compile."""

    @property
    def extent(self) -> str:
        """How far it goes, as reports say it."""
        if self.reader is None:
            return "not proven: no reader"
        return "read back" if self.whole else "archive opened"

    def lost_words(self) -> Iterator[ProofFinding]:
        """Find what lowering has lost, and no loss names."""
        from lmsexport.lowering.kept import unsaid, words_lost

        if self.whole and self.reader is not None and (words := words_lost(self.resolved, self.lowered, self.losses)):
            yield ProofFinding("difference", unsaid(words))

    def of_package(self, end: str, path: Path, members: Sequence[Member]) -> Iterator[ProofFinding]:
        """Find what is wrong with a package at a path; `end` is the end of its name."""
        if not self.whole or self.reader is None:
            yield from _other_members(_archived(path), members)
            return
        from lmsexport.validation import Contents, PackageError, Subject

        try:
            with Contents(path) as contents:
                kind = self.reader.recognises(contents)
                if not kind:
                    yield ProofFinding("fault", f"it is not recognised as {self.reader.title}")
                    return
                if not contents.single:
                    yield from _other_members({name: contents.size(name) for name in contents}, members)
                subject = Subject(contents, self.reader, kind)
                yield from map(_fault, _broken_rules(subject))
                yield from map(_fault, _invalid(subject, slow=self.slow_schemas))
                yield from map(_fault, self._leaks(subject))
                yield from self._differences(subject, self.parts[end])
        except PackageError as error:
            yield ProofFinding("fault", str(error))

    def _leaks(self, subject: Subject) -> Iterator[str]:
        """Keys, and texts that are for the tool of a lab alone. What the course says elsewhere, too, its author has
        told."""
        from lmsexport.engine.additions import keys_added
        from lmsexport.validation.rules_leaks import private_in

        for breach in private_in(subject.contents, private_texts(self.resolved.course)):
            if breach.member not in self.copied:
                yield _breach(breach)
        for breach, rule in keys_added(subject, lambda: self.target.outline(self.lowered, self.options), self.copied):
            yield _breach(breach, rule.id)

    def _differences(self, subject: Subject, held: LoweredCourse) -> Iterator[ProofFinding]:
        """What the package says otherwise than the lowered course that it holds."""
        from lmsexport.engine.additions import sites_added

        for breach in sites_added(subject.contents, self.resolved.course, self.copied):
            yield ProofFinding("difference", _breach(breach))
        for what in subject.outline.unread:
            yield ProofFinding("difference", f"it is not understood when it is read back: {what}")
        for difference in differences_of(self.target, held, self.options, subject.outline):
            yield ProofFinding("difference", _sentence(difference), difference.owner)


def differences_of(target: AnyFormat, course: LoweredCourse, options: Options, package: Outline) -> list[Difference]:
    """What a package says otherwise than its lowered course. `normal` is the only tolerance.

    `package` is what the reader of the format has read.
    """
    from lmsexport.validation.compare import differences
    from lmsexport.validation.normal import normal

    return differences(normal(target.outline(course, options)), normal(package))


def _fault(message: str) -> ProofFinding:
    return ProofFinding("fault", message)


def _sentence(difference: Difference) -> str:
    """What a package says where the course says something else."""
    before, after = f"“{_short(difference.before)}”", f"“{_short(difference.after)}”"
    says = {
        "added": f"it says {after} where the course says nothing" if difference.after else "the course has none",
        "removed": f"it says nothing where the course says {before}" if difference.before else "it is missing",
        "changed": f"it says {after} where the course says {before}",
        "moved": "it stands elsewhere than in the course",
    }
    return f"{' / '.join(map(_short, difference.place)) or 'the course'}, {difference.aspect}: {says[difference.what]}"


def _breach(breach: Breach, rule: str = "") -> str:
    line = f":{breach.line}" if breach.line else ""
    return f"{breach.member}{line}: {breach.what}{f' [{rule}]' if rule else ''}"


def _archived(path: Path) -> dict[str, int] | None:
    """The members of an archive with their sizes; None for what is none."""
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {entry.filename: entry.file_size for entry in archive.infolist()}
    if path.is_file() and tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            return {entry.name: entry.size for entry in archive if entry.isfile()}
    return None


def _other_members(there: dict[str, int] | None, members: Sequence[Member]) -> Iterator[ProofFinding]:
    """Members that stand in an archive otherwise than they were written."""
    if there is None:
        return
    written = {member.name: member.size for member in members}
    for name in sorted(written.keys() | there.keys()):
        if written.get(name) != there.get(name):
            yield _fault(f"{name}: {written.get(name, 'no')} bytes were written, {there.get(name, 'no')} are there")


def _broken_rules(subject: Subject) -> Iterator[str]:
    """The rules of its format that a package breaks; warnings are for people to weigh."""
    for rule in subject.reader.rules:
        for breach in rule.check(subject) if rule.severity is Severity.ERROR else ():
            yield _breach(breach, rule.id)


def _invalid(subject: Subject, *, slow: bool) -> Iterator[str]:
    """What is not valid by the official schemas, where they are at hand. They prove, and never change a byte."""
    from lmsexport.validation import rules_schemas

    if (store := _store()).held:
        for breach in rules_schemas.breaches(subject, store, slow=slow)[0]:
            yield _breach(breach, rules_schemas.INVALID.id)


@cache
def _store() -> Store:
    """The schemas that are at hand, compiled once for all targets."""
    from lmsexport.validation.store import Store

    return Store()


def reader_of(target: AnyFormat) -> Reader | None:
    """The reader that a format names. Raises `LmsExportError` when nobody has registered it."""
    return None if target.reader is None else _reader_named(target.reader)


@cache
def _reader_named(name: str) -> Reader:
    from lmsexport.validation import GROUP

    registered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in registered:
        raise LmsExportError(f"there is no reader `{name}` ({did_you_mean(name, registered)})")
    reader: Reader = registered[name].load()()
    return reader


def private_texts(course: Course) -> PrivateTexts:
    """What the labs of a course keep to their tool."""
    from lmsexport.validation.private import PrivateTexts

    labs = [item for item in course.items if isinstance(item, Lab) and item.private]
    if not labs:
        return PrivateTexts({})
    public = course.model_dump_json(exclude={"modules": {"__all__": {"items": {"__all__": {"private"}}}}})
    return PrivateTexts.of(((lab.title, text) for lab in labs for text in lab.private.values()), [public])


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def is_small(course: Course) -> bool:
    """Whether a proof of a package of this course takes a moment."""
    return size_of(course) <= AT_ONCE


def size_of(course: Course) -> int:
    """The number of items and questions of a course, and of draws."""
    in_items = sum(1 + (len(item.questions) if isinstance(item, Assessment) else 0) for item in course.items)
    return in_items + sum(len(bank.questions) for bank in course.banks)


def is_light(packages: Iterable[Package]) -> bool:
    """Whether packages hold so little that reading them takes a moment."""
    return sum(part.size for package in packages for part in package) <= AT_ONCE_BYTES
