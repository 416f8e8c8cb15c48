"""Judgements as text for programs: JSON, JUnit, SARIF, and the annotations of GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from lmsexport import __version__
from lmsexport.content.xhtml import legal
from lmsexport.errors import Severity
from lmsexport.validation.judge import Finding, Judgement

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The schema of what `sarif` writes (SARIF 2.1.0, section 3.13.3)."""


def as_data(judgement: Judgement) -> dict[str, Any]:
    """What was found in a package, as plain data."""
    return {
        "package": judgement.path.as_posix(),
        "kind": judgement.kind,
        "title": judgement.title,
        "findings": [_row(found) for found in judgement.findings],
        "unchecked": judgement.unchecked,
        "unread": judgement.unread,
        "arrival": judgement.arrival,
    }


def _row(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule.id,
        "severity": found.rule.severity.value,
        "member": found.breach.member,
        "line": found.breach.line,
        "what": found.breach.what,
        "says": found.rule.says,
        "mend": found.mend,
        "source": found.rule.source,
        "tried": found.rule.tried,
    }


def to_json(judgements: Sequence[Judgement]) -> str:
    """One JSON document: a list of packages, by `report_schema.SCHEMA`."""
    return json.dumps([as_data(judgement) for judgement in judgements], ensure_ascii=False, indent=2)


def to_junit(judgements: Sequence[Judgement]) -> str:
    """A test suite for each package, and a test case for each finding; only errors fail, the others are said."""
    root = etree.Element("testsuites", name="lmsexport validate")
    for judgement in judgements:
        cases = len(judgement.findings) or 1
        suite = etree.SubElement(
            root, "testsuite", name=_clean(judgement.path.as_posix()), tests=str(cases),
            failures=str(judgement.errors), errors="0", skipped="0",
        )  # fmt: skip
        if not judgement.findings:
            etree.SubElement(suite, "testcase", classname=judgement.kind, name="no finding")
        for found in judgement.findings:
            name = f"{found.rule.id}: {place(found)}" if place(found) else found.rule.id
            case = etree.SubElement(suite, "testcase", classname=judgement.kind, name=_clean(name))
            said = _clean(f"{found.breach.what}\n{found.rule.says}\nTo do: {found.mend}\nSource: {found.rule.source}")
            if found.rule.severity is Severity.ERROR:
                etree.SubElement(case, "failure", type=found.rule.id, message=_clean(found.breach.what)).text = said
            else:
                etree.SubElement(case, "system-out").text = said
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def to_sarif(judgements: Sequence[Judgement]) -> str:
    """One run (SARIF 2.1.0, section 3.14): its rules, and a result for each finding."""
    rules = {found.rule.id: found.rule for judgement in judgements for found in judgement.findings}
    ids = sorted(rules)
    driver = {
        "name": "lmsexport",
        "version": __version__,
        "rules": [
            {
                "id": id,
                "shortDescription": {"text": rules[id].says},
                "help": {"text": f"{rules[id].mend.rstrip('.')}. Source: {rules[id].source}"},
                "defaultConfiguration": {"level": rules[id].severity.value},
            }
            for id in ids
        ],
    }
    results = [
        {
            "ruleId": found.rule.id,
            "ruleIndex": ids.index(found.rule.id),
            "level": found.rule.severity.value,
            "message": {"text": f"{found.breach.what} ({found.mend})"},
            "locations": [_sarif_location(judgement, found)],
        }
        for judgement in judgements
        for found in judgement.findings
    ]
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_location(judgement: Judgement, found: Finding) -> dict[str, Any]:
    """The package as the file, since that is what stands in a repository; the member within it as its logical part.

    A package has no lines. It has a region all the same, since GitHub shows no result without one.
    """
    physical = {"artifactLocation": {"uri": _uri(judgement.path)}, "region": {"startLine": 1}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place(found):
        location["logicalLocations"] = [{"fullyQualifiedName": place(found), "kind": "resource"}]
    return location


def _uri(path: Path) -> str:
    """Relative to where the command runs, if the path is (SARIF 2.1.0, 3.4.3)."""
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def to_github(judgements: Sequence[Judgement]) -> str:
    """A workflow command for each finding (GitHub Actions, “Workflow commands”: `::error file=…,title=…::message`)."""
    lines = []
    for judgement in judgements:
        for found in judgement.findings:
            head = f"file={_property(judgement.path.as_posix())},title={_property(found.rule.id)}"
            where = f"{place(found)}: " if place(found) else ""
            said = _message(f"{where}{found.breach.what} ({found.mend})")
            lines.append(f"::{_COMMANDS[found.rule.severity]} {head}::{said}")
    return "\n".join(lines)


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
"""What GitHub calls them."""


def place(found: Finding) -> str:
    """Member and line of a finding: `imsmanifest.xml:12`; empty for the package as a whole."""
    line = f":{found.breach.line}" if found.breach.line else ""
    return f"{found.breach.member}{line}"


def _clean(text: str) -> str:
    return legal(text.encode("utf-8", "replace").decode())


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Judgement]], str]] = {
    "json": to_json,
    "junit": to_junit,
    "sarif": to_sarif,
    "github": to_github,
}
"""What programs read, by the name that users type."""
