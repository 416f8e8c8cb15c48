"""`lmsexport init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the course; by default from the folder's name.")
def command(folder: Path, title: str | None) -> int:
    """Write a small course into DIR: it builds, and its files show the short forms."""
    from lmsexport.authoring import scaffold

    name = title or folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "My course"
    for path in scaffold(folder, name):
        click.echo(path.as_posix())
    click.echo(f"Next: lmsexport preview {folder.as_posix()}")
    return 0
