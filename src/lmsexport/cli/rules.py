"""`lmsexport rules`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from lmsexport.cli.common import echo_json, json_option

if TYPE_CHECKING:
    from lmsexport.lms.base import Lms
    from lmsexport.validation import Rule

_GENERAL = {
    "archive": "Every archive",
    "package": "Every archive",
    "xml": "Every document",
    "html": "Every page",
    "leak": "What must not leave",
    "build": "Packages of one build",
    "judge": "lmsexport itself",
}
"""Beginning of a rule's id → what it is about, where that is no kind of package."""


@click.command("rules")
@json_option("the rules")
@click.option("--markdown", is_flag=True, help="Print the rules as a page in Markdown.")
@click.option("--lms", "imports", is_flag=True, help="The rules by which LMSs import (`validate --for`) instead.")
def command(as_json: bool, markdown: bool, imports: bool) -> int:
    """Show what `validate` asks of packages: each rule with its source and with what to do about a breach."""
    from lmsexport.lms.base import lmss
    from lmsexport.validation.judge import all_rules

    if imports:
        return _imports(list(lmss().values()), as_json, markdown)
    rules = all_rules()
    if as_json:
        echo_json([_row(rule) for rule in rules])
    elif markdown:
        click.echo("\n".join(_page(rules)))
    else:
        for rule in rules:
            click.echo(f"{rule.id}: {rule.severity.value}: {rule.says}")
    return 0


def _imports(found: list[Lms], as_json: bool, markdown: bool) -> int:
    if as_json:
        echo_json([{"lms": lms.name, **asdict(rule)} for lms in found for rule in lms.rules])
    elif markdown:
        click.echo("\n".join(_import_page(found)))
    else:
        for id, says in {rule.id: rule.says for lms in found for rule in lms.rules}.items():
            click.echo(f"{id}: {says}")
    return 0


def _import_page(found: list[Lms]) -> Iterator[str]:
    yield "# What LMSs do with packages"
    yield ""
    yield (
        "Written by `lmsexport rules --lms --markdown`. These are the rules behind `lmsexport validate --for`; "
        "[how they were tried](lms.md). A rule that was only read in its source, and never seen to happen, is marked: "
        "*read*."
    )
    told = set[str]()
    for lms in sorted(found, key=lambda one: len(one.rules)):
        yield from ("", f"## {lms.title}", "")
        yield f"Packages: {', '.join(sorted(lms.kinds))}. " + " ".join(
            f"Version {version}: {seen}." for version, seen in lms.versions.items()
        )
        more = [rule for rule in lms.rules if rule.id not in told]
        told |= {rule.id for rule in more}
        if len(more) < len(lms.rules):
            yield from ("", "The rules above with the same beginning, and these.")
        for rule in more:
            yield from ("", f"### {rule.id}", "", rule.says + ("" if rule.tried else " (*read*)"), "")
            yield f"- Source: {_sentence(rule.source)}"


def _row(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "says": rule.says,
        "source": rule.source,
        "mend": rule.mend,
        "tried": rule.tried,
    }


def _page(rules: list[Rule]) -> Iterator[str]:
    yield "# The rules of `validate`"
    yield ""
    yield (
        "Written by `lmsexport rules --markdown`. An error keeps a package from importing, or loses something; a "
        "warning changes something; a note is good to know, and cannot be otherwise. A rule that was only read in its "
        "source, and not seen to do harm in a real LMS or tool, is marked: *read*."
    )
    titles = _titles()
    for title in dict.fromkeys(titles.values()):
        yield from ("", f"## {title}")
        for rule in (rule for rule in rules if titles[_beginning(rule)] == title):
            read = "" if rule.tried else ", *read*"
            yield from ("", f"### {rule.id}", "", f"{rule.says} ({rule.severity.value}{read})", "")
            yield f"- To do: {_sentence(rule.mend)}"
            yield f"- Source: {_sentence(rule.source)}"


def _titles() -> dict[str, str]:
    """Beginning of a rule's id → what it is about; for a kind of package, the kinds whose readers ask for it."""
    from lmsexport.validation import readers

    kinds: dict[str, dict[str, None]] = {}
    for reader in readers():
        for rule in reader.rules:
            kinds.setdefault(_beginning(rule), {})[reader.title] = None
    return _GENERAL | {beginning: ", ".join(kinds[beginning]) for beginning in sorted(kinds.keys() - _GENERAL)}


def _beginning(rule: Rule) -> str:
    return rule.id.partition("-")[0]


def _sentence(text: str) -> str:
    """A text as a sentence in Markdown. Names of files and programs keep their small letters, code its signs."""
    parts = text.rstrip(".").split("`")
    parts[::2] = [part.replace("<", "\\<").replace("*", "\\*") for part in parts[::2]]
    plain, first = "`".join(parts), text.split(maxsplit=1)[0]
    begins = plain[0].upper() if first.isalpha() and first != "lmsexport" else plain[0]
    return f"{begins}{plain[1:]}."
