"""`lmsexport build`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import click

from lmsexport.cli.common import (
    LOSS_KINDS,
    course_folder,
    echo_json,
    json_option,
    show_problems,
    show_skipped,
    source_argument,
    target_option,
)
from lmsexport.engine.build import Request, Result, build
from lmsexport.engine.problem_json import problem_row
from lmsexport.errors import CourseError


@click.command("build")
@source_argument
@target_option
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True,
    help="Where to write.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--force", is_flag=True, help="Build everything, also what has not changed.")
@click.option(
    "--prove/--no-prove", default=None,
    help="Read every package back and compare it with the course before it takes its place; by default in small "
    "courses.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@json_option("what was done")
def command(
    source: Path | None, targets: tuple[str, ...], out: Path, strict: bool, force: bool, prove: bool | None,
    quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Write the packages of the course in SOURCE, and a report of what is in them.

    SOURCE is the folder with course.yaml; by default `source`, or the current folder. A target that fails leaves the
    others alone, and its package from before where it is; one for which the course has nothing is skipped.

    \b
    Exit codes: 0 done; 1 problems in the course, or a target failed; 2 called wrongly;
    3 done, but a package differs from the course (1 with --strict); 70 a fault of lmsexport.
    """
    gc.disable()  # nothing that a build makes is garbage before its end
    request = Request(course_folder(source), out, tuple(dict.fromkeys(targets)), force, strict, prove)
    try:
        result = _with_progress(request, quiet or as_json)
    except CourseError as error:
        if as_json:
            echo_json(_as_data(Result("", {}, [], [], [], [], list(error.problems))))
        else:
            show_problems(error.problems)
        return 1
    if as_json:
        echo_json(_as_data(result))
        return result.exit_code(strict)
    _summary(result, out, quiet, request.targets)
    show_problems(result.problems)
    return result.exit_code(strict)


def _with_progress(request: Request, quiet: bool) -> Result:
    """Build with a bar on a terminal, with nothing in between elsewhere."""
    if quiet or not sys.stderr.isatty():
        return build(request)
    with click.progressbar(length=1, label="Building", file=sys.stderr) as bar:
        started: list[str] = []

        def show(target: str, event: str) -> None:
            if event == "start":
                started.append(target)
                bar.length = len(started) + 1
            elif event != "unchanged":
                bar.label = f"{event.capitalize()} {target}"
                bar.update(1)

        result = build(request, show)
        bar.update((bar.length or 1) - bar.pos)
    return result


def _summary(result: Result, out: Path, quiet: bool, asked: tuple[str, ...]) -> None:
    """A line for each package; when `quiet`, only for targets that were `asked` for by name and were skipped."""
    show_skipped({name: result.targets[name]["reason"] for name in result.skipped if not quiet or name in asked})
    if not quiet:
        for name, row in result.targets.items():
            _show_packages(row, out, unchanged=name in result.unchanged)
        report = (out / f"{result.course}-report.html").as_posix()
        click.echo(f"{report}: what is in it, and what to do once after the upload")


def _show_packages(row: dict[str, Any], out: Path, *, unchanged: bool) -> None:
    if row["status"] == "failed":
        earlier = f"; {', '.join(row['files'])} is from an earlier build" if row["files"] else ""
        click.echo(f"{row['target']}: failed{earlier}")
    losses = [loss["severity"] for loss in row["losses"]]
    more = [f"{losses.count(kind)} {words}" for kind, words in LOSS_KINDS.items() if kind in losses]
    more += [row["proof"]] if row["proof"].startswith("not proven") else []
    for package in row["packages"]:
        state = "unchanged" if unchanged else f"{package['size']:,} bytes"
        click.echo(f"{(out / package['file']).as_posix()}: {', '.join((state, *more))}")


def _as_data(result: Result) -> dict[str, Any]:
    return {
        "course": result.course or None,
        "built": result.built,
        "unchanged": result.unchanged,
        "skipped": result.skipped,
        "failed": result.failed,
        "targets": list(result.targets.values()),
        "problems": [problem_row(problem) for problem in result.problems],
    }
