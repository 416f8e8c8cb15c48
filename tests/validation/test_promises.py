"""What packages of one course promise together is the same in each, or said."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, export, exported
from formats.judged import judged
from lmsexport.cli.validate import command
from lmsexport.formats.base import formats
from lmsexport.packaging import write_package
from lmsexport.validation import Answer, Item, Module, Outline, Question, RichText
from lmsexport.validation.judge import CrossChecks
from lmsexport.validation.private import PrivateTexts
from lmsexport.validation.promises import RULES, ClaimIndex, PackageClaims

CHOICES = (
    Answer(text=RichText("Paris"), share=Decimal(100), feedback=RichText("On the Seine.")),
    Answer(text=RichText("Lyon"), share=Decimal(0), feedback=RichText("Another city.")),
)
CAPITAL = Question(id="q", type="single-choice", prompt=RichText("What is the capital of France?"), points=Decimal(2),
                   answers=CHOICES, feedback={"correct": RichText("Well done.")})  # fmt: skip
MORE = tuple(replace(CAPITAL, id=f"q{n}", prompt=RichText(f"Which one is number {n}?")) for n in range(3))
RULES_OF_QUIZ = {"points": "8", "pass mark": "6"}


def package(
    question: Question = CAPITAL, name: str = "b.mbz", has_points: bool = True, **settings: str
) -> PackageClaims:
    said = {name.replace("_", " "): value for name, value in settings.items()} or RULES_OF_QUIZ
    quiz = Item(id=name, kind="assessment", title="Test", questions=(question, *MORE), settings=said)
    return PackageClaims(name, Outline(modules=(Module(id="m", title="M", items=(quiz,)),)), has_points)


def found(*packages: PackageClaims) -> list[tuple[str, str]]:
    heard = ClaimIndex()
    return [(promise.id, breach.what) for package in packages for promise, breach in heard.broken_by(package)]


FIRST = package(name="a.mbz")
BROKEN = {
    "build-pass-mark": package(points="8", pass_mark="4"),
    "build-points": package(replace(CAPITAL, points=Decimal(3))),
    "build-right-answers": package(
        replace(CAPITAL, answers=(replace(CHOICES[0], share=Decimal(0)), replace(CHOICES[1], share=Decimal(100))))
    ),
    "build-feedback": package(replace(CAPITAL, feedback={"correct": RichText("Very good.")})),
}
SENTENCES = {
    "build-pass-mark": "“Test” is passed with 50 % here, and 75 % in a.mbz",
    "build-points": "“What is the capital of France?” gives 3 points here, and 2 in a.mbz",
    "build-right-answers": (
        "“What is the capital of France?”: “Lyon” is right only here; “Paris” is right only in a.mbz"
    ),
    "build-feedback": "“What is the capital of France?”: “Very good.” is said here, and “Well done.” in a.mbz",
}


@pytest.mark.parametrize("id", sorted(BROKEN))
def test_each_promise_has_a_package_that_breaks_it(id: str) -> None:
    assert found(FIRST, BROKEN[id]) == [(id, SENTENCES[id])]
    assert {rule.id for rule in RULES} == {*BROKEN, "build-private-text"}  # that of labs is in formats/test_labs.py


def test_packages_that_say_the_same_keep_all() -> None:
    other_scale = package(points="80", pass_mark="60")  # 75 % all the same
    assert found(FIRST, package(), other_scale) == []


def test_what_is_not_said_breaks_no_promise() -> None:
    silent = replace(CAPITAL, points=None, answers=(), feedback={})
    assert found(FIRST, package(silent, attempts="2")) == []
    assert found(FIRST, package(replace(CAPITAL, points=Decimal(1)), has_points=False)) == []


def test_feedback_in_another_text_of_the_question_is_said() -> None:
    at_answer = replace(CHOICES[0], feedback=RichText("On the Seine. Well done."))
    assert found(FIRST, package(replace(CAPITAL, answers=(at_answer, CHOICES[1]), feedback={}))) == []


def test_packages_of_other_courses_are_left_alone() -> None:
    other = replace(CAPITAL, points=Decimal(9))
    quiz = Item(id="x", kind="assessment", title="Test", questions=(other,), settings={"points": "9", "pass mark": "1"})
    more = tuple(replace(one, prompt=RichText(f"Something else {n}")) for n, one in enumerate((*MORE, *MORE)))
    module = Module(id="m", title="M", items=(replace(quiz, questions=(other, *more)),))
    assert found(FIRST, PackageClaims("x.mbz", Outline(modules=(module,)))) == []


def test_the_first_package_that_says_it_counts() -> None:
    silent = package(replace(CAPITAL, points=None), name="a.zip", attempts="2")
    assert [id for id, _ in found(silent, FIRST, BROKEN["build-points"])] == ["build-points"]


TARGETS = ("canvas", "cartridge-1.1", "gift", "moodle", "moodle-xml", "qti-1.2")


@pytest.mark.parametrize("course", [SAMPLE, EVERYTHING], ids=lambda folder: folder.name)
def test_packages_of_one_build_break_only_what_was_declared(course: Path) -> None:
    with ExitStack() as stack:
        each, declared = [], {}
        for target in TARGETS:
            package, losses = exported(target, course)
            each.append(stack.enter_context(judged(target, package)))
            declared[target] = {loss.code for loss in losses}
        together = CrossChecks(PrivateTexts({}))
        for one in each:
            together(one)
        said = {(target, finding.rule.id) for target, one in zip(TARGETS, each, strict=True)
                for finding in one.findings if finding.rule in RULES}  # fmt: skip
    rounded = {("cartridge-1.1", "build-points"): "SingleChoice.points"}  # cartridges have whole points alone
    assert said == ({*rounded} if course == EVERYTHING else set())
    assert all(rounded[breach] in declared[breach[0]] for breach in said)


def test_the_command_says_it(tmp_path: Path) -> None:
    edited = tmp_path / "edited.mbz"
    target = formats()["moodle"]
    write_package(export("moodle", SAMPLE), target.archive, tmp_path / "first.mbz", CONTEXT.when)
    course = {"id": "c", "title": "C", "date": "2026-01-31", "modules": [
        {"id": "m", "title": "M", "items": [{"type": "quiz", "id": "q", "title": "Q", "questions": [
            {"type": "true-false", "id": "t", "prompt": "Is it?", "answer": True}]}]}]}  # fmt: skip
    for path, points in ((tmp_path / "one.mbz", 1), (edited, 2)):
        course["modules"][0]["items"][0]["questions"][0]["points"] = points  # type: ignore[index]
        write_package(export("moodle", course), target.archive, path, CONTEXT.when)
    done = CliRunner().invoke(
        command, [str(tmp_path / "one.mbz"), str(edited), "--format", "json"], standalone_mode=False
    )
    first, second = json.loads(done.stdout)
    assert first["findings"] == []
    assert [finding["rule"] for finding in second["findings"]] == ["build-points"]


def test_the_order_of_packages_changes_who_is_said_and_not_what() -> None:
    for order in permutations([FIRST, BROKEN["build-points"], package(name="c.mbz")]):
        assert {id for id, _ in found(*order)} == {"build-points"}
