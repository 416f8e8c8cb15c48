"""Build a course: load, resolve, then each target alone. What is current is not built again, and found out fast."""

from __future__ import annotations

import os
from pathlib import Path

from lmsexport.engine.current import is_current, result_of, stand
from lmsexport.engine.fingerprints import Fingerprints, fingerprint, installed
from lmsexport.engine.problem_json import problem_from
from lmsexport.engine.request import Inputs, Progress, Request, Result, silent
from lmsexport.engine.state import State, read_state
from lmsexport.errors import CourseError
from lmsexport.shipped import shipped_templates

__all__ = ["Request", "Result", "build"]


def build(request: Request, progress: Progress = silent) -> Result:
    """Bring the output folder up to date.

    A target that fails is in the result and in the report, and leaves the others alone. Raises `CourseError` with all
    problems of the course, `UsageError` for a target that does not exist, `OSError` when the report cannot be written.
    Whatever happens, every output is complete: the new one or the one from before.
    """
    state = read_state(request.out)
    prints = Fingerprints({} if request.force else state.files)
    software = fingerprint(prints.of_folder("software", Path(__file__).parents[1]), installed())
    inputs = _inputs(request, prints, software)
    if unchanged := None if request.force else _unchanged(request, state, prints, inputs):
        for target in unchanged.unchanged:
            progress(target, "unchanged")
        return unchanged
    from lmsexport.engine.run import run  # late: nothing of it is needed where nothing has changed

    return run(request, state, prints, Inputs(software, inputs), progress)


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
    if not names or state.inputs != inputs or not stand(state.shared, request.out, prints):
        return None
    if not all(is_current(state, name, request, prints, inputs) for name in names):
        return None
    problems = [problem_from(row, request.source) for row in state.problems]
    if request.strict and problems:
        raise CourseError(problems)
    return result_of(state, names, names, problems, request.source)
