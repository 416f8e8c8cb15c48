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

_GROUPS = {
    "archive": "Every archive",
    "package": "Every archive",
    "xml": "Every document",
    "html": "Every page",
    "leak": "What must not leave",
    "cartridge": "Common Cartridges and Canvas exports",
    "canvas": "Canvas exports",
    "qti12": "QTI 1.2, alone and in cartridges",
    "qti": "QTI 2.1, 2.2 and 3.0",
    "scorm": "SCORM",
    "cmi5": "cmi5",
    "moodle": "Moodle backups and Moodle XML",
    "gift": "GIFT",
    "labs": "Labs bundles",
    "site": "Web pages",
    "build": "Packages of one build",
    "judge": "lmsexport itself",
}
"""Beginning of a rule's id → what the rule is about."""


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
    for title in dict.fromkeys(_GROUPS.values()):
        own = [rule for rule in rules if _GROUPS.get(rule.id.partition("-")[0]) == title]
        if own:
            yield from ("", f"## {title}")
        for rule in own:
            read = "" if rule.tried else ", *read*"
            yield from ("", f"### {rule.id}", "", f"{rule.says} ({rule.severity.value}{read})", "")
            yield f"- To do: {_sentence(rule.mend)}"
            yield f"- Source: {_sentence(rule.source)}"


def _sentence(text: str) -> str:
    """A text as a sentence in Markdown. Names of files and programs keep their small letters, code its signs."""
    parts = text.rstrip(".").split("`")
    parts[::2] = [part.replace("<", "\\<").replace("*", "\\*") for part in parts[::2]]
    plain, first = "`".join(parts), text.split(maxsplit=1)[0]
    begins = plain[0].upper() if first.isalpha() and first != "lmsexport" else plain[0]
    return f"{begins}{plain[1:]}."
