"""`lmsexport preview`."""

from __future__ import annotations

from pathlib import Path

import click

from lmsexport.cli.common import course_folder, show_problems, source_argument


@click.command("preview")
@source_argument
@click.option("--port", type=click.IntRange(0, 65_535), help="Port of the local server; a free one by default.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(source: Path | None, port: int | None, no_open: bool) -> int:
    """Show the course in SOURCE in the browser as a student would see it; the pages follow every edit.

    Only this computer can see them.
    """
    from lmsexport.engine.preview import Preview
    from lmsexport.engine.server import serving

    preview = Preview(course_folder(source))
    with serving(preview, port) as address:
        show_problems(preview.now.problems)
        click.echo(f"The course is at {address} (stop with Ctrl-C)")
        if not no_open:
            click.launch(address)
        for snapshot in preview.follow():
            show_problems(snapshot.problems)
            click.echo("The pages are up to date." if snapshot.package else "The pages wait until this is mended.")
    return 0
