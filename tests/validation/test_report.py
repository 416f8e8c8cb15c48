"""Reports for programs, held against what is published about each form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from conftest import NODE_PACKAGES
from lmsexport.errors import Severity
from lmsexport.validation import Breach, Rule
from lmsexport.validation.judge import Finding, Judgement
from lmsexport.validation.report import FORMATS, SARIF
from lmsexport.validation.report_schema import SCHEMA

HOSTILE = "100% <b>&amp;</b>,:\r\n::error::]]> \x1b[2J \0 \udcff \ufffe “ü例”"
"""What would end a command, an attribute, a line or a document, if it could."""


def rule(id: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(
        id, "There is sugar in it.", "Grandmother's book, page 3", "add sugar.", lambda _: (), severity, tried=True
    )


def judgement(path: str, *findings: Finding, **fields: Any) -> Judgement:
    return Judgement(Path(path), "recipe", "Recipe 1.0", list(findings), **fields)


FINDINGS = (
    Finding(rule("recipe-sugar"), Breach("there is none", "a/recipe.txt", 3)),
    Finding(rule("recipe-sugar"), Breach("there is none", mend="Add two spoons.")),
    Finding(rule("recipe-salt", Severity.WARNING), Breach("there is none", "b.txt")),
    Finding(rule("recipe-water", Severity.NOTE), Breach("it comes from the tap")),
)
USUAL = [
    judgement("dist/cake.zip", *FINDINGS, unchecked=["the oven"], unread=["the drawing"]),
    judgement("dist/bread.zip"),
]
STRANGE = [
    judgement(
        f"dir/{HOSTILE}.zip".replace("\0", ""), Finding(rule("x"), Breach(HOSTILE, HOSTILE, 1)), unread=[HOSTILE]
    ),
    judgement("/absolute/näme with 100%.zip", FINDINGS[0]),
]
ALL = {"usual": USUAL, "strange": STRANGE, "none": []}

every = pytest.mark.parametrize("judgements", ALL.values(), ids=ALL)


def printed(form: str, judgements: list[Judgement]) -> str:
    """What stands on standard output."""
    return FORMATS[form](judgements).encode("utf-8", "backslashreplace").decode()


# -- JSON ----------------------------------------------------------------------------------------------------------


@every
def test_json_is_as_its_schema_says(judgements: list[Judgement]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(printed("json", judgements)), SCHEMA)


def spoiled(value: Any) -> Iterator[Any]:
    """The same document with one thing wrong, for each thing: a key too many or too few, a value of another type."""
    if isinstance(value, dict):
        yield value | {"other": ""}
        for key, part in value.items():
            yield {name: kept for name, kept in value.items() if name != key}
            yield from (value | {key: wrong} for wrong in spoiled(part))
    elif isinstance(value, list):
        yield {}
        for index, part in enumerate(value):
            yield from ([*value[:index], wrong, *value[index + 1 :]] for wrong in spoiled(part))
    else:
        yield 7 if isinstance(value, str) else "seven"


def test_the_schema_accepts_nothing_else() -> None:
    check = jsonschema.Draft202012Validator(SCHEMA)
    wrong = list(spoiled(json.loads(printed("json", USUAL[:1]))))
    assert len(wrong) > 60
    assert [each for each in wrong if check.is_valid(each)] == []


@pytest.mark.parametrize(("key", "value"), [("severity", "fatal"), ("line", -1), ("line", 1.5)])
def test_the_schema_knows_what_a_value_can_be(key: str, value: object) -> None:
    report = json.loads(printed("json", USUAL))
    report[0]["findings"][0][key] = value
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(report)


def test_json_says_everything() -> None:
    cake, bread = json.loads(printed("json", USUAL))
    assert (cake["package"], cake["kind"], cake["title"]) == ("dist/cake.zip", "recipe", "Recipe 1.0")
    assert cake["findings"][0] == {
        "rule": "recipe-sugar", "severity": "error", "member": "a/recipe.txt", "line": 3, "what": "there is none",
        "says": "There is sugar in it.", "mend": "add sugar", "source": "Grandmother's book, page 3", "tried": True,
    }  # fmt: skip
    assert cake["findings"][1]["mend"] == "Add two spoons"
    assert (cake["unchecked"], cake["unread"], bread["findings"]) == (["the oven"], ["the drawing"], [])
    assert json.loads(printed("json", STRANGE))[0]["findings"][0]["what"] == HOSTILE


# -- JUnit ---------------------------------------------------------------------------------------------------------

ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "disabled", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
    "testcase": {"name", "classname", "time", "status", "assertions"},
    "failure": {"type", "message"},
    "system-out": set[str](),
    "skipped": {"message"},
}
"""Elements with the attributes that the XSDs of Jenkins (junit-10.xsd) and of Ant agree on."""
NEEDED = {"testsuite": {"name"}, "testcase": {"name", "classname"}}
INSIDE = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "system-out", "skipped"}}


@every
def test_junit_is_as_its_readers_expect(judgements: list[Judgement]) -> None:
    root = etree.fromstring(printed("junit", judgements))
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag] and NEEDED.get(element.tag, set()) <= set(element.attrib)
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
    assert len(root) == len(judgements)
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names), "GitLab takes two cases of one name for one"


def test_junit_fails_for_errors_and_shows_the_rest() -> None:
    cake, bread = etree.fromstring(printed("junit", USUAL))
    assert (cake.get("name"), cake.get("failures"), bread.get("tests"), bread.get("failures")) == (
        "dist/cake.zip", "2", "1", "0",
    )  # fmt: skip
    sugar, _, salt, water, oven = cake
    failure = sugar.find("failure")
    assert (
        failure is not None and failure.get("message") == "there is none" and "To do: add sugar" in (failure.text or "")
    )
    assert sugar.get("name") == "recipe-sugar: a/recipe.txt:3" and salt.find("failure") is None
    assert "there is none" in (salt.findtext("system-out") or "")
    (skipped,) = oven
    assert (skipped.tag, skipped.get("message")) == ("skipped", "the oven")
    assert water.find("failure") is None and "it comes from the tap" in (water.findtext("system-out") or "")


# -- SARIF ---------------------------------------------------------------------------------------------------------


@every
def test_sarif_by_the_clauses_of_the_standard(judgements: list[Judgement]) -> None:
    log = json.loads(printed("sarif", judgements))
    assert (log["$schema"], log["version"], len(log["runs"])) == (SARIF, "2.1.0", 1)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "lmsexport"
    assert len({one["id"] for one in rules}) == len(rules)
    assert len(run["results"]) == sum(len(one.findings) for one in judgements)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
        assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file:///)?[A-Za-z0-9._~%/-]+", uri), uri


def test_sarif_says_where() -> None:
    run = json.loads(printed("sarif", USUAL))["runs"][0]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "not checked: the oven"
    usual = run["results"]
    assert usual[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "dist/cake.zip"
    assert usual[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "a/recipe.txt:3"
    assert "logicalLocations" not in usual[1]["locations"][0]
    strange = json.loads(printed("sarif", STRANGE))["runs"][0]["results"]
    uri = strange[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///absolute/n%C3%A4me%20with%20100%25.zip"


@pytest.mark.npm
@every
def test_sarif_by_its_published_schema(judgements: list[Judgement]) -> None:
    published = NODE_PACKAGES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    schema = json.loads(published.read_text(encoding="utf-8-sig"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(printed("sarif", judgements)))


# -- GitHub --------------------------------------------------------------------------------------------------------


@every
def test_github_has_a_command_a_finding(judgements: list[Judgement]) -> None:
    lines = printed("github", judgements).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == sum(len(one.findings) + bool(one.unchecked) for one in judgements)
    assert len(lines) == len(commands) + len(judgements)
    for line in commands:
        assert re.match(r"::(error|warning|notice) file=[^,:\s][^,:\r\n]*,title=[^,:\r\n]+::.+", line), line


def test_github_escapes_what_would_end_a_command() -> None:
    """Messages and properties as the runner reads them back (its toolkit: `escapeData`, `escapeProperty`)."""
    assert printed("github", USUAL).splitlines()[0] == "dist/cake.zip: Recipe 1.0: 2 errors, 1 warning, 1 note"
    assert printed("github", USUAL).splitlines()[1] == (
        "::error file=dist/cake.zip,title=recipe-sugar::a/recipe.txt:3: there is none (add sugar)"
    )
    _, line = printed("github", [judgement("a:b,c%.zip", Finding(rule("x"), Breach("one\ntwo\r%0A")))]).splitlines()
    assert line == "::error file=a%3Ab%2Cc%25.zip,title=x::one%0Atwo%0D%250A (add sugar)"
