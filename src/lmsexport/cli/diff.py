"""`lmsexport diff`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lmsexport.cli.common import counted, printable, styled

if TYPE_CHECKING:
    from lmsexport.engine.diff import Compared, Group
    from lmsexport.validation.compare import Difference

_SHORT = 60
"""Characters up to which two values stand side by side."""


@click.command("diff")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
    help="For a terminal, for programs, or as a web page.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file.")
def command(before: Path, after: Path, form: str, output: Path | None) -> int:
    """Say what is different between A and B: modules, items, questions, answers, feedback, settings.

    Each is a package of any kind that `validate` reads, from lmsexport or from elsewhere, or the folder of a course.
    The exit code is 0 when nothing is different, 1 when something is, and 2 when one of them cannot be read.
    """
    from lmsexport.engine.diff import as_data, as_page, compared
    from lmsexport.packaging.archive import write_file

    found = compared(before, after)
    if form == "json":
        text = json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        text = as_page(found)
    else:
        text = "".join(f"{line}\n" for line in _lines(found))
    text = text.encode("utf-8", "backslashreplace").decode()
    if output:
        write_file(output, click.unstyle(text))
    else:
        click.echo(text, nl=False)
    return int(bool(found.differences))


def _lines(found: Compared) -> Iterator[str]:
    from lmsexport.engine.diff import grouped

    verdict = counted(len(found.differences), "difference") or "no difference"
    old, new = found.before, found.after
    yield styled(f"{old.path} ({printable(old.title)}) → {new.path} ({printable(new.title)}): {verdict}", bold=True)
    for side in (old, new):
        yield from (f"  not understood in {side.path}: {printable(what)}" for what in side.outline.unread)
    yield from (f"  {printable(note)}" for note in found.notes)
    root = grouped(found.differences)
    yield from (f"  {line}" for one_of in root.differences for line in _said(one_of))
    for group in root.groups.values():
        yield from _group(group, "  ")


def _group(group: Group, indent: str) -> Iterator[str]:
    kind = f"{group.whole[0].aspect} " if group.whole else ""
    said = "".join(f", {_whole(one)}" for one in group.whole)
    yield f"{indent}{kind}{styled(printable(group.title or '(without a title)'), bold=True)}{said}"
    for one in group.differences:
        yield from (f"{indent}  {line}" for line in _said(one))
    for inner in group.groups.values():
        yield from _group(inner, f"{indent}  ")


def _whole(one: Difference) -> str:
    if one.what == "moved":
        between = f" from {printable(one.before)} to {printable(one.after)}" if one.before or one.after else ""
        return styled(f"moved{between}", fg="yellow")
    return styled(one.what, fg="red" if one.what == "removed" else "green")


def _said(one: Difference) -> Iterator[str]:
    from lmsexport.validation.word_diff import marked

    before, after = printable(one.before.replace("\n", "; ")), printable(one.after.replace("\n", "; "))
    if one.what == "moved":
        where = f"{before} {styled(f'(now in {after})', fg='yellow')}" if before else styled("moved", fg="yellow")
        yield f"{one.aspect}: {where}"
    elif one.what != "changed":
        value, colour, sign = (before, "red", "-") if one.what == "removed" else (after, "green", "+")
        yield f"{one.aspect}: {styled(f'{sign} {value}', fg=colour)}"
    elif len(before) + len(after) <= _SHORT:
        yield f"{one.aspect}: {styled(before, fg='red')} → {styled(after, fg='green')}"
    else:
        words = (_run(run.kind, run.text) for run in marked(before, after))
        yield f"{one.aspect}: {' '.join(words)}"


def _run(kind: str, text: str) -> str:
    if kind == "gone":
        return styled(f"[-{text}-]", fg="red")
    return styled(f"{{+{text}+}}", fg="green") if kind == "new" else text
