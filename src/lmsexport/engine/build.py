"""Build a course: load, resolve, then each target alone. What is current is not built again, and found out fast."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lmsexport.engine.fingerprints import Fingerprints, fingerprint, installed
from lmsexport.engine.rows import problem_from
from lmsexport.engine.state import State, read_state
from lmsexport.errors import CourseError, Problem
from lmsexport.shipped import shipped_templates

Progress = Callable[[str, str], None]
"""Told a target and what is happening to it: `start`, `done`, `unchanged`."""


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


@dataclass(slots=True)
class Result:
    """What a build did."""

    course: str
    """Id of the course."""
    targets: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The report of each target, as the report file has it."""
    built: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Warnings; errors end the build."""


class Inputs(NamedTuple):
    """What a build is made from, as fingerprints."""

    software: str
    """What runs: lmsexport's code and all that is installed beside it."""
    everything: str
    """Software, source, templates and time."""


def build(request: Request, progress: Progress = silent) -> Result:
    """Bring the output folder up to date.

    Raises `CourseError` with all problems of the course, `UsageError` for a target that does not exist, `OSError` when
    something cannot be written. Whatever happens, every output is complete: the new one or the one from before.
    """
    state = State() if request.force else read_state(request.out)
    prints = Fingerprints(state.files)
    software = fingerprint(prints.of_folder("software", Path(__file__).parents[1]), installed())
    inputs = _inputs(request, prints, software)
    if unchanged := _unchanged(request, state, prints, inputs):
        for target in unchanged.targets:
            progress(target, "unchanged")
        return unchanged
    from lmsexport.engine.run import run

    return run(request, state, prints, Inputs(software, inputs), progress)


def templates_folder(source: Path) -> Path | None:
    """The user's own templates: `templates/` in the course's folder, if there is one."""
    folder = source / "templates"
    return folder if folder.is_dir() else None


def is_current(state: State, target: str, out: Path, prints: Fingerprints, inputs: str) -> bool:
    """Whether a target was built from these inputs, and its outputs are as it left them."""
    built = state.targets.get(target)
    return built is not None and built.inputs == inputs and _stand(built.outputs, out, prints)


def _inputs(request: Request, prints: Fingerprints, software: str) -> str:
    """One hash over everything that outputs are made from."""
    return fingerprint(
        prints.of_source(request.source, request.out),
        prints.of_folder("templates", shipped_templates()),
        software,
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )


def _unchanged(request: Request, state: State, prints: Fingerprints, inputs: str) -> Result | None:
    """The result of the last build, when everything that is asked for still stands as it was written."""
    names = request.targets or tuple(state.defaults)
    if not names or state.inputs != inputs or not _stand(state.shared, request.out, prints):
        return None
    if not all(is_current(state, name, request.out, prints, inputs) for name in names):
        return None
    problems = [problem_from(row, request.source) for row in state.problems]
    if request.strict and problems:
        raise CourseError(problems)
    return Result(state.course, {name: state.targets[name].report for name in names}, [], list(names), problems)


def _stand(outputs: dict[str, str], out: Path, prints: Fingerprints) -> bool:
    return all(prints.of_output(out, name) == sha256 for name, sha256 in outputs.items())
