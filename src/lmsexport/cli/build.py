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
    source_argument,
    target_option,
)
from lmsexport.engine.build import Request, Result, build
from lmsexport.engine.rows import problem_row
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

    SOURCE is the folder with course.yaml; by default `source`, or the current folder.
    """
    gc.disable()  # nothing that a build makes is garbage before its end
    request = Request(course_folder(source), out, tuple(dict.fromkeys(targets)), force, strict, prove)
    try:
        result = _with_progress(request, quiet or as_json)
    except CourseError as error:
        if as_json:
            problems = [problem_row(problem) for problem in error.problems]
            echo_json({"course": None, "built": [], "unchanged": [], "targets": [], "problems": problems})
        else:
            show_problems(error.problems)
        return 1
    if as_json:
        echo_json(_as_data(result))
        return 0
    show_problems(result.problems)
    if not quiet:
        _summary(result, out)
    return 0


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
            elif event == "done":
                bar.label = f"Built {target}"
                bar.update(1)

        result = build(request, show)
        bar.update((bar.length or 1) - bar.pos)
    return result


def _summary(result: Result, out: Path) -> None:
    for name, row in result.targets.items():
        losses = [loss["severity"] for loss in row["losses"]]
        lost = "".join(f", {losses.count(kind)} {words}" for kind, words in LOSS_KINDS.items() if kind in losses)
        for package in row["packages"]:
            state = "unchanged" if name in result.unchanged else f"{package['size']:,} bytes"
            click.echo(f"{(out / package['file']).as_posix()}: {state}{lost}")
    click.echo(
        f"{(out / f'{result.course}-report.html').as_posix()}: what is in it, and what to do once after the upload"
    )


def _as_data(result: Result) -> dict[str, Any]:
    return {
        "course": result.course,
        "built": result.built,
        "unchanged": result.unchanged,
        "targets": list(result.targets.values()),
        "problems": [problem_row(problem) for problem in result.problems],
    }
