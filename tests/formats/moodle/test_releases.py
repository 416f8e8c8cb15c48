"""Backups for Moodle 4.4 and later, with the types that 4.0 does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from formats.exporting import EVERYTHING, SAMPLE
from formats.moodle.courses import QUESTIONS, course, export, quiz
from formats.moodle.courses import question as make
from formats.moodle.documents import faults
from formats.moodle.reading import answers, document, names, question, text
from lmsexport.content import Source, nowhere, resolve
from lmsexport.formats.moodle import MoodleBackup
from lmsexport.formats.moodle.target import MoodleOptions
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package
from lmsexport.testing import FormatContract

FEEDBACK = {"correct": "C.", "partial": "P.", "incorrect": "I."}
ITEMS = [{"id": id, "text": text} for id, text in (("a", "First *one*"), ("b", "Second"), ("c", "O(n)"))]


class TestReleases(FormatContract):
    target = "moodle"
    options: Mapping[str, object] = {"release": "4.4"}
    folders = (*FormatContract.folders, SAMPLE, EVERYTHING)


def parts(package: Package) -> dict[str, object]:
    return {part.name: part.content for part in package}


def test_by_default_a_backup_is_for_every_release() -> None:
    data = course(quiz("quiz", QUESTIONS))
    assert parts(export(data)) == parts(export(data, release="4.0"))
    assert text(document(export(data), "moodle_backup.xml"), ".//moodle_release").startswith("4.0 ")


def test_it_claims_the_release_that_it_is_for() -> None:
    head = document(export(course(quiz("quiz", QUESTIONS)), release="4.4"), "moodle_backup.xml")
    assert text(head, ".//moodle_release") == "4.4 (Build: 20240422)"
    assert text(head, ".//moodle_version") == text(head, ".//backup_version") == "2024042200"


def only(data: dict[str, Any], **settings: Any) -> Any:
    package = export(course(quiz("quiz", [data], **settings)), release="4.4")
    for name in names(package):
        if name.endswith(".xml"):
            assert list(faults(name.rpartition("/")[2], document(package, name))) == []
    return question(package, data["id"])


@pytest.mark.parametrize(("scoring", "grading"), [("partial", "0"), ("all-or-nothing", "-1")])
def test_an_ordering_is_one(scoring: str, grading: str) -> None:
    found = only(make("ordering", "q", items=ITEMS, scoring=scoring, feedback=FEEDBACK, hints=["H."]))
    assert text(found, "qtype") == "ordering"
    assert [(words, place) for words, place, _ in answers(found)] == [
        ("First <em>one</em>", 1), ("Second", 2), ("O(n&#41;", 3),
    ]  # fmt: skip
    assert text(found, ".//gradingtype") == grading
    assert [text(found, f".//{name}feedback") for name in ("correct", "partiallycorrect", "incorrect")] == [
        "<p>C.</p>", "<p>P.</p>", "<p>I.</p>",
    ]  # fmt: skip


def blank(id: str, *entries: str, **fields: Any) -> dict[str, Any]:
    chosen = [{"id": f"c{n}", "text": words, "correct": not n} for n, words in enumerate(entries)]
    return {"kind": "dropdown", "id": id, "choices": chosen} | fields


LISTS = [blank("a", "R&D", "a < b"), blank("b", "one", "two", "three")]


def gaps(*blanks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    prompt = "[[1]] then " + " and ".join(f"{{{{{each['id']}}}}}" for each in reversed(blanks))
    return make("fill-in-blanks", "q", prompt=prompt, blanks=list(blanks), **({"feedback": FEEDBACK} | fields))


def test_gaps_that_are_lists_keep_their_feedback() -> None:
    found = only(gaps(*LISTS, points=3))
    assert text(found, "qtype") == "gapselect"
    assert text(found, "questiontext") == "<p>&#91;[1]] then [[1]] and [[4]]</p>"
    assert [(words, group) for words, _, group in answers(found)] == [
        ("one", "1"), ("two", "1"), ("three", "1"), ("R&D", "2"), ("a &lt; b", "2"),
    ]  # fmt: skip
    assert text(found, ".//partiallycorrectfeedback") == "<p>P.</p>"
    assert float(text(found, "defaultmark")) == 3


def told(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "dropdown", "id": "b", "choices": list(entries)}


RIGHT, WRONG = {"id": "x", "text": "x", "correct": True}, {"id": "y", "text": "y"}


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "text", "id": "b", "answers": [{"text": "x"}]},
        {"kind": "numeric", "id": "b", "answers": [{"value": 1}]},
        blank("b", "x", "y", points=2),
        blank("b", "**x**", "y"),
        blank("b", "$x$", "y"),
        told(RIGHT | {"feedback": "Yes."}, WRONG),
        told(RIGHT, WRONG | {"feedback": "No."}),
        told(RIGHT, WRONG | {"weight": 50}),
    ],
)
def test_other_gaps_stay_what_they_are(other: dict[str, Any]) -> None:
    found = only(gaps(LISTS[0], other))
    assert text(found, "qtype") == "multianswer"
    for said in FEEDBACK.values():
        assert said in text(found, "generalfeedback")


def test_the_form_of_lists_has_eight_groups() -> None:
    many = [blank(f"b{n}", "x", "y") for n in range(9)]
    assert text(only(gaps(*many[:8])), "qtype") == "gapselect"
    assert text(only(gaps(*many)), "qtype") == "multianswer"


@pytest.mark.parametrize(("release", "codes"), [("4.0", {"Ordering", "FillInBlanks.feedback"}), ("4.4", set())])
def test_what_a_release_has_is_no_loss(release: str, codes: set[str]) -> None:
    data = course(quiz("quiz", [make("ordering", "o", items=ITEMS), gaps(*LISTS, points=2)]))
    resolved, _ = resolve(Source(Course.model_validate(data), {}, nowhere))
    losses = lower(resolved, MoodleBackup(), MoodleOptions.model_validate({"release": release})).losses
    assert {loss.code for loss in losses} == codes


def test_an_ordering_shuffles_itself() -> None:
    package = export(course(quiz("quiz", [make("ordering", "o", items=ITEMS)], shuffle_choices=False)), release="4.4")
    quizzes = [document(package, name) for name in names(package) if name.endswith("/quiz.xml")]
    assert [text(found, "quiz/shuffleanswers") for found in quizzes] == ["0"]
