"""Formats of another distribution, as `lmsexport.formats` finds them: each fails, or says nothing, in its own way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context, Options
from lmsexport.formats.outline import outlined
from lmsexport.formats.scope import QuizOptions
from lmsexport.lowering import CARRIED, Capabilities, LoweredCourse
from lmsexport.lowering.declarations import features
from lmsexport.packaging import Archive, Package, wellformed
from lmsexport.validation import Contents, Outline, Reader, Rule, rule
from lmsexport.validation.reader import Breach

FORMATS = {
    "raises": "Raises", "broken": "Broken", "unwritable": "Unwritable", "killed": "Killed", "unread": "Unread",
    "differs": "Differs", "refused": "Refused", "strange": "Strange", "canvas-lite": "Titles", "questions": "Questions",
}  # fmt: skip
READERS = {"titles": "TitlesReader", "refusing": "RefusingReader"}


class Titles:
    """A format that says that it carries all, writes the titles alone, and names no reader."""

    name: ClassVar[str] = "canvas-lite"
    title: ClassVar[str] = "Titles"
    reader: ClassVar[str | None] = None
    extension: ClassVar[str] = ".txt"
    archive: ClassVar[Archive] = "file"
    capabilities: ClassVar[Capabilities] = dict.fromkeys(features(), CARRIED)
    options: ClassVar[type[Options]] = Options

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        package = Package()
        package.add("titles.txt", "".join(f"{item.title}\n" for item in course.course.items))
        return package

    def outline(self, course: LoweredCourse, options: Options) -> Outline:
        return outlined(course)


class Differs(Titles):
    """One whose reader finds that there is more in the course."""

    name: ClassVar[str] = "differs"
    reader: ClassVar[str | None] = "titles"


class Refused(Titles):
    """One that breaks a rule of its own."""

    name: ClassVar[str] = "refused"
    reader: ClassVar[str | None] = "refusing"


class Unread(Titles):
    """One that names a reader that nobody has."""

    name: ClassVar[str] = "unread"
    reader: ClassVar[str | None] = "titels"


class Strange(Titles):
    """One whose package no reader takes for its own."""

    name: ClassVar[str] = "strange"
    reader: ClassVar[str | None] = "gift"

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        package = Package()
        package.add("titles.txt", "\x00\x01")
        return package


class Questions(Titles):
    """One that holds nothing but questions."""

    name: ClassVar[str] = "questions"
    options: ClassVar[type[Options]] = QuizOptions


class Raises(Titles):
    """One with a mistake."""

    name: ClassVar[str] = "raises"

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        raise KeyError("no such thing")


class Broken(Titles):
    """One that writes XML that is none."""

    name: ClassVar[str] = "broken"

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        package = Package()
        package.add("a.xml", wellformed("a.xml", "<a><b></a>"))
        return package


class Unwritable(Titles):
    """One for which the disk has no room."""

    name: ClassVar[str] = "unwritable"

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        raise OSError(28, "No space left on device", "film.mp4")


class Killed(Titles):
    """One that needs more memory than there is; a process alone is only as good as killed."""

    name: ClassVar[str] = "killed"
    builder: ClassVar[int] = os.getpid()

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        if os.getpid() == self.builder:
            raise MemoryError
        os.kill(os.getpid(), 9)
        raise AssertionError


class TitlesReader(Reader):
    """Reads that there is a course, and no more."""

    kind: ClassVar[str] = "titles"
    title: ClassVar[str] = "Titles"

    def recognises(self, contents: Contents) -> str | None:
        return "Titles"

    def read(self, contents: Contents) -> Outline:
        return Outline(title="A small course")


@rule("titles-never", "A file of titles says more.", source="nobody", mend="write more", tried=False)
def _never(subject: object) -> Iterable[Breach]:
    yield Breach("it says too little", "titles.txt", 1)


class RefusingReader(TitlesReader):
    """Has a rule that no package keeps."""

    kind: ClassVar[str] = "refusing"
    rules: ClassVar[tuple[Rule, ...]] = (_never,)


def install(folder: Path) -> Path:
    """A distribution that registers these; the folder for `sys.path`."""
    info = folder / "outside-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1.0\n", encoding="utf-8")
    groups = {"lmsexport.formats": FORMATS, "lmsexport.readers": READERS}
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{name} = {__name__}:{member}" for name, member in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
