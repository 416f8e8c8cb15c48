"""A build proves its own work: a package is read back before it takes the place of the one before.

Every archive is opened, and the members that were written are found in it. The whole proof recognises the package,
reads it with the reader of its format, holds it against the format's rules, and compares it with the course: what
differs must be what was declared. Anything else is a fault of lmsexport, and the package before stays where it is.

The whole proof takes about half as long as writing a large package, so by default it is for small courses alone.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from lmsexport.content import ResolvedCourse
from lmsexport.errors import InternalError, Severity
from lmsexport.formats.base import Format
from lmsexport.lowering import Loss
from lmsexport.model import Assessment, Course, Lab
from lmsexport.packaging import Member, Omission, Package

if TYPE_CHECKING:
    from lmsexport.validation import Contents, Outline, Reader, Subject
    from lmsexport.validation.private import PrivateTexts
    from lmsexport.validation.store import Store

AT_ONCE = 300
"""Items and questions up to which a build proves every package without being asked: there it takes a moment."""

AT_ONCE_BYTES = 20_000_000
"""Bytes of a package up to which that is so: its media are read and summed up."""

READ_BACK = frozenset(
    "canvas cartridge-1.1 cartridge-1.2 cartridge-1.3 cmi5 gift html moodle moodle-xml qti-1.2 qti-2.1 qti-2.2 "
    "qti-3.0 scorm-1.2 scorm-2004".split()
)
"""Targets whose packages are compared with the course; of others the rules of their format are proven."""

SLOW_SCHEMAS = frozenset({"qti-2.1", "qti-2.2"})
"""Targets whose official schemas take half a second and three seconds to compile, as long as several builds; all others
take hundredths. So they are asked only where the whole proof is."""

_MOST = 5
"""Faults that a message names."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proves packages of one target."""

    target: Format
    resolved: ResolvedCourse
    """The course as its author wrote it."""
    lowered: Course
    """The course as `lower` has left it for the target."""
    losses: Sequence[Loss]
    """What was declared."""
    omissions: Sequence[Omission]
    """What the writer has named."""
    copied: Collection[str]
    """The members that are files of the course as they are."""
    part: bool
    """Whether a package holds only a part of the course; it is compared with nothing."""
    whole: bool
    """Whether the whole proof is made, or only the archive looked at."""
    asked: bool = False
    """Whether somebody has asked for it, and waits."""

    def __call__(self, path: Path, members: Sequence[Member]) -> None:
        """Prove what was written to a path. Raises `InternalError` with the first faults."""
        faults = list(self._faults(path, members))
        if faults:
            more = f"\n  and {len(faults) - _MOST:,} more" if len(faults) > _MOST else ""
            shown = "".join(f"\n  {fault}" for fault in faults[:_MOST])
            raise InternalError(
                f"the package for {self.target.name} is not what the course says, so it was not replaced. This is a "
                "bug of lmsexport, and not of the course: please report it. `--no-prove` writes the package all the "
                f"same.{shown}{more}"
            )

    def _faults(self, path: Path, members: Sequence[Member]) -> Iterator[str]:
        if not self.whole:
            yield from _other_members(_archived(path), members)
            return
        from lmsexport.validation import Contents, PackageError, Subject

        if (reader := reader_of(self.target.name)) is None:
            return
        try:
            with Contents(path) as contents:
                kind = reader.recognises(contents)
                if not kind:
                    yield f"it is not recognised as {reader.title}"
                    return
                if not contents.single:
                    yield from _other_members({name: contents.size(name) for name in contents}, members)
                subject = Subject(contents, reader, kind)
                yield from _broken_rules(subject)
                if self.asked or self.target.name not in SLOW_SCHEMAS:
                    yield from _invalid(subject)
                yield from self._told_all(contents)
                yield from self._added(subject)
                if not self.part and self.target.name in READ_BACK:
                    yield from (f"not understood: {what}" for what in subject.outline.unread)
                    yield from self._missing(subject.outline)
        except PackageError as error:
            yield str(error)

    def _told_all(self, contents: Contents) -> Iterator[str]:
        """Texts that are for the tool of a lab alone. What the course says elsewhere, too, its author has told."""
        from lmsexport.validation.rules_leaks import private_in

        for breach in private_in(contents, _private(self.resolved.course)):
            if breach.member not in self.copied:
                yield f"{breach.member}: {breach.what}"

    def _promised(self) -> Outline:
        """What the target can say of the course."""
        from lmsexport.formats.outlined import outlined

        return outlined(self.resolved.with_course(self.lowered))

    def _added(self, subject: Subject) -> Iterator[str]:
        """What came to the package on its way, and the course has not."""
        from lmsexport.engine.additions import added

        yield from added(subject, self.resolved.course, self._promised, self.copied)

    def _missing(self, found: Outline) -> Iterator[str]:
        """What the package does not say, and nothing declares."""
        from lmsexport.engine.proof import undeclared

        for one in undeclared(self.resolved.course, self._promised(), found, self.losses, self.omissions):
            said = f"“{_short(one.before)}”" + (f", but “{_short(one.after)}” stands there" if one.after else "")
            yield f"{' / '.join(one.place) or 'the course'}: {one.aspect} {one.what}: {said}"


