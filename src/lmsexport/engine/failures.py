"""Why a target was not written, said so that its reader knows whose matter it is."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError

from lmsexport.errors import InternalError, LmsExportError, Problem
from lmsexport.formats.base import AnyFormat

_MOST = 5
"""Faults of a package that are told one by one."""


class NothingToHoldError(LmsExportError):
    """A package would be empty; the message says why, as a sentence."""


class RefusedError(LmsExportError):
    """A package must not be delivered."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


def is_fault(error: Exception) -> bool:
    """Whether an error is one of the software: nothing in a course, and no disk, should lead to it."""
    return isinstance(error, InternalError) or not isinstance(error, LmsExportError | OSError | MemoryError)


def failure_problems(
    error: Exception, target: AnyFormat, traceback_file: str, folders: Iterable[Path], own_templates: bool
) -> list[Problem]:
    """What is told of a target that failed; `folders` are those whose files are named from there."""
    if isinstance(error, RefusedError):
        return list(_refused(error, target))
    if isinstance(error, OSError):
        return [Problem("target-failed", f"{target.name} could not be written: {_of_disk(error, folders)}")]
    if isinstance(error, MemoryError):
        return [Problem("target-failed", f"{target.name} could not be written: there is not enough memory")]
    said = " ".join(str(error).split())
    if not is_fault(error):
        return [Problem("target-failed", f"{target.name} could not be written: {said}")]
    what = said if isinstance(error, InternalError) else f"{type(error).__name__}: {said}"
    if own_templates:
        message = f"{target.name} could not be written with templates of your own: {what}"
        return [Problem("target-failed", message, hint="build without them to see whether they are the reason")]
    owner = type(target).__module__.partition(".")[0]
    ours = owner == "lmsexport" and not isinstance(error, InternalError)
    message = f"{target.name} could not be written: {what}. This is a fault of {owner}, not of the course"
    hint = f"please report it with {traceback_file}" if traceback_file else "please report it"
    return [Problem("internal-fault" if ours else "target-failed", message, hint=hint)]


def _refused(error: RefusedError, target: AnyFormat) -> Iterator[Problem]:
    for fault in error.faults[:_MOST]:
        message = f"the package for {target.name} must not be delivered: {fault}"
        yield Problem("package-refused", message, hint="please report it; `--no-prove` writes it all the same")
    if (more := len(error.faults) - _MOST) > 0:
        yield Problem("package-refused", f"the package for {target.name} has {more:,} more such faults")


def _of_disk(error: OSError, folders: Iterable[Path]) -> str:
    """The reason that the system gives, after the file, which reports name without the folders of the machine."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return reason
    path = Path(str(error.filename))
    folder = next((folder for folder in folders if path.is_relative_to(folder)), Path())
    return f"{path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()}: {reason}"


def template_place(error: Exception) -> str:
    """The template and the line that an error comes from; empty when it comes from no template."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
