"""Import a package into a folder: read it, write the course, and prove it against the package."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lmsexport.authoring.layout import layout
from lmsexport.authoring.write import write
from lmsexport.content import Source
from lmsexport.content.markdown_of import Looks
from lmsexport.engine.check import check
from lmsexport.engine.diff import Compared, compared_sides, side_of_course, side_of_package
from lmsexport.errors import LmsExportError, Place, Problem, Severity, UsageError
from lmsexport.importing.course import QuestionFiles, file_name, imported
from lmsexport.importing.media import Media
from lmsexport.importing.told import Entry, Origin, Told
from lmsexport.model import Course
from lmsexport.model.checks import identities
from lmsexport.validation import Contents, PackageError
from lmsexport.validation.archives import BLOCK
from lmsexport.validation.judge import UNKNOWN_KIND, recognised

MAX_MEDIA = 20_000_000_000
"""Bytes of files that one import writes at most."""


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an import."""

    package: str
    kind: str
    """The kind of the package, as users read it."""
    folder: Path
    course: Course
    entries: Sequence[Entry]
    problems: Sequence[Problem]
    """What `check` says of the course, but its drafts, which are told as missing."""
    difference: Compared | None
    """How the course differs from the package; None where it cannot be checked, for `problems` has errors."""
    places: Mapping[str, str]
    """Id of each part of the course → `FILE:LINE` in it."""

    @property
    def errors(self) -> list[Problem]:
        """What keeps the course from being built."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    def place(self, origin: Origin) -> str:
        """Where the part stands in the course."""
        return self.places.get(origin.part, "")


def import_package(
    package: Path, folder: Path | None, *, questions: QuestionFiles = "quizzes", looks: Looks = "drop"
) -> Import:
    """Write the course that a package holds into a folder that is empty or not there; by default one in the current
    folder, called as the course. Nothing is left there when it fails.

    Raises `PackageError` for what is no package of a kind that is read, and `UsageError` for a folder that cannot take
    a course.
    """
    with _named(package), Contents(package) as contents:
        subject = recognised(contents)
        if subject.reader.kind == UNKNOWN_KIND:
            raise PackageError(
                "it is no package of a kind that lmsexport reads; `lmsexport inspect` shows what is in it"
            )
        found = imported(subject, questions=questions, looks=looks)
        laid_out = layout(found.course, found.media.origins)
        for path in laid_out.unmoved:
            found.told.say("changed", f"links of a text may lead nowhere ({'.'.join(map(str, path))})", Origin(""))
        target = folder or Path(file_name(found.course.title))
        with _new_folder(target) as new:
            for name, text in write(laid_out.course).items():
                _file(new / name).write_text(text, encoding="utf-8", newline="\n")
            _write_media(found.media, laid_out.files, new, found.told)
            checked = check(new)
            difference = None
            if checked.resolved is not None and not checked.errors:
                difference = compared_sides(side_of_package(package, subject), side_of_course(new, checked.resolved))
            places = _places(checked.source, found.told)
        shown = {id: place.removeprefix(f"{new.as_posix()}/") for id, place in places.items()}
        return Import(package.as_posix(), subject.kind, target, laid_out.course, tuple(found.told),
                      _moved(checked.problems, new, target), difference, shown)  # fmt: skip


def _places(source: Source | None, told: Told) -> dict[str, str]:
    """Id of each part that something is told of → where it stands."""
    wanted = {entry.origin.part for entry in told}
    rows = identities(source.course) if source is not None else ()
    return {id: str(source.places(path)) for path, _, id in rows if source is not None and id in wanted}


@contextmanager
def _named(package: Path) -> Iterator[None]:
    """Failures to read the package say which one it is."""
    try:
        yield
    except PackageError as error:
        raise PackageError(f"{package.as_posix()}: {error}") from error


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder that takes its place when all is written in it, and leaves nothing when something fails."""
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UsageError(f"`{target}` is not empty; name a new folder for the course with `-o`")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=target.parent, ignore_cleanup_errors=True) as temporary:
        new = Path(temporary) / "course"
        new.mkdir()
        yield new
        if target.exists():
            target.rmdir()
        new.rename(target)


def _file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _write_media(media: Media, places: Mapping[str, str], folder: Path, told: Told) -> None:
    """Write the files of the course; a damaged one is told, and empty."""
    room = MAX_MEDIA
    for old, new in places.items():
        with _file(folder / new).open("wb") as file:
            try:
                with media.open(old) as stream:
                    while data := stream.read(BLOCK):
                        room -= len(data)
                        if room < 0:
                            raise LmsExportError(f"the files of the package have more than {MAX_MEDIA:,} bytes")
                        file.write(data)
            except PackageError as error:
                told.say("not kept", f"the file {new}: {error}", Origin(""))


def _moved(problems: Sequence[Problem], old: Path, new: Path) -> list[Problem]:
    """The problems that are no drafts, with their places in the folder that the course stands in now."""

    def place(found: Place) -> Place:
        return replace(found, file=found.file.replace(old.as_posix(), new.as_posix(), 1))

    kept = (problem for problem in problems if problem.code != "draft")
    return [replace(problem, place=problem.place and place(problem.place)) for problem in kept]
