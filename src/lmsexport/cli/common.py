"""What several commands share: the course's folder, and how problems and data are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from lmsexport.errors import Problem, Severity, UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

LOSS_KINDS = {"adapted": "in another form", "dropped": "left out", "noted": "to look at"}
"""How a loss is called, by its severity."""


def source_argument(command: Command) -> Command:
    """The argument SOURCE of a command."""
    return click.argument("source", required=False, type=click.Path(path_type=Path))(command)


def target_option(command: Command) -> Command:
    """The option that chooses targets."""
    return click.option(
        "-t", "--target", "targets", multiple=True, metavar="TARGET", help="Only this target; can be repeated."
    )(command)


def json_option(what: str) -> Callable[[Command], Command]:
    """The option to print data instead of text."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as one JSON document.")


def course_folder(source: Path | None) -> Path:
    """The course that is meant: the folder given, else `source`, else the current folder when it holds a course."""
    if source is not None:
        return source.parent if source.name == "course.yaml" else source
    for folder in (Path("source"), Path()):
        if (folder / "course.yaml").is_file():
            return folder
    raise UsageError("there is no course here: name its folder, or begin one with `lmsexport init DIR`")


def show_problems(problems: Iterable[Problem]) -> None:
    """Every problem as a line on standard error, and how many there were."""
    problems = list(problems)
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        where = styled(f"{problem.place}: ", bold=True) if problem.place else ""
        hint = f" ({problem.hint})" if problem.hint else ""
        kind = styled(problem.severity.value, fg=colour)
        click.echo(f"{where}{kind}: {problem.message}{hint} [{problem.code}]", err=True)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    counts = [counted(errors, "error"), counted(len(problems) - errors, "warning")]
    if problems:
        click.echo(", ".join(count for count in counts if count), err=True)


def show_skipped(reasons: Mapping[str, str]) -> None:
    """Targets for which a course has nothing: a line for each reason."""
    for reason in dict.fromkeys(reasons.values()):
        names = ", ".join(name for name, other in reasons.items() if other == reason)
        click.echo(f"{names}: skipped. {reason}")


def counted(number: int, what: str) -> str:
    """“1 error”, “2 errors”; nothing for none."""
    return f"{number:,} {what}{'s' if number != 1 else ''}" if number else ""


def styled(text: str, **style: Any) -> str:
    """Text with colour or weight on a terminal, unless NO_COLOR is set (no-color.org)."""
    import os

    return text if os.environ.get("NO_COLOR") else click.style(text, **style)


def printable(text: str) -> str:
    """A text from a foreign file, without characters that would move the cursor."""
    return "".join(char if char.isprintable() else "�" for char in text)


def echo_json(data: Any) -> None:
    """One JSON document on standard output; half a surrogate, as file names can have, as JSON's own escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "backslashreplace").decode())
