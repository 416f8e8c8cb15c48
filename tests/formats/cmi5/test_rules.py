"""Each rule of cmi5: a package that breaks it, and none of ours that does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import Change, broken, faults, judged, replaced, says_as_read
from lmsexport.formats.cmi5.rules.all_rules import RULES
from lmsexport.packaging import Package

STRUCTURE = "cmi5.xml"
_AU = '<au id="urn:uuid:be2d9e17-0642-57d1-9f23-4b37d2d25db3"'


@cache
def everything() -> Package:
    return export("cmi5", EVERYTHING)


def both(first: Change, second: Change) -> Change:
    return lambda content: second(first(content))


BREAKS: dict[str, Change] = {
    "cmi5-structure": replaced("courseStructure", "structure"),
    "cmi5-identifier": replaced(_AU, '<au id="unit 1"'),
    "cmi5-duplicate-identifier": replaced(
        "be2d9e17-0642-57d1-9f23-4b37d2d25db3", "d2fd7d14-7b12-5678-8781-39142d8757a4"
    ),
    "cmi5-move-on": replaced("CompletedAndPassed", "CompletedThenPassed"),
    "cmi5-mastery-score": replaced("launchMethod=", 'masteryScore="0.12345" launchMethod='),
    "cmi5-pass-mark": replaced("CompletedAndPassed", "NotApplicable"),
    "cmi5-launch-method": replaced("AnyWindow", "NewWindow"),
    "cmi5-address": replaced("index.html", "start.html"),
    "cmi5-address-names": replaced("index.html", "index.html?actor=me"),
    "cmi5-strings": both(replaced("<description>", "<remark>"), replaced("</description>", "</remark>")),
    "cmi5-language": replaced(' lang="en-GB"', ""),
    "cmi5-nothing-to-launch": both(replaced("<au ", "<unit "), replaced("</au>", "</unit>")),
    "cmi5-unknown-objective": replaced("<url>", '<objectives><objective idref="urn:gone"/></objectives><url>'),
}


GONE = {
    "cmi5-missing-media": "media/media/red.png",
    "cmi5-dead-link": "media/01-texts/files/handout.pdf",
}
"""Rule → the file without which a package breaks it."""


@pytest.mark.parametrize("id", GONE)
def test_a_file_that_is_gone_is_told(id: str) -> None:
    with judged("cmi5", everything(), {GONE[id]: None}) as found:
        assert {finding.rule.id for finding in found.findings} & GONE.keys() == {id}
        says_as_read(found, id, "cmi5")


@pytest.mark.parametrize("id", BREAKS)
def test_a_package_that_breaks_a_rule_is_told_so(id: str) -> None:
    with judged("cmi5", everything(), {STRUCTURE: BREAKS[id]}) as found:
        assert id in broken(found) and "judge-failed" not in broken(found)
        says_as_read(found, id, "cmi5")


def test_every_rule_has_a_package_that_breaks_it() -> None:
    elsewhere = {"cmi5-score-and-verdict"}  # formats/scorm/test_score.py
    assert BREAKS.keys() | GONE.keys() | elsewhere == {rule.id for rule in RULES}


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("activities", ["one", "each"])
def test_none_of_ours_does(activities: str, folder: Path) -> None:
    with judged("cmi5", export("cmi5", folder, activities=activities)) as found:
        assert faults(found) == []


@pytest.mark.parametrize("score", ["1.1", "-0.1", "NaN", "eighty", ""])
def test_scores_that_are_none(score: str) -> None:
    change = replaced("launchMethod=", f'masteryScore="{score}" launchMethod=')
    with judged("cmi5", everything(), {STRUCTURE: change}) as found:
        assert "cmi5-mastery-score" in broken(found)
