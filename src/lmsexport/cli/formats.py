"""`lmsexport formats`."""

from __future__ import annotations

from typing import Any

import click

from lmsexport.cli.common import echo_json, json_option, styled


@click.command("formats")
@json_option("the table")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def command(as_json: bool, markdown: bool) -> int:
    """Show what each target carries of a course, and in what form."""
    from lmsexport.formats.base import formats
    from lmsexport.lowering.table import carried_table

    table = {name: carried_table(target.capabilities) for name, target in formats().items()}
    if as_json:
        echo_json({name: {"title": formats()[name].title, "features": rows} for name, rows in table.items()})
    elif markdown:
        click.echo(_markdown(table))
    else:
        for name, rows in table.items():
            _print(name, formats()[name].title, rows)
    return 0


def _print(name: str, title: str, rows: list[dict[str, Any]]) -> None:
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        groups.setdefault((row["carried"], row["how"]), []).append(row["feature"])
    whole = groups.pop(("yes", ""), [])
    click.echo(styled(f"{name}: {title}", bold=True))
    click.echo(f"  {len(whole)} of {len(rows)} parts of a course as they were written; the others:")
    for (carried, how), features in groups.items():
        click.echo(f"  {', '.join(features)}")
        click.echo(f"    {'left out' if carried == 'no' else carried}: {how}")


def _markdown(table: dict[str, list[dict[str, Any]]]) -> str:
    lines = ["| Part of a course | " + " | ".join(table) + " |", "| --- |" + " --- |" * len(table)]
    cells = {name: {row["feature"]: row for row in rows} for name, rows in table.items()}
    for feature in sorted({feature for rows in cells.values() for feature in rows}):
        shown = [_cell(rows.get(feature)) for rows in cells.values()]
        lines.append(f"| `{feature}` | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _cell(row: dict[str, Any] | None) -> str:
    if row is None or row["carried"] == "yes":
        return "yes"
    return f"{row['carried']}: {row['how']}".replace("|", "\\|")
