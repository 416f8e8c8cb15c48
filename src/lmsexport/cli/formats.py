"""`lmsexport formats`."""

from __future__ import annotations

from typing import Any

import click

from lmsexport.cli.common import echo_json, json_option, styled


@click.command("formats")
@json_option("the table")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
@click.option("--matrix", "as_matrix", is_flag=True, help="Print what is written, read, judged and simulated instead.")
def command(as_json: bool, markdown: bool, as_matrix: bool) -> int:
    """Show what each target carries of a course, and in what form.

    With --matrix: which kinds of packages are written, read back, held against rules and schemas, and simulated as an
    LMS takes them in; “–” is a hole.
    """
    from lmsexport.formats.base import formats
    from lmsexport.lowering.table import carried_table

    if as_matrix:
        _print_matrix(as_json)
        return 0
    table = {name: carried_table(target.capabilities) for name, target in formats().items()}
    if as_json:
        echo_json({name: {"title": formats()[name].title, "features": rows} for name, rows in table.items()})
    elif markdown:
        click.echo(_markdown(table))
    else:
        for name, rows in table.items():
            _print(name, formats()[name].title, rows)
    return 0


def _print_matrix(as_json: bool) -> None:
    from lmsexport.engine.matrix import Row, matrix

    rows = matrix()
    if as_json:
        echo_json([row._asdict() for row in rows])
        return
    cells = [tuple(Row._fields), *(tuple(map(_matrix_cell, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _matrix_cell(value: object) -> str:
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or "–"


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
    if row is None or not row["how"]:
        return "yes"
    return f"{row['carried']}: {row['how']}".replace("|", "\\|")
