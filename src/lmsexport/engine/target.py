"""Write one target, or say why it was not written: no other target suffers from it."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lmsexport.content import ResolvedCourse, Source
from lmsexport.content.source import Places
from lmsexport.engine.check import options_of
from lmsexport.engine.failures import NothingToHoldError, RefusedError, failure_problems, is_fault, template_place
from lmsexport.engine.problem_json import Status, place_row, problem_row
from lmsexport.engine.proving import Proof, ProofFinding, is_light, is_small, reader_of
from lmsexport.errors import InternalError, LmsExportError, Problem, Severity
from lmsexport.formats.base import AnyFormat, Context
from lmsexport.lowering import Loss, LoweredCourse, lower
from lmsexport.model.checks import identities
from lmsexport.packaging import Package
from lmsexport.packaging.archive import Member, Written, fresh_package, write_file
from lmsexport.packaging.replace import remove

EXCERPT = 500
"""Characters of a lost text that a report quotes."""

_MOST = 20
"""Differences of a target that are told one by one."""


@dataclass(frozen=True, slots=True)
class Output:
    """What came of a target."""

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
    """As in `Request`."""

    def __call__(self, target: AnyFormat) -> Output:
        """Write a target's package and what is to be done after its upload. Whatever fails is in the output."""
        try:
            output = self._written(target)
        except NothingToHoldError as error:
            remove(self.out / f"{self._stem(target)}{target.extension}")
            output = Output(target.name, self._after_upload(target, []), self._row(target, "skipped", str(error)))
        except Exception as error:
            return self.failed(target, error)
        remove(self.out / self._traceback(target))
        return output

    def failed(self, target: AnyFormat, error: Exception) -> Output:
        """What is told of a target that could not be written; what stood in its place still does."""
        kept = self._traceback(target) if is_fault(error) else ""
        try:
            if kept:
                write_file(self.out / kept, "".join(traceback.format_exception(error)), mode=0o600)
            else:
                remove(self.out / self._traceback(target))
        except OSError:
            kept = ""
        problems = failure_problems(error, target, kept, (self.root, self.out), bool(self.context.templates))
        return Output(target.name, {}, self._row(target, "failed", problems[0].message, problems=problems))

    def _written(self, target: AnyFormat) -> Output:
        package, losses, course = exported(target, self.source, self.resolved, self.context)
        stem = self._stem(target)
        proof = self._proof(target, package, losses, course)
        differences = list(proof.lost_words()) if isinstance(proof, Proof) else []

        def prove(end: str, path: Path, members: Sequence[Member]) -> None:
            findings = list(proof.of_package(end, path, members)) if isinstance(proof, Proof) else []
            if faults := [finding for finding in findings if finding.kind == "fault"]:
                raise RefusedError(finding.message for finding in faults)
            differences.extend(findings)

        when, ending = self.context.when, target.extension
        with ExitStack() as together:
            written = [
                together.enter_context(
                    fresh_package(
                        part, target.archive, self.out / f"{stem}{end and f'-{end}'}{ending}", when, partial(prove, end)
                    )
                )
                for end, part in (package.beside or {"": package}).items()
            ]
            files = {part.path.name: part.sha256 for part in written} | self._after_upload(target, package.notes)
        row = self._row(
            target, "built", proof=proof if isinstance(proof, str) else proof.extent,
            problems=list(_warnings_of(target, differences, self.source)),
        )  # fmt: skip
        row |= {
            "file": written[0].path.name,
            "files": list(files),
            "size": sum(part.size for part in written),
            "packages": [package_row(part) for part in written],
            "losses": loss_rows(losses, self.source.places, self.root),
            "facts": [fact for part in (package.beside or {"": package}).values() for fact in part.facts],
            "todo": list(package.notes),
        }
        return Output(target.name, files, row)

    def _row(
        self, target: AnyFormat, status: Status, reason: str = "", proof: str = "", problems: Iterable[Problem] = ()
    ) -> dict[str, Any]:
        """A target's part of the report, without what was written."""
        return {
            "target": target.name,
            "title": target.title,
            "status": status,
            "reason": reason,
            "proof": proof,
            "problems": [problem_row(problem, self.root) for problem in problems],
            "file": None,
            "files": [],
            "size": 0,
            "packages": [],
            "losses": [],
            "facts": [],
            "todo": [],
        }

    def _stem(self, target: AnyFormat) -> str:
        return f"{self.source.course.id}-{target.name}"

    def _traceback(self, target: AnyFormat) -> str:
        """Where the traceback of a fault of ours is kept, to be reported."""
        return f"{self._stem(target)}-traceback.txt"

    def _proof(
        self, target: AnyFormat, package: Package, losses: tuple[Loss, ...], course: LoweredCourse
    ) -> Proof | str:
        """What a package of the target has to pass, or why it passes nothing."""
        if self.prove is False:
            return "not proven: `--no-prove`"
        if self.context.templates:  # what they leave out is nothing to tell their author
            return "not proven: templates of your own"
        packages = (package, *package.beside.values())
        copied = frozenset(part.name for package in packages for part in package if isinstance(part.content, Path))
        options = options_of(self.source, target)
        return Proof(
            target, options, reader_of(target), self.resolved, course, options.parts(course), losses,
            copied,
            whole=self.prove or (is_small(self.source.course) and is_light(packages)),
            slow_schemas=bool(self.prove),
        )  # fmt: skip

    def _after_upload(self, target: AnyFormat, notes: list[str]) -> dict[str, str]:
        name = f"{self._stem(target)}-after-upload.md"
        if not notes:
            remove(self.out / name)
            return {}
        lines = "".join(f"{number}. {note}\n" for number, note in enumerate(notes, 1))
        return {name: write_file(self.out / name, f"# After the upload: {self.source.course.title}\n\n{lines}")}


