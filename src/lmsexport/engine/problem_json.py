"""Problems and places as data. In reports and in the state, files are named from the course's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from lmsexport.errors import Place, Problem, Severity

Status = Literal["built", "skipped", "failed"]
"""What came of a target: a package; nothing, since the course has nothing for it; or an error."""


def place_row(place: Place | None, root: Path | None = None) -> dict[str, Any]:
    """File, line and column of a place; None for what is not known. Below `root`, the file is named from there."""
    if place is None:
        return {"file": None, "line": None, "column": None}
    file = place.file if root is None else place.file.removeprefix(_prefix(root))
    return {"file": file, "line": place.line or None, "column": place.column or None}


def problem_row(problem: Problem, root: Path | None = None) -> dict[str, Any]:
    """A problem as data, with its place as in `place_row`."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        **place_row(problem.place, root),
    }


def problem_from(row: dict[str, Any], root: Path) -> Problem:
    """A problem from data whose file is named from `root`."""
    place = None
    if row["file"]:
        place = Place(_prefix(root) + row["file"], row["line"] or 0, row["column"] or 0)
    return Problem(row["code"], row["message"], place, row["hint"], Severity(row["severity"]))


def _prefix(root: Path) -> str:
    return "" if root == Path() else f"{root.as_posix().rstrip('/')}/"
