"""Each rule about an LMS speaks about one package and is silent about another: found out by running all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest

from formats.exporting import EVERYTHING, export
from formats.judged import judged, replaced
from lms.packages import Changes
from lmsexport.lms.base import lmss
from lmsexport.validation import Subject

TARGETS = ("canvas", "cartridge-1.1", "cartridge-1.3", "gift", "moodle", "moodle-xml", "qti-1.2", "qti-2.1", "qti-3.0",
           "scorm-1.2", "scorm-2004")  # fmt: skip
ALWAYS = {"openedx-converter", "openedx-replaces"}
"""What is so for every package of the LMS."""


def course(*items: dict[str, Any]) -> dict[str, Any]:
    module = {"id": "m", "title": "M", "items": items}
    return {"id": "plain", "title": "Plain", "date": "2026-01-31", "modules": [module]}


LESSON = course({"type": "lesson", "id": "l", "title": "L", "body": "Read."})
CHOICES = [{"id": "a", "text": "This", "correct": True}, {"id": "b", "text": "That"}]
QUESTION = course(
    {"type": "quiz", "id": "z", "title": "Z",
     "questions": [{"type": "single-choice", "id": "q", "prompt": "Which?", "choices": CHOICES}]}
)  # fmt: skip
MODULES = "course_settings/module_meta.xml"
SITE = "gf2491db087ba4ce98388307e286198ae"
URL = "activities/url_374613577/module.xml"


def without_page(manifest: bytes) -> bytes:
    """Without the page about the course, which no module shows."""
    return re.sub(rb'<resource identifier="g889f254448a6f46118e98cb5f6d099e8".*?</resource>', b"", manifest, flags=re.S)


SPECIAL: list[tuple[str, Changes]] = [
    ("cartridge-1.3", {"imsmanifest.xml": without_page}),
    ("moodle", {
        "moodle_backup.xml": replaced("<modulename>url<", "<modulename>game<"),
        URL: replaced("<modulename>url<", "<modulename>game<"),
        "questions.xml": replaced("<qtype>shortanswer<", "<qtype>regexp<", 1),
    }),
    ("cartridge-1.1", {"quizzes/choices.xml": replaced("cc.true_false.v0p1", "cc.hotspot.v0p1")}),
    ("cartridge-1.1", {"quizzes/written.xml": replaced("cc_profile", "profile")}),
    ("cartridge-1.1", {"quizzes/practice-quiz.xml": replaced('"true"', '"yes"')}),
    ("canvas", {"non_cc_assessments/g218bea1f69e82e924e527544ce90e6cd.xml.qti":
                replaced('ident="g5ccc7793499bc24e5161c89a9033716f"', 'ident="another"')}),
    ("canvas", {MODULES: replaced(f'<item identifier="{SITE}">', '<item identifier="other">')}),
    ("canvas", {MODULES: replaced("ompletionRequirement", "ther")}),
]  # fmt: skip
"""Packages for the rules that no package of ours makes speak."""


def packages(target: str) -> Iterator[tuple[Any, Changes]]:
    """The courses with everything and with next to nothing, and the special ones."""
    yield EVERYTHING, {}
    yield (QUESTION if target in ("gift", "moodle-xml") or target.startswith("qti") else LESSON), {}
    yield from ((EVERYTHING, changes) for one, changes in SPECIAL if one == target)


@cache
def heard() -> dict[str, dict[str, set[bool]]]:
    """Rule → occasion (a first upload, or a second one) → whether it spoke there, of all packages."""
    found: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    for target in TARGETS:
        with ExitStack() as stack:
            subjects: list[Subject] = []
            for course_, changes in packages(target):
                judgement = stack.enter_context(judged(target, export(target, course_), changes))
                assert judgement.subject is not None
                subjects.append(judgement.subject)
            for lms in lmss().values():
                if subjects[0].reader.kind not in lms.kinds:
                    continue
                for version in lms.versions:
                    for later in subjects:
                        first = {one.rule.id for one in lms.arrives(later, version).remarks}
                        second = {one.rule.id for one in lms.again(subjects[0], later, version)}
                        for rule in lms.rules:
                            found[rule.id]["first"].add(rule.id in first)
                            found[rule.id]["second"].add(rule.id in second)
    return found


@pytest.mark.parametrize("id", sorted({rule.id for lms in lmss().values() for rule in lms.rules}))
def test_each_rule_speaks_about_one_package_and_is_silent_about_another(id: str) -> None:
    occasions = heard()[id].values()
    assert any(True in said for said in occasions), "no package makes it speak"
    assert id in ALWAYS or {True, False} in occasions, "no package makes it silent"
