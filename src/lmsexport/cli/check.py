"""`lmsexport check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from lmsexport.cli.common import (
    LOSS_KINDS,
    counted,
    course_folder,
    echo_json,
    json_option,
    show_problems,
    show_skipped,
    source_argument,
    target_option,
)
from lmsexport.errors import Problem, Severity


@click.command("check")
@source_argument
@target_option
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@json_option("the problems and losses")
def command(source: Path | None, targets: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Find everything that is wrong with the course in SOURCE, and what the targets cannot carry of it.

    Exit codes: 0 done; 1 problems in the course; 2 called wrongly; 70 a fault of lmsexport.
    """
    from lmsexport.engine.check import check, chosen_formats, options_of
    from lmsexport.engine.problem_json import problem_row
    from lmsexport.engine.target import loss_rows
    from lmsexport.formats.base import format_named
    from lmsexport.lowering import lower
    from lmsexport.lowering.kept import unsaid, words_lost

    for name in targets:
        format_named(name)
    checked = check(course_folder(source))
    losses, skipped = {}, {}
    if checked.source is not None and checked.resolved is not None and not checked.errors:
        for target in chosen_formats(checked.source, targets):
            options = options_of(checked.source, target)
            lowered = lower(checked.resolved, target, options)
            if reason := options.why_empty(lowered.course.course):
                skipped[target.name] = reason
            else:
                losses[target.name] = loss_rows(lowered.losses, checked.source.places)
            if words := words_lost(checked.resolved, lowered.course, lowered.losses):
                message = f"the package for {target.name} would differ from the course: {unsaid(words)}"
                place = checked.source.places(())
                checked.problems.append(Problem("package-differs", message, place, severity=Severity.WARNING))
    failed = bool(checked.errors or (strict and checked.problems))
    if as_json:
        problems = [problem_row(problem) for problem in checked.problems]
        echo_json({"problems": problems, "losses": losses, "skipped": skipped})
        return int(failed)
    show_problems(checked.problems)
    for line in _told_once(losses):
        click.echo(line)
    show_skipped(skipped)
    if not checked.problems:
        click.echo("No problems.")
    return int(failed)


def _told_once(losses: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A line for each kind of loss, over all targets, at the first place that it concerns."""
    kinds: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for target, rows in losses.items():
        for row in rows:
            kinds.setdefault((row["severity"], row["message"]), {}).setdefault(target, []).append(row)
    for (severity, message), by_target in kinds.items():
        rows = max(by_target.values(), key=len)
        first, more = rows[0], f" and {counted(len(rows) - 1, 'other')}" if len(rows) > 1 else ""
        where = ":".join(str(part) for part in (first["file"], first["line"]) if part)
        what = " ".join(first["what"].split())
        quoted = f" “{what if len(what) <= _QUOTED else f'{what[: _QUOTED - 1]}…'}”" if what else ""
        remedy = f" {first['remedy']}" if first["remedy"] else ""
        yield f"{where}:{quoted}{more} {LOSS_KINDS[severity]} in {', '.join(by_target)}: {message}{remedy}"


_QUOTED = 40
"""Characters of a lost text that a line quotes."""
