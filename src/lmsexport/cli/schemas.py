"""`lmsexport schemas`."""

from __future__ import annotations

from pathlib import Path

import click

from lmsexport.cli.common import counted
from lmsexport.errors import UsageError


@click.group("schemas")
def command() -> None:
    """Fill the store of official schemas that `validate` uses.

    The standards bodies publish the schemas, and their licences do not let lmsexport bring them along. The store is a
    folder of yours (LMSEXPORT_SCHEMAS, else the user's cache); each file is known by its SHA-256.
    """


@command.command("list")
def listing() -> int:
    """Show which schemas are known, and which of them are here."""
    from lmsexport.validation.store import Store, known

    store = Store()
    for name, file in known().items():
        state = "here" if name in store.held else "missing" if file.address else "missing; only in an archive"
        click.echo(f"{name}: {state}")
    click.echo(f"{len(store.held):,} of {len(known()):,} in {store.folder.as_posix()}")
    return 0


@command.command("add")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def add(folder: Path) -> int:
    """Take in the schemas that are in FOLDER or below it, whatever they are called there."""
    from lmsexport.validation.store import Store

    store = Store()
    added = store.add(folder)
    if not added:
        raise UsageError(f"there is no schema in {folder.as_posix()} that lmsexport knows (`schemas list` names them)")
    click.echo(f"{counted(len(added), 'schema')} added to {store.folder.as_posix()}")
    return 0


@command.command("fetch")
@click.option("--all", "everything", is_flag=True, help="Also those that are here already.")
def fetch(everything: bool) -> int:
    """Load the missing schemas from the addresses of their publishers."""
    from lmsexport.validation.store import Store, known

    store = Store()
    wanted = [name for name, file in known().items() if everything or name not in store.held]
    problems = 0
    for name, problem in store.fetch([name for name in wanted if known()[name].address]):
        problems += bool(problem)
        click.echo(f"{name}: {problem or 'loaded'}", err=bool(problem))
    if not wanted:
        click.echo(f"nothing to load: all {len(known()):,} schemas are in {store.folder.as_posix()}")
    elsewhere = [name for name in wanted if not known()[name].address]
    if elsewhere:
        click.echo(f"{counted(len(elsewhere), 'schema')} can only be had in an archive: unpack it, then `schemas add`")
    return int(bool(problems))
