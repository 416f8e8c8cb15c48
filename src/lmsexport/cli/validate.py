"""`lmsexport validate`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lmsexport.cli.common import counted, printable, styled
from lmsexport.errors import Severity, UsageError

if TYPE_CHECKING:
    from lmsexport.engine.arrival import Expected, ImportSimulator
    from lmsexport.lms.base import Remark
    from lmsexport.validation.judge import Finding, Judgement
    from lmsexport.validation.outline import Item

_MOST = 10
"""Places that are listed for one rule; `--format json` has them all."""

_LONG = 60
"""Characters of a title that stands in a row of others."""

_EFFECTS = ("dropped", "resets attempts", "duplicated", "changed", "updated", "to do")
"""What a remark can say, the worst first."""


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SEVERITIES = tuple(_COLOURS)
"""The worst first."""


@click.command("validate")
@click.argument("packages", nargs=-1, required=True, metavar="PACKAGE...", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "junit", "sarif", "github"]), default="text",
    show_default=True, help="For people, or for programs.",
)  # fmt: skip
@click.option("--for", "lms", metavar="LMS[@VERSION]", help="Show the course as it will stand in this LMS.")
@click.option("--over", type=click.Path(path_type=Path), metavar="EARLIER", help="With --for: an earlier upload.")
def command(packages: tuple[Path, ...], strict: bool, form: str, lms: str | None, over: Path | None) -> int:
    """Say what is wrong with every PACKAGE, from lmsexport or from elsewhere, and how to mend it.

    A package is recognised by what is in it: Moodle backups, Common Cartridges, Canvas exports, SCORM, cmi5, QTI,
    Moodle XML and GIFT. Several packages of one course are held against each other: they should promise the same pass
    mark, points, right answers and feedback, and hold no text that the labs bundle among them keeps private. Nothing is
    loaded from anywhere; fill the store of official schemas with `lmsexport schemas`.
    """
    from lmsexport.formats.labs import private_in
    from lmsexport.validation.judge import CrossChecks, judge
    from lmsexport.validation.report import FORMATS, to_junit
    from lmsexport.validation.store import Store

    _refuse_what_cannot_be_meant(lms, over, form)
    store, judgements, together = Store(), [], CrossChecks(private_in(packages))
    with ExitStack() as stack:
        simulator = stack.enter_context(_simulator(lms, over)) if lms else None
        for path in packages:
            with judge(path, store) as judgement:
                judgements.append(judgement)
                if len(packages) > 1:
                    together(judgement)
                expected = simulator.run(judgement) if simulator else None
                if form == "text":
                    _show(judgement)
                    _show_arrival(expected)
    if form != "text":
        said = to_junit(judgements, strict=strict) if form == "junit" else FORMATS[form](judgements)
        click.echo(said.encode("utf-8", "backslashreplace").decode())
    return int(any(judgement.errors or (strict and judgement.warnings) for judgement in judgements))


def _simulator(lms: str, over: Path | None) -> ImportSimulator:
    from lmsexport.engine.arrival import ImportSimulator

    return ImportSimulator(lms, over)


def _refuse_what_cannot_be_meant(lms: str | None, over: Path | None, form: str) -> None:
    if over and not lms:
        raise UsageError("--over needs --for: what a second upload does depends on the LMS")
    if lms and form not in ("text", "json"):
        raise UsageError(f"--for shows a course, and --format {form} has no place for one: choose text or json")


def _show(judgement: Judgement) -> None:
    from lmsexport.validation.report import verdict

    click.echo(styled(f"{judgement.path.as_posix()}: {printable(judgement.title)}: {verdict(judgement)}", bold=True))
    findings = sorted(judgement.findings, key=lambda found: (_SEVERITIES.index(found.rule.severity), found.rule.id))
    for _, group in groupby(findings, key=lambda found: found.rule.id):
        _show_rule(list(group))
    for what in judgement.unread:
        click.echo(f"  not understood: {printable(what)}")
    for what in judgement.unchecked:
        click.echo(f"  not checked: {printable(what)}")


def _show_rule(findings: list[Finding]) -> None:
    from lmsexport.validation.report import place

    rule = findings[0].rule
    colour = _COLOURS[rule.severity]
    read_only = "" if rule.tried else " This rule was read, and never tried."
    kept = "cannot be kept" if rule.severity is Severity.NOTE else "not kept"
    click.echo(f"  {styled(rule.severity.value, fg=colour)}, {kept}: {rule.says} [{rule.id}]")
    for found in findings[:_MOST]:
        click.echo(f"    {printable(f'{place(found)}: ' if place(found) else '')}{printable(found.breach.what)}")
    if len(findings) > _MOST:
        click.echo(f"    and {len(findings) - _MOST:,} more")
    for mend in dict.fromkeys(found.mend for found in findings[:_MOST]):
        click.echo(f"    To do: {printable(mend)}.")
    click.echo(f"    Source: {rule.source.rstrip('.')}.{read_only}")


def _show_arrival(expected: Expected | None) -> None:
    for line in _arrival_lines(expected) if expected else ():
        click.echo(printable(line))


def _arrival_lines(found: Expected) -> Iterator[str]:
    yield f"  In {found.lms.title} {found.version} ({found.lms.versions[found.version]}):"
    outline = found.arrival.outline
    for module in outline.modules:
        yield f"    {module.title or module.text or '(no module)'}"
        yield from (f"      {_item(item)}" for item in module.items)
    yield from (f"    Bank “{bank.title}”: {counted(len(bank.questions), 'question')}" for bank in outline.banks)
    yield from (f"    Tool “{name}”: {address}" for name, address in outline.tools.items())
    yield from _remarks("What changes on the way", found.arrival.remarks)
    yield from _remarks("What the upload does to the earlier one", found.again)


def _item(item: Item) -> str:
    said = [f"{item.kind}: {item.title}"]
    if item.questions:
        said.append(counted(len(item.questions), "question"))
    said += [f"{name} {value}" for name, value in item.settings.items() if "\n" not in value]
    return ", ".join(said)


def _remarks(title: str, remarks: tuple[Remark, ...] | list[Remark] | object) -> Iterator[str]:
    rows = list(remarks) if isinstance(remarks, tuple | list) else []
    if rows:
        yield f"  {title}:"
    for (rule, effect), group in groupby(sorted(rows, key=_by_rule), key=lambda remark: (remark.rule, remark.effect)):
        things = list(dict.fromkeys(_short(remark.what) for remark in group))
        more = f", and {len(things) - _MOST:,} more" if len(things) > _MOST else ""
        read_only = "" if rule.tried else " This rule was read, and never tried."
        yield f"    {effect}: {rule.says} [{rule.id}]"
        yield f"      {', '.join(things[:_MOST])}{more}"
        yield f"      Source: {rule.source.rstrip('.')}.{read_only}"


def _short(title: str) -> str:
    return title if len(title) <= _LONG else f"{title[: _LONG - 1].rstrip()}…"


def _by_rule(remark: Remark) -> tuple[int, str]:
    return _EFFECTS.index(remark.effect), remark.rule.id
