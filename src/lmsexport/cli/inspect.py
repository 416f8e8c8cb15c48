"""`lmsexport inspect`."""

from __future__ import annotations

from pathlib import Path

import click

from lmsexport.cli.common import counted, echo_json, json_option, printable, styled


@click.command("inspect")
@click.argument("package", type=click.Path(path_type=Path))
@json_option("what was found")
def command(package: Path, as_json: bool) -> int:
    """Show what PACKAGE is and what is in it: an archive or a folder, from lmsexport or from elsewhere."""
    from lmsexport.engine.inspect import inspect

    found = inspect(package)
    if as_json:
        echo_json(found)
        return 0
    click.echo(styled(f"{package.as_posix()}: {found['kind']}", bold=True))
    for fact in found["facts"]:
        click.echo(f"  {printable(fact)}")
    files = counted(len(found["members"]), "file") or "no files"
    click.echo(f"  {files}, {sum(member['size'] for member in found['members']):,} bytes unpacked")
    for member in found["members"]:
        click.echo(f"  {member['size']:>12,}  {printable(member['name'])}")
    return 0
