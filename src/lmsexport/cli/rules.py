"""`lmsexport rules`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from lmsexport.cli.common import echo_json, json_option

if TYPE_CHECKING:
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
    "build": "Packages of one build",
    "judge": "lmsexport itself",
}
"""Beginning of a rule's id → what the rule is about."""


@click.command("rules")
@json_option("the rules")
@click.option("--markdown", is_flag=True, help="Print the rules as a page in Markdown.")
def command(as_json: bool, markdown: bool) -> int:
    """Show what `validate` asks of packages: each rule with its source and with what to do about a breach."""
    from lmsexport.validation.judge import all_rules

    rules = all_rules()
    if as_json:
        echo_json([_row(rule) for rule in rules])
    elif markdown:
        click.echo("\n".join(_page(rules)))
    else:
        for rule in rules:
            click.echo(f"{rule.id}: {rule.severity.value}: {rule.says}")
    return 0


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
        "warning changes something. A rule that was only read in its source, and not seen to do harm in a real LMS or "
        "tool, is marked: *read*."
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
    plain = text.replace("<", "\\<").replace("*", "\\*")
    return f"{plain[0].upper()}{plain[1:].rstrip('.')}."
