"""Each rule of cartridges and of QTI 1.2: a package that breaks it, and none of ours that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, content, export
from formats.judged import Change, broken, faults, judged, replaced, says_as_read
from lmsexport.formats.cartridge.rules.all_rules import RULES
from lmsexport.formats.qti12.rules.all_rules import RULES as QTI_RULES

MANIFEST, CHOICES, LAB, PAGE = "imsmanifest.xml", "quizzes/choices.xml", "labs/graded-lab.xml", "pages/reading.html"
ITEM = '<item ident="g5ccc7793499bc24e5161c89a9033716f"'
_PATH_OF_A_DEPENDENCY = '<dependency identifierref="gf73fc37a6775b2d918a2ae6ea6ca3c03"/>'

BREAKS: dict[str, tuple[str, Change | None]] = {
    "cartridge-missing-file": ("media/media/red.png", None),
    "cartridge-unlisted-file": (MANIFEST, replaced('href="media/media/red.png"', 'href="red.png"')),
    "cartridge-dangling-reference": (MANIFEST, replaced(_PATH_OF_A_DEPENDENCY, '<dependency identifierref="gone"/>')),
    "cartridge-circular-dependency": (
        MANIFEST,
        replaced(_PATH_OF_A_DEPENDENCY, '<dependency identifierref="g743dec688cea7afb996a9f1016ed3f72"/>', 1),
    ),
    "cartridge-duplicate-identifier": (
        MANIFEST,
        replaced("g64ed64b1b30a0ac385b7a90b98c581b9", "gb22cdd99db582121abc853341918d85e"),
    ),
    "cartridge-identifier": (MANIFEST, replaced("g64ed64b1b30a0ac385b7a90b98c581b9", "64 ed")),
    "cartridge-organisation": (
        MANIFEST,
        replaced("</item>\n</organization>", '</item><item identifier="x"/></organization>'),
    ),
    "cartridge-resource-type": (MANIFEST, replaced('type="imswl_xmlv1p3"', 'type="weblink"', 1)),
    "cartridge-untitled": (MANIFEST, replaced("<title>The end</title>", "<title/>")),
    "cartridge-no-address": ("links/site.xml", replaced("https://example.org/page?x=1&amp;y=2#z", "")),
    "cartridge-tool-without-https": (LAB, replaced("https://", "http://")),
    "cartridge-lti-secret": (LAB, replaced('name="level"', 'name="shared_secret"')),
    "cartridge-missing-media": (PAGE, replaced("red.png", "gone.png")),
    "cartridge-profile": (CHOICES, replaced("cc.multiple_choice.v0p1", "cc.drag_drop.v0p1", 1)),
    "cartridge-several-banks": (
        "quizzes/question-bank.xml",
        replaced("</objectbank>", '</objectbank><objectbank ident="second"/>'),
    ),
    "qti12-no-right-answer": (CHOICES, replaced('varname="SCORE">100<', 'varname="SCORE">0<', 2)),
    "qti12-feedback-never-shown": (CHOICES, replaced('ident="2018837653_fb"', 'ident="told_to_nobody"')),
    "qti12-missing-feedback": (CHOICES, replaced('linkrefid="correct_fb"', 'linkrefid="gone_fb"', 1)),
    "qti12-unknown-choice": (CHOICES, replaced('respident="response1">546496168<', 'respident="response1">1<')),
    "qti12-duplicate-identifier": (
        CHOICES,
        replaced(ITEM, '<item ident="g88a96ebfcfcea6bae4984a3cbaaeedb3"'),
    ),
    "qti12-unknown-type": (CHOICES, replaced("cc.multiple_choice.v0p1", "cc.drag_drop.v0p1", 1)),
    "qti12-points": (CHOICES, replaced("<fieldentry>2</fieldentry>", "<fieldentry>two</fieldentry>", 1)),
}


@pytest.mark.parametrize("id", BREAKS)
def test_a_package_that_breaks_a_rule_is_told_so(id: str) -> None:
    member, change = BREAKS[id]
    with judged("cartridge-1.3", export("cartridge-1.3", EVERYTHING), {member: change}) as found:
        assert id in broken(found)
        says_as_read(found, id, "cartridge")


def test_every_rule_has_a_package_that_breaks_it() -> None:
    assert BREAKS.keys() | {"qti12-draw"} == {rule.id for rule in (*RULES, *QTI_RULES)}


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", ["canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3", "qti-1.2"])
def test_none_of_ours_does(target: str, folder: Path) -> None:
    with judged(target, export(target, folder)) as found:
        assert faults(found) == []
        assert found.unread == [] and found.kind.startswith(target.partition("-")[0])


def test_a_draw_of_more_questions_than_the_bank_has_is_told() -> None:
    package = export("qti-1.2", EVERYTHING)
    name = next(part.name for part in package if b"<selection_number>10<" in content(package, part.name))
    change = replaced("<selection_number>10<", "<selection_number>301<")
    with judged("qti-1.2", package, {name: change}) as found:
        assert broken(found) == {"qti12-draw"}
        (finding,) = found.findings
        assert "301 questions of 300" in finding.breach.what


def test_a_link_that_runs_a_script_is_none() -> None:
    change = replaced("https://example.org/page?x=1&amp;y=2#z", "javascript:alert(1)")
    with judged("cartridge-1.3", export("cartridge-1.3", EVERYTHING), {"links/site.xml": change}) as found:
        assert "cartridge-no-address" in broken(found)


def test_points_with_a_comma_are_no_number_to_an_importer() -> None:
    change = replaced("<fieldentry>2</fieldentry>", "<fieldentry>1,5</fieldentry>", 1)
    with judged("cartridge-1.3", export("cartridge-1.3", EVERYTHING), {CHOICES: change}) as found:
        assert "qti12-points" in broken(found)