def _archived(path: Path) -> dict[str, int] | None:
    """The members of an archive with their sizes; None for what is none."""
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {entry.filename: entry.file_size for entry in archive.infolist()}
    if path.is_file() and tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            return {entry.name: entry.size for entry in archive if entry.isfile()}
    return None


def _other_members(there: dict[str, int] | None, members: Sequence[Member]) -> Iterator[str]:
    """Members that stand in an archive otherwise than they were written."""
    if there is None:
        return
    written = {member.name: member.size for member in members}
    for name in sorted(written.keys() | there.keys()):
        if written.get(name) != there.get(name):
            yield f"{name}: {written.get(name, 'no')} bytes were written, {there.get(name, 'no')} are there"


def _broken_rules(subject: Subject) -> Iterator[str]:
    """The rules of its format that a package breaks; warnings are for people to weigh."""
    for rule in subject.reader.rules:
        for breach in rule.check(subject) if rule.severity is Severity.ERROR else ():
            line = f":{breach.line}" if breach.line else ""
            yield f"{breach.member}{line}: {breach.what} [{rule.id}]"


def _invalid(subject: Subject) -> Iterator[str]:
    """What is not valid by the official schemas, where they are at hand. They prove, and never change a byte."""
    from lmsexport.validation import rules_schemas

    if (store := _store()).held:
        for breach in rules_schemas.breaches(subject, store)[0]:
            yield f"{breach.member}:{breach.line}: {breach.what} [{rules_schemas.INVALID.id}]"


@cache
def _store() -> Store:
    """The schemas that are at hand, compiled once for all targets."""
    from lmsexport.validation.store import Store

    return Store()


@cache
def reader_of(target: str) -> Reader | None:
    """The reader of what a target writes, by its name: `qti-1.2`, or `cartridge` for `cartridge-1.1`. None for none."""
    from lmsexport.validation import GROUP

    names = (target, target.rpartition("-")[0])
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    entry = next((found[name] for name in names if name in found), None)
    reader: Reader | None = entry.load()() if entry else None
    return reader


def _private(course: Course) -> PrivateTexts:
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
    return sum(map(_weight, course.items)) + sum(len(bank.questions) for bank in course.banks) <= AT_ONCE


def _weight(item: object) -> int:
    return 1 + (len(item.questions) if isinstance(item, Assessment) else 0)


def is_light(packages: Iterable[Package]) -> bool:
    """Whether packages hold so little that reading them takes a moment."""
    return sum(part.size for package in packages for part in package) <= AT_ONCE_BYTES
