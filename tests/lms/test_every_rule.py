"""Each rule about an LMS speaks about one package and is silent about another: found out by running all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

from formats.exporting import ACCEPTS, EVERYTHING, GOLDEN, export
from formats.judged import judged, replaced
from lms.packages import Changes, feedback_first
from lmsexport.lms.base import Lms, Remark, lmss
from lmsexport.validation import Subject

TARGETS = ("canvas", "cartridge-1.1", "cartridge-1.3", "gift", "moodle", "moodle-xml", "qti-1.2", "qti-2.1", "qti-2.2",
           "qti-3.0", "scorm-1.2", "scorm-2004")  # fmt: skip
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
ONE_RIGHT = course(
    {"type": "quiz", "id": "z", "title": "Z",
     "questions": [{"type": "multiple-response", "id": "q", "prompt": "Which of all?", "choices": CHOICES}]}
)  # fmt: skip
MODULES = "course_settings/module_meta.xml"
SITE = "gf2491db087ba4ce98388307e286198ae"
URL = "activities/url_374613577/module.xml"


def without_page(manifest: bytes) -> bytes:
    """Without the page about the course, which no module shows."""
    return re.sub(rb'<resource identifier="g889f254448a6f46118e98cb5f6d099e8".*?</resource>', b"", manifest, flags=re.S)


def banks_as_quizzes(manifest: bytes) -> bytes:
    """With a type of resource that most packages of others give their banks."""
    return re.sub(rb'associatedcontent/[^"]*(" href="[^/"]*\.xml")', rb"imsqti_xmlv1p2\1", manifest)


SPECIAL: list[tuple[str, Changes]] = [
    ("cartridge-1.3", {"imsmanifest.xml": without_page}),
    ("cartridge-1.3", {"quizzes/choices.xml": feedback_first}),
    ("moodle", {
        "moodle_backup.xml": replaced("<modulename>url<", "<modulename>game<"),
        URL: replaced("<modulename>url<", "<modulename>game<"),
        "questions.xml": replaced("<qtype>shortanswer<", "<qtype>regexp<", 1),
    }),
    ("cartridge-1.1", {"quizzes/choices.xml": replaced("cc.true_false.v0p1", "cc.hotspot.v0p1")}),
    ("cartridge-1.1", {"quizzes/written.xml": replaced("cc_profile", "profile")}),
    ("cartridge-1.1", {"quizzes/practice-quiz.xml": replaced('"true"', '"yes"')}),
    ("cartridge-1.1", {"quizzes/written.xml": replaced("cc_weighting", "weighting")}),
    ("canvas", {"non_cc_assessments/g218bea1f69e82e924e527544ce90e6cd.xml.qti":
                replaced('ident="g5ccc7793499bc24e5161c89a9033716f"', 'ident="another"')}),
    ("canvas", {MODULES: replaced(f'<item identifier="{SITE}">', '<item identifier="other">')}),
    ("canvas", {MODULES: replaced("ompletionRequirement", "ther")}),
    ("canvas", {MODULES: replaced(">active<", ">unpublished<")}),
    ("qti-1.2", {"imsmanifest.xml": banks_as_quizzes}),
]  # fmt: skip
"""Packages for the rules that no package of ours makes speak."""


def packages(target: str) -> Iterator[tuple[Any, Changes]]:
    """The courses with everything and with next to nothing, and the special ones."""
    yield EVERYTHING, {}
    yield (QUESTION if target in ("gift", "moodle-xml") or target.startswith("qti") else LESSON), {}
    yield from [(ONE_RIGHT, {})] if target.startswith("cartridge") else []
    yield from ((EVERYTHING, changes) for one, changes in SPECIAL if one == target)


@dataclass
class Heard:
    """What was heard of a rule, of all packages."""

    occasions: dict[str, set[bool]] = field(default_factory=lambda: defaultdict(set))
    """Occasion (a first upload, or a second one) → whether it spoke there."""
    remarks: list[str] = field(default_factory=list)
    """What it said, each only once."""

    def hear(self, occasion: str, target: str, remarks: Iterable[Remark]) -> None:
        said = [f"{target}, {occasion} upload: {one.effect}: {one.what}" for one in remarks]
        self.occasions[occasion].add(bool(said))
        self.remarks += [line for line in dict.fromkeys(said) if line not in self.remarks]


@cache
def heard() -> dict[str, Heard]:
    """What was heard of each rule."""
    found: dict[str, Heard] = defaultdict(Heard)
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
                        first = lms.simulate(later, version).remarks
                        second = list(lms.reimport(subjects[0], later, version))
                        for id in (rule.id for rule in lms.rules):
                            found[id].hear("first", target, (one for one in first if one.rule.id == id))
                            found[id].hear("second", target, (one for one in second if one.rule.id == id))
    return found


@pytest.mark.parametrize("id", sorted({rule.id for lms in lmss().values() for rule in lms.rules}))
def test_each_rule_speaks_about_one_package_and_is_silent_about_another(id: str) -> None:
    occasions = heard()[id].occasions.values()
    assert any(True in said for said in occasions), "no package makes it speak"
    assert id in ALWAYS or {True, False} in occasions, "no package makes it silent"


@pytest.mark.parametrize("lms", lmss().values(), ids=lambda lms: lms.name)
def test_no_version_is_claimed_that_nobody_tried(lms: Lms) -> None:
    assert any(rule.tried for rule in lms.rules) or list(lms.versions) == ["untried"]


def test_each_rule_speaks_about_the_thing_that_it_means() -> None:
    """The first things that each rule names, as they were read."""
    written = "\n\n".join("\n  ".join([id, *heard()[id].remarks[:4]]) for id in sorted(heard())) + "\n"
    path = GOLDEN / "remarks.txt"
    if ACCEPTS:
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8"), "`make golden` accepts it"
