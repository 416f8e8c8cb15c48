"""Tables in Markdown, printed row by row while the work goes on."""

from __future__ import annotations

from benchmarks.process import Measured


def table(title: str, *columns: str) -> None:
    """The head of a table."""
    print(f"\n### {title[0].upper()}{title[1:]}\n")
    print("| " + " | ".join(columns) + " |")
    print("| " + " | ".join("---" for _ in columns) + " |", flush=True)


def row(label: str, *cells: Measured | str) -> None:
    """A row of a table."""
    print("| " + " | ".join([label, *(str(cell) for cell in cells)]) + " |", flush=True)
