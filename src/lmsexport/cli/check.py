"""`lmsexport check`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

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


@click.command("check")
@source_argument
@target_option
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@json_option("the problems and losses")
def command(source: Path | None, targets: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Find everything that is wrong with the course in SOURCE, and what the targets cannot carry of it."""
    from lmsexport.engine.check import check, chosen_formats, lowered, options_of
    from lmsexport.engine.rows import problem_row
    from lmsexport.engine.target import loss_rows
    from lmsexport.formats.base import format_named

    for name in targets:
        format_named(name)
    checked = check(course_folder(source))
    failed = bool(checked.errors or (strict and checked.problems))
    losses = {}
    if checked.source is not None and not checked.errors:
        for target in chosen_formats(checked.source, targets):
            costs = lowered(checked.source, target, options_of(checked.source, target))[1]
            losses[target.name] = loss_rows(costs, checked.source.places)
    if as_json:
        echo_json({"problems": [problem_row(problem) for problem in checked.problems], "losses": losses})
        return int(failed)
    show_problems(checked.problems)
    for name, rows in losses.items():
        for (severity, message), number in Counter((row["severity"], row["message"]) for row in rows).items():
            click.echo(f"{name}: {number} × {LOSS_KINDS[severity]}: {message}")
    if not checked.problems:
        click.echo("No problems.")
    return int(failed)
