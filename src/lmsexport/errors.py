"""Problems and exceptions.

A `Problem` is something wrong in the user's course: data, with its place and its mend, collected until the end of
the run. An exception ends the run:

    LmsExportError              exit code 1 unless said otherwise
    ├── CourseError             the course has problems (`.problems`)
    ├── UsageError              the command was called wrongly; exit code 2
    └── InternalError           what lmsexport was about to write failed its own check: a fault of lmsexport
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ModelPath = tuple[str | int, ...]
"""Where something stands in a `Course`: field names and indices from the course down,
for example `("modules", 0, "items", 2, "questions", 3, "prompt")`."""


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Nothing is built."""
    WARNING = "warning"
    """Built all the same; counts as an error with `--strict`."""
    NOTE = "note"
    """Good to know of a package that is as it has to be; never counts as an error. Sources have none."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the source. Lines and columns count from 1; 0 means "the whole file" or "the whole line"."""

    file: str
    """Path as the user would type it, with forward slashes."""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the course, said so that its author can mend it."""

    code: str
    """Stable kebab-case name, for example `unknown-key`."""
    message: str
    """One sentence: what is wrong and what was expected."""
    place: Place | None = None
    hint: str = ""
    """What to do about it, for example ``did you mean `feedback`?``."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.severity}: {self.message}{hint} [{self.code}]"


class LmsExportError(Exception):
    """The base of everything that lmsexport raises on purpose."""

    exit_code = 1


class CourseError(LmsExportError):
    """The course cannot be built; `problems` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[CourseError], tuple[tuple[Problem, ...]]]:
        """Copies between processes keep the problems."""
        return type(self), (self.problems,)


class UsageError(LmsExportError):
    """The command or the function was called with something that does not exist or does not fit."""

    exit_code = 2


class InternalError(LmsExportError):
    """What lmsexport was about to write failed its own check."""
