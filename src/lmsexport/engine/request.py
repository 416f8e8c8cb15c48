"""What is asked of a build, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from lmsexport.errors import Problem, Severity

Progress = Callable[[str, str], None]
"""Told a target and what is happening to it: `start`, then `built`, `skipped` or `failed`; or `unchanged`."""


def silent(target: str, event: str) -> None:
    """No progress."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build."""

    source: Path
    out: Path
    targets: tuple[str, ...] = ()
    """The course's own targets when empty."""
    force: bool = False
    """Also what is current."""
    strict: bool = False
    """A warning counts as an error."""
    prove: bool | None = None
    """Whether packages are read back and compared with the course before they take their place. None: in small courses;
    of others only the archive is looked at. False: nothing is proven."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did."""

    course: str
    """Id of the course."""
    targets: dict[str, dict[str, Any]]
    """The report of each target, as the report file has it."""
    built: list[str]
    unchanged: list[str]
    """Targets whose packages stood there as they should."""
    skipped: list[str]
    """Targets for which the course has nothing."""
    failed: list[str]
    problems: list[Problem]
    """Warnings about the course, then what there is to tell of each target; errors of the course end the build."""

    def exit_code(self, strict: bool) -> int:
        """0: done. 1: a target failed, or `strict` counts a difference. 3: a package differs. 70: a fault of ours."""
        codes = {problem.code for problem in self.problems}
        if "internal-fault" in codes:
            return 70
        if any(problem.severity is Severity.ERROR for problem in self.problems):
            return 1
        return (1 if strict else 3) if "package-differs" in codes else 0


class Inputs(NamedTuple):
    """What a build is made from, as fingerprints."""

    software: str
    """What runs: lmsexport's code and all that is installed beside it."""
    everything: str
    """Software, source, templates and time."""
