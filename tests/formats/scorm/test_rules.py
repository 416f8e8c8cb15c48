"""Each rule of SCORM packages: a package that breaks it, and none of ours that does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.html import showcase
from formats.judged import Change, broken, faults, judged, replaced, says_as_read
from formats.scorm.conftest import export as exported
from lmsexport.formats.scorm.rules.package import RULES_12, RULES_2004
from lmsexport.formats.scorm.rules.room import ROOM_RULES
from lmsexport.packaging import Package

MANIFEST = "imsmanifest.xml"
_ITEM = '<item identifier="item.everything" identifierref="pages">'
_TITLE = "</title>\n      </item>"
_RESOURCE = '<resource identifier="pages" type="webcontent" adlcp:scormtype="sco" href="index.html">'
_MORE = '<organization identifier="more"><title>More</title><item identifier="x"><title>X</title></item></organization>'
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x gone.xsd"'


@cache
def everything() -> Package:
    return export("scorm-1.2", EVERYTHING)


@cache
def whole(folder: Path) -> Package:
    return exported(showcase.course(), "scorm-2004", folder, activities="each")


def without(pattern: str, new: str = "") -> Change:
    """A change that takes out what a pattern finds."""
    return lambda content: re.sub(pattern, new, content.decode(), flags=re.DOTALL).encode()


def in_item(xml: str) -> Change:
    """A change that adds to the only activity."""
    return replaced(_TITLE, f"</title>{xml}</item>")


IN_12: dict[str, tuple[str, Change | None]] = {
    "scorm-missing-file": ("media/media/red.png", None),
    "scorm-unlisted-file": (MANIFEST, replaced('<file href="media/media/red.png"/>', "")),
    "scorm-no-launch-file": (MANIFEST, replaced(' adlcp:scormtype="sco" href="index.html"', ' adlcp:scormtype="sco"')),
    "scorm-dangling-reference": (MANIFEST, replaced('identifierref="pages"', 'identifierref="gone"')),
    "scorm-duplicate-identifier": (MANIFEST, replaced(_ITEM, f"{_ITEM}<title>A</title>{_ITEM.replace('>', '/>')}")),
    "scorm-address": (MANIFEST, replaced('<file href="media/media/red.png"/>', '<file href="media\\media\\red.png"/>')),
    "scorm-external-address": (MANIFEST, replaced('href="index.html">', 'href="https://example.org/index.html">')),
    "scorm-base-twice": (
        MANIFEST,
        lambda content: replaced("<resources>", '<resources xml:base="pages/">')(
            replaced(_RESOURCE, _RESOURCE.replace(">", ' xml:base="pages/">').replace("index", "end"))(content)
        ),
    ),
    "scorm-type": (MANIFEST, replaced("adlcp:scormtype", "adlcp:scormType")),
    "scorm-prefixes": (
        MANIFEST,
        lambda content: content.replace(b"adlcp:", b"scorm:").replace(b"xmlns:adlcp", b"xmlns:scorm"),
    ),
    "scorm-nothing-to-launch": (
        MANIFEST,
        lambda content: without("<item .*</item>")(without(' href="index.html">', ">")(content)),
    ),
    "scorm-no-organisation": (MANIFEST, without("<item .*</item>")),
    "scorm-control-documents": (MANIFEST, replaced('version="1.0" xmlns', f'version="1.0" {_XSI} xmlns')),
    "scorm-mastery-score": (MANIFEST, in_item("<adlcp:masteryscore>120</adlcp:masteryscore>")),
    "scorm-prerequisites": (
        MANIFEST,
        in_item('<adlcp:prerequisites type="aicc_script">gone&amp;item.everything</adlcp:prerequisites>'),
    ),
    "scorm-default-organisation": (MANIFEST, replaced('default="organization.everything"', 'default="gone"')),
    "scorm-several-organisations": (MANIFEST, replaced("</organizations>", f"{_MORE}</organizations>")),
    "scorm-untitled": (MANIFEST, without("(<item [^>]*>)\\s*<title>.*?</title>", r"\1<title/>")),
    "scorm-pass-mark": (
        MANIFEST,
        replaced("</item>", "<adlcp:masteryscore>50</adlcp:masteryscore></item>", 1),
    ),
    "scorm-missing-media": ("assets/player.js", None),
    "scorm-dead-link": ("pages/end.html", None),
    "scorm-1.2-version": (MANIFEST, replaced("<schemaversion>1.2</schemaversion>", "")),
}

IN_2004: dict[str, tuple[str, Change]] = {
    "scorm-2004-version": (MANIFEST, replaced("2004 4th Edition", "2004 Fourth Edition")),
    "scorm-passing-score": (
        MANIFEST,
        without(r"(minNormalizedMeasure>)[0-9.]+", r"\g<1>50"),
    ),
    "scorm-mastery-in-2004": (
        MANIFEST,
        replaced("</item>", "<adlcp:masteryscore>50</adlcp:masteryscore></item>", 1),
    ),
    "scorm-deadlock": (MANIFEST, without(r"<imsss:controlMode [^>]*>", '<imsss:controlMode choice="false"/>')),
    "scorm-unknown-objective": (MANIFEST, without('objectiveID="item[^"]*"', 'objectiveID="gone"')),
    "scorm-type": (MANIFEST, replaced("adlcp:scormType", "adlcp:scormtype")),
}


@pytest.mark.parametrize("id", IN_12)
def test_a_package_that_breaks_a_rule_is_told_so(id: str) -> None:
    member, change = IN_12[id]
    with judged("scorm-1.2", everything(), {member: change}) as found:
        assert id in broken(found) and "judge-failed" not in broken(found)
        says_as_read(found, id, "scorm-1.2")


@pytest.mark.parametrize("id", IN_2004)
def test_so_is_one_of_scorm_2004(tmp_path_factory: pytest.TempPathFactory, id: str) -> None:
    member, change = IN_2004[id]
    package = whole(tmp_path_factory.getbasetemp())
    with judged("scorm-2004", package) as found:
        assert faults(found) == []
    with judged("scorm-2004", package, {member: change}) as found:
        assert id in broken(found) and "judge-failed" not in broken(found)
        says_as_read(found, id, "scorm-2004")


def test_every_rule_has_a_package_that_breaks_it() -> None:
    elsewhere = {rule.id for rule in ROOM_RULES} | {"scorm-score-and-verdict"}  # test_room.py, test_score.py
    assert IN_12.keys() | IN_2004.keys() | elsewhere == {rule.id for rule in (*RULES_12, *RULES_2004)}


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("activities", ["one", "each"])
@pytest.mark.parametrize(("target", "edition"), [("scorm-1.2", ""), ("scorm-2004", "4th"), ("scorm-2004", "3rd")])
def test_none_of_ours_does(target: str, edition: str, activities: str, folder: Path) -> None:
    options: dict[str, Any] = {"activities": activities} | ({"edition": edition} if edition else {})
    with judged(target, export(target, folder, **options)) as found:
        assert faults(found) == []


def test_a_file_in_other_capitals_is_named() -> None:
    change = replaced("media/media/red.png", "media/media/Red.png")
    with judged("scorm-1.2", export("scorm-1.2", EVERYTHING), {MANIFEST: change}) as found:
        (told,) = [finding for finding in found.findings if finding.rule.id == "scorm-missing-file"]
        assert told.breach.what.endswith("there is media/media/red.png, which is written otherwise")


def test_an_activity_that_waits_for_itself_is_told() -> None:
    change = in_item('<adlcp:prerequisites type="aicc_script">item.everything</adlcp:prerequisites>')
    with judged("scorm-1.2", everything(), {MANIFEST: change}) as found:
        (told,) = [finding for finding in found.findings if finding.rule.id == "scorm-prerequisites"]
        assert told.breach.what.endswith("waits for itself")
