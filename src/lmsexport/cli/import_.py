"""`lmsexport import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from lmsexport.cli.common import echo_json, json_option, printable, show_problems

if TYPE_CHECKING:
    from lmsexport.content.markdown_of import Looks
    from lmsexport.importing.course import QuestionFiles


@click.command("import")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path),
    help="The new folder for the course; by default one called as the course.",
)  # fmt: skip
@click.option(
    "--as", "questions", type=click.Choice(["quizzes", "banks"]), default="quizzes", show_default=True,
    help="What the categories of a file of questions become.",
)  # fmt: skip
@click.option(
    "--looks", type=click.Choice(["drop", "keep"]), default="drop", show_default=True,
    help="Whether colours, fonts and alignments of the package's texts stay, as HTML.",
)  # fmt: skip
@json_option("the report")
def command(package: Path, out: Path | None, questions: str, looks: str, as_json: bool) -> int:
    """Bring an existing course in: write the source of the course that PACKAGE holds.

    PACKAGE is of any kind that `validate` reads: a Moodle backup, a Canvas export, a Common Cartridge, QTI, Moodle XML,
    GIFT, a SCORM or cmi5 package. IMPORT.md beside the course says what is missing, what was not kept, what was
    changed, and how the course differs from the package.

    \b
    Exit codes: 0 done; 1 the package cannot be read, or `check` finds errors in the course; 2 called wrongly.
    """
    from lmsexport.importing.package import import_package
    from lmsexport.importing.report import as_data, summary, write_report

    done = import_package(
        package, out, questions=cast("QuestionFiles", questions), looks=cast("Looks", looks)
    )  # fmt: skip
    write_report(done)
    if as_json:
        echo_json(as_data(done))
    else:
        click.echo(printable(summary(done)))
        report = (done.folder / "IMPORT.md").as_posix()
        click.echo(f"{report}: what is missing, what was not kept, and what to look at")
        show_problems(done.errors)
    return int(bool(done.errors))
