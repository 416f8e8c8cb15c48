"""Judgements as text for programs: JSON, JUnit, SARIF, and the annotations of GitHub."""

from __future__ import annotations

import json
import os
from collections import Counter
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


def verdict(judgement: Judgement) -> str:
    """“2 errors, 1 warning”, “nothing wrong, 1 note”."""
    counts = [(judgement.errors, "error"), (judgement.warnings, "warning")]
    said = ", ".join(_counted(*count) for count in counts if count[0]) or "nothing wrong"
    return f"{said}, {_counted(judgement.notes, 'note')}" if judgement.notes else said


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def to_junit(judgements: Sequence[Judgement], *, strict: bool = False) -> str:
    """A test suite for each package, and a test case for each finding; errors fail, when `strict` also warnings, and
    the others are said. What was not checked is a skipped test."""
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    root = etree.Element("testsuites", name="lmsexport validate")
    for judgement in judgements:
        suite = etree.SubElement(root, "testsuite", name=_clean(judgement.path.as_posix()))
        named: Counter[str] = Counter()
        for found in judgement.findings:
            name = f"{found.rule.id}: {place(found)}" if place(found) else found.rule.id
            named[name] += 1
            said = f"{found.breach.what}\n{found.rule.says}\nTo do: {found.mend}\nSource: {found.rule.source}"
            case = _case(suite, judgement, name if named[name] == 1 else f"{name} ({named[name]})")
            if found.rule.severity in failing:
                failure = etree.SubElement(case, "failure", type=found.rule.id, message=_clean(found.breach.what))
                failure.text = _clean(said)
            else:
                etree.SubElement(case, "system-out").text = _clean(said)
        if not judgement.findings:
            _case(suite, judgement, "no finding")
        for number, what in enumerate(judgement.unchecked, 1):
            case = _case(suite, judgement, f"not checked ({number})")
            etree.SubElement(case, "skipped", message=_clean(what))
        failures = sum(found.rule.severity in failing for found in judgement.findings)
        counts = {"tests": len(suite), "failures": failures, "errors": 0, "skipped": len(judgement.unchecked)}
        for count, number in counts.items():
            suite.set(count, str(number))
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _case(suite: etree._Element, judgement: Judgement, name: str) -> etree._Element:
    return etree.SubElement(suite, "testcase", classname=judgement.kind, name=_clean(name))


def to_sarif(judgements: Sequence[Judgement]) -> str:
    """One run (SARIF 2.1.0, section 3.14): its rules, a result for each finding, and a notification (3.20.21) for what
    was not checked."""
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
    notifications = [
        {
            "level": "note",
            "message": {"text": f"not checked: {what}"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(judgement.path)}}}],
        }
        for judgement in judgements
        for what in judgement.unchecked
    ]
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": notifications}
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": results}
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
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
    """A workflow command for each finding (GitHub Actions, “Workflow commands”: `::error file=…,title=…::message`), and
    one for what was not checked. GitHub shows ten of a kind; the line before them has the count."""
    lines = []
    for judgement in judgements:
        file = f"file={_property(judgement.path.as_posix())}"
        lines.append(_message(f"{judgement.path.as_posix()}: {judgement.title}: {verdict(judgement)}"))
        for found in judgement.findings:
            head = f"{file},title={_property(found.rule.id)}"
            where = f"{place(found)}: " if place(found) else ""
            said = _message(f"{where}{found.breach.what} ({found.mend})")
            lines.append(f"::{_COMMANDS[found.rule.severity]} {head}::{said}")
        if judgement.unchecked:
            lines.append(f"::notice {file},title=not checked::{_message('; '.join(judgement.unchecked))}")
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
