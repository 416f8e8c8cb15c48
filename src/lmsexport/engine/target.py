"""Write one target."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import TemplateError, TemplateSyntaxError

from lmsexport.content import ResolvedCourse, Source
from lmsexport.content.source import Places
from lmsexport.engine.check import lowered, options_of
from lmsexport.engine.proving import Proof, is_light, is_small
from lmsexport.engine.rows import place_row
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Context, Format
from lmsexport.lowering import Loss
from lmsexport.model import Course
from lmsexport.model.checks import identities
from lmsexport.packaging import Package, write_package
from lmsexport.packaging.archive import Written, write_file
from lmsexport.packaging.replace import remove

EXCERPT = 500
"""Characters of a lost text that a report quotes."""


@dataclass(frozen=True, slots=True)
class Output:
    """What was written for a target."""

    target: str
    files: dict[str, str]
    """Names in the output folder, with their SHA-256."""
    report: dict[str, Any]
    """The target's part of the report."""


@dataclass(frozen=True, slots=True)
class TargetWriter:
    """Writes targets of one course into a folder."""

    source: Source
    resolved: ResolvedCourse
    root: Path
    """The course's folder."""
    out: Path
    context: Context
    prove: bool | None = None
    """Whether packages are read back and compared with the course before they take their place. None: in small courses;
    of others only the archive is looked at. False: nothing is proven."""

    def __call__(self, target: Format) -> Output:
        """Write a target's package and what is to be done after its upload."""
        package, losses, course = exported(target, self.source, self.resolved, self.context)
        stem = f"{self.source.course.id}-{target.name}"
        each = {f"{stem}-{end}": beside for end, beside in package.beside.items()} or {stem: package}
        proof = self._proof(target, package, losses, course)
        written = [
            write_package(one, target.archive, self.out / f"{name}{target.extension}", self.context.when, proof)
            for name, one in each.items()
        ]
        files = {one.path.name: one.sha256 for one in written}
        files |= self._after_upload(f"{stem}-after-upload.md", package.notes)
        report = {
            "target": target.name,
            "title": target.title,
            "file": written[0].path.name,
            "files": list(files),
            "size": sum(one.size for one in written),
            "packages": [package_row(one) for one in written],
            "losses": loss_rows(losses, self.source.places, self.root),
            "todo": list(package.notes),
        }
        return Output(target.name, files, report)

    def _proof(self, target: Format, package: Package, losses: tuple[Loss, ...], course: Course) -> Proof | None:
        """What a package of the target has to pass; None where nothing is proven."""
        if self.prove is False or self.context.templates:  # what a user's own templates leave out is no fault of ours
            return None
        packages = (package, *package.beside.values())
        whole = self.prove or (is_small(self.source.course) and is_light(packages))
        part = bool(package.beside)
        copied = frozenset(part.name for one in packages for part in one if isinstance(part.content, Path))
        return Proof(
            target, self.resolved, course, losses, package.omissions, copied, part=part, whole=whole,
            asked=bool(self.prove),
        )  # fmt: skip

    def _after_upload(self, name: str, notes: list[str]) -> dict[str, str]:
        if not notes:
            remove(self.out / name)
            return {}
        lines = "".join(f"{number}. {note}\n" for number, note in enumerate(notes, 1))
        return {name: write_file(self.out / name, f"# After the upload: {self.source.course.title}\n\n{lines}")}


def package_row(written: Written) -> dict[str, Any]:
    """A package as data, with all that is in it."""
    members = [{"name": member.name, "size": member.size, "sha256": member.sha256} for member in written.members]
    return {"file": written.path.name, "size": written.size, "sha256": written.sha256, "members": members}


def exported(
    target: Format, source: Source, resolved: ResolvedCourse, context: Context, **options: object
) -> tuple[Package, tuple[Loss, ...], Course]:
    """The package of a target, what it costs, and what it holds of the course; `options` override the course's own."""
    chosen = options_of(source, target).model_copy(update=options)
    course, losses = lowered(source, target, chosen)
    try:
        package = target.export(resolved.with_course(course), chosen, context)
    except TemplateError as error:
        raise LmsExportError(f"{_template_place(error)}: {error.message or type(error).__name__}") from error
    return package, (*losses, *_omitted(package, source.course)), course


def _omitted(package: Package, course: Course) -> Iterator[Loss]:
    """What the writer of a package found no place for, as losses of their owners."""
    paths = {id: path for path, _, id in identities(course)} if package.omissions else {}
    for found in dict.fromkeys(package.omissions):
        severity: Literal["adapted", "dropped"] = "dropped" if found.dropped else "adapted"
        path = paths.get(found.owner, ())
        yield Loss(found.code, path, found.owner, found.what, severity, found.message, found.remedy)


def _template_place(error: TemplateError) -> str:
    """The template and the line that an error of a template, mostly a user's own, comes from."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "template"


def loss_rows(losses: Iterable[Loss], places: Places, root: Path | None = None) -> list[dict[str, Any]]:
    """Losses as data, each with its place in the source."""
    return [
        {
            "code": loss.code,
            "severity": loss.severity,
            "owner": loss.owner,
            "what": _excerpt(loss.what),
            "message": loss.message,
            "remedy": loss.remedy,
            **place_row(places(loss.path), root),
        }
        for loss in losses
    ]


def _excerpt(text: str) -> str:
    """The beginning of a long text: the report says which text it is, the source has the whole."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
