"""`lmsexport convert`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from lmsexport.cli.common import printable, show_problems, show_skipped, target_option


@click.command("convert")
@click.argument("package", type=click.Path(path_type=Path))
@target_option
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True,
    help="Where to write.",
)  # fmt: skip
def command(package: Path, targets: tuple[str, ...], out: Path) -> int:
    """Make packages for other LMSs of PACKAGE, in one go: as `import` and then `build`, with both reports.

    What comes over and what does not stands in `…-import.md` and in the report of the build. Drafts are left out: to
    finish them, import the package instead.

    \b
    Exit codes: 0 done; 1 the package cannot be read, or a target failed; 2 called wrongly; 3 done, but a package
    differs from the course.
    """
    from lmsexport.engine.build import Request, build
    from lmsexport.importing.package import import_package
    from lmsexport.importing.report import as_markdown, summary

    with tempfile.TemporaryDirectory(prefix="lmsexport-", ignore_cleanup_errors=True) as folder:
        done = import_package(package, Path(folder) / "course")
        click.echo(printable(summary(done)))
        if done.errors:
            show_problems(done.errors)
            return 1
        result = build(Request(done.folder, out, tuple(dict.fromkeys(targets))))
    report = out / f"{result.course}-import.md"
    report.write_text(as_markdown(done), encoding="utf-8", newline="\n")
    show_skipped({name: result.targets[name]["reason"] for name in result.skipped})
    for row in result.targets.values():
        for written in row["packages"]:
            click.echo((out / written["file"]).as_posix())
    click.echo(f"{report.as_posix()}: what came over from {printable(package.name)}")
    click.echo(f"{(out / f'{result.course}-report.html').as_posix()}: what the new packages hold")
    return result.exit_code(strict=False)
