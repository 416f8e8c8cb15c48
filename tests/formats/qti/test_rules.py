"""Each rule of QTI 2 and 3: a package that breaks it, and none of ours that does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import Change, broken, faults, judged, replaced, says_as_read
from lmsexport.formats.qti.rules.tests import RULES
from lmsexport.packaging import Package

MANIFEST, MULTIPLE, PAIRS, BLANKS = "imsmanifest.xml", "items/multiple.xml", "items/pairs.xml", "items/blanks.xml"
TRUTH, TEST, EXAMINATION = "items/falsehood.xml", "tests/choices.xml", "tests/examination.xml"


@cache
def everything(target: str = "qti-2.1") -> Package:
    return export(target, EVERYTHING)


def without(pattern: str, new: str = "") -> Change:
    """A change of what a pattern finds."""
    return lambda content: re.sub(pattern, new, content.decode(), flags=re.DOTALL).encode()


def both(*changes: Change) -> Change:
    def change(content: bytes) -> bytes:
        for one in changes:
            content = one(content)
        return content

    return change


_RULES = "<responseProcessing.*</responseProcessing>"

BREAKS: dict[str, tuple[str, Change | None]] = {
    "qti-missing-file": ("style/lmsexport.css", None),
    "qti-no-manifest": (MANIFEST, None),
    "qti-dangling-dependency": (MANIFEST, replaced('identifierref="item-single"', 'identifierref="gone"')),
    "qti-missing-document": (TEST, replaced("../items/single.xml", "../items/Single.xml")),
    "qti-unlisted-document": (MANIFEST, replaced("items/single.xml", "items/truth.xml")),
    "qti-missing-media": (PAIRS, replaced("media/green.png", "media/gone.png")),
    "qti-selection": (EXAMINATION, replaced('<selection select="10"/>', '<selection select="301"/>')),
    "qti-duplicate-reference": (TEST, replaced('identifier="single-rich"', 'identifier="single"')),
    "qti-duplicate-item": ("items/truth.xml", replaced('identifier="truth"', 'identifier="falsehood"')),
    "qti-nothing-asked": (TEST, without("<assessmentItemRef[^>]*></assessmentItemRef>")),
    "qti-broken-document": (MANIFEST, replaced('href="tests/choices.xml">', 'href="items/single.xml">')),
    "qti-unscored": (TRUTH, without(f"{_RULES}|<responseProcessing[^>]*/>|<correctResponse>.*</correctResponse>")),
    "qti-no-right-answer": (MULTIPLE, replaced('mappedValue="', 'mappedValue="-')),
    "qti-no-mapping": (PAIRS, without("<mapping .*</mapping>")),
    "qti-mapping-maximum": ("items/short-case.xml", without('mappedValue="[^"]*"', 'mappedValue="40"')),
    "qti-mapping-bounds": (MULTIPLE, replaced('lowerBound="0" upperBound="10"', 'lowerBound="10" upperBound="0"')),
    "qti-unknown-response": (MULTIPLE, replaced('responseIdentifier="RESPONSE"', 'responseIdentifier="ANSWER"')),
    "qti-unknown-choice": (MULTIPLE, replaced("<value>a</value>", "<value>z</value>")),
    "qti-duplicate-choice": (MULTIPLE, replaced('<simpleChoice identifier="d"', '<simpleChoice identifier="c"')),
    "qti-identifier": (
        TRUTH,
        both(replaced('identifier="true"', 'identifier="1"'), replaced("<value>true", "<value>1")),
    ),
    "qti-feedback-never-shown": (
        MULTIPLE,
        replaced('outcomeIdentifier="FEEDBACK" showHide="show" identifier="partial"',
                 'outcomeIdentifier="FEEDBACK" showHide="show" identifier="half"'),
    ),
    "qti-field-in-block": (
        BLANKS,
        replaced("<itemBody>", '<itemBody><textEntryInteraction responseIdentifier="RESPONSE_city"/>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("id", BREAKS)
def test_a_package_that_breaks_a_rule_is_told_so(id: str) -> None:
    member, change = BREAKS[id]
    with judged("qti-2.1", everything(), {member: change}) as found:
        assert id in broken(found) and "judge-failed" not in broken(found)
        says_as_read(found, id, "qti")


def test_every_rule_has_a_package_that_breaks_it() -> None:
    assert BREAKS.keys() == {rule.id for rule in RULES}


IN_3_0: dict[str, tuple[str, Change | None]] = {
    "qti-missing-document": (TEST, replaced("../items/single.xml", "../items/gone.xml")),
    "qti-no-right-answer": (MULTIPLE, replaced('mapped-value="', 'mapped-value="-')),
    "qti-unknown-response": (MULTIPLE, replaced('response-identifier="RESPONSE"', 'response-identifier="ANSWER"')),
    "qti-feedback-never-shown": (
        MULTIPLE,
        replaced('outcome-identifier="FEEDBACK" show-hide="show" identifier="partial"',
                 'outcome-identifier="FEEDBACK" show-hide="show" identifier="half"'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("id", IN_3_0)
def test_so_is_one_of_version_3(id: str) -> None:
    member, change = IN_3_0[id]
    with judged("qti-3.0", everything("qti-3.0"), {member: change}) as found:
        assert id in broken(found)


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", ["qti-2.1", "qti-2.2", "qti-3.0"])
def test_none_of_ours_does(target: str, folder: Path) -> None:
    with judged(target, export(target, folder)) as found:
        assert faults(found) == []


def test_a_name_in_other_capitals_is_named() -> None:
    with judged("qti-2.1", everything(), {TEST: BREAKS["qti-missing-document"][1]}) as found:
        (told,) = [finding for finding in found.findings if finding.rule.id == "qti-missing-document"]
        assert told.breach.what.endswith("there is items/single.xml, which is written otherwise")
