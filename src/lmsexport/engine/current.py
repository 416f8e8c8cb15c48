"""What stands in the output folder: whether it is current, and what the last build said of it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lmsexport.engine.fingerprints import Fingerprints
from lmsexport.engine.problem_json import problem_from
from lmsexport.engine.request import Request, Result
from lmsexport.engine.state import State
from lmsexport.errors import Problem, Severity


def templates_folder(source: Path) -> Path | None:
    """The user's own templates: `templates/` in the course's folder, if there is one."""
    folder = source / "templates"
    return folder if folder.is_dir() else None


def is_current(state: State, target: str, request: Request, prints: Fingerprints, inputs: str) -> bool:
    """Whether a target was built from these inputs and proven as is asked, and its outputs are as it left them."""
    built = state.targets.get(target)
    if request.force or built is None or built.inputs != inputs or built.report["status"] == "failed":
        return False
    return _PROVEN[built.prove] >= _PROVEN[request.prove] and stand(built.outputs, request.out, prints)


_PROVEN = {False: 0, None: 1, True: 2}
"""How much is proven by what was asked."""


def result_of(state: State, targets: Collection[str], current: Collection[str], problems: list[Problem], root: Path) \
        -> Result:  # fmt: skip
    """What came of the targets; `current` are those that were not built again, `problems` those of the course."""
    rows = {name: state.targets[name].report for name in targets}
    of_targets = [problem_from(problem, root) for row in rows.values() for problem in row["problems"]]
    of_targets.sort(key=lambda problem: problem.severity is Severity.ERROR)  # failures stand together, at the end
    return Result(
        state.course, rows,
        built=[name for name, row in rows.items() if row["status"] == "built" and name not in current],
        unchanged=[name for name, row in rows.items() if row["status"] == "built" and name in current],
        skipped=[name for name, row in rows.items() if row["status"] == "skipped"],
        failed=[name for name, row in rows.items() if row["status"] == "failed"],
        problems=[*problems, *of_targets],
    )  # fmt: skip


def stand(outputs: dict[str, str], out: Path, prints: Fingerprints) -> bool:
    """Whether outputs are there as they were written."""
    return all(prints.of_output(out, name) == sha256 for name, sha256 in outputs.items())