_HINT = "look at it after the upload, and report it: a package should say what the course says"


def _warnings_of(target: AnyFormat, differences: Sequence[ProofFinding], source: Source) -> Iterator[Problem]:
    """The differences of a package as warnings, each at its place in the source."""
    paths = {id: path for path, _, id in identities(source.course)} if differences else {}
    for difference in differences[:_MOST]:
        place = source.places(paths.get(difference.owner, ()))
        message = f"the package for {target.name} differs from the course: {difference.message}"
        yield Problem("package-differs", message, place, _HINT, Severity.WARNING)
    if (more := len(differences) - _MOST) > 0:
        message = f"the package for {target.name} differs from the course {more:,} times more"
        yield Problem("package-differs", message, source.places(()), _HINT, Severity.WARNING)


def package_row(written: Written) -> dict[str, Any]:
    """A package as data, with all that is in it."""
    members = [{"name": member.name, "size": member.size, "sha256": member.sha256} for member in written.members]
    return {"file": written.path.name, "size": written.size, "sha256": written.sha256, "members": members}


def exported(
    target: AnyFormat, source: Source, resolved: ResolvedCourse, context: Context, **options: object
) -> tuple[Package, tuple[Loss, ...], LoweredCourse]:
    """The package of a target, what it costs, and what it holds of the course; `options` override the course's own.

    Raises `NothingToHoldError` when it would be empty.
    """
    chosen = options_of(source, target).model_copy(update=options)
    lowered = lower(resolved, target, chosen)
    if reason := chosen.why_empty(lowered.course.course):
        raise NothingToHoldError(reason)
    try:
        package = target.export(lowered.course, chosen, context)
    except (LmsExportError, OSError):
        raise
    except Exception as error:
        if not (place := template_place(error)):
            raise
        kind = LmsExportError if context.templates else InternalError
        raise kind(f"{place}: {str(error) or type(error).__name__}") from error
    return package, lowered.losses, lowered.course


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
