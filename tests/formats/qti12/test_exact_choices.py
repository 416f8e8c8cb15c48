"""Packages of quizzes, Canvas exports and cartridges say what was lowered, whatever a course chooses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, EVERYTHING, resolved
from formats.judged import judged
from formats.moodle.courses import course, lesson, quiz
from lmsexport.engine.proving import differences_of
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.lowering.kept import words_lost
from lmsexport.model import Course
from lmsexport.validation.compare import Difference

CHOICES: list[tuple[str, dict[str, Any]]] = [
    ("qti-1.2", {"stand_in": "text"}), ("qti-1.2", {"stand_in": "leave-out"}), ("qti-1.2", {"only": "typed"}),
    ("qti-1.2", {"only": "arithmetic"}), ("canvas", {"stand_in": "text"}), ("canvas", {"stand_in": "leave-out"}),
    ("cartridge-1.1", {"stand_in": "text"}), ("cartridge-1.2", {"stand_in": "leave-out"}),
    ("cartridge-1.3", {"thin": True}),
]  # fmt: skip


def said_otherwise(
    name: str, options: dict[str, Any], source: dict[str, Any] | Course | Path, files: dict[str, Path] | None = None
) -> list[Difference]:
    """What a package says otherwise than its lowered course; no word is lost on the way there."""
    target = format_named(name)
    chosen, texts = target.options.model_validate(options), resolved(source, files or {})
    lowered = lower(texts, target, chosen)
    assert not words_lost(texts, lowered.course, lowered.losses)
    with judged(name, target.export(lowered.course, chosen, CONTEXT)) as found:
        assert found.subject is not None and found.unread == []
        return differences_of(target, lowered.course, chosen, found.subject.outline)


@pytest.mark.parametrize(("name", "options"), CHOICES, ids=str)
def test_a_package_says_what_its_lowered_course_says(name: str, options: dict[str, Any]) -> None:
    assert said_otherwise(name, options, EVERYTHING) == []


@pytest.mark.parametrize("name", ["qti-1.2", "canvas", "cartridge-1.1", "cartridge-1.3"])
def test_an_html_file_is_a_page_only_where_a_cartridge_lists_it(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><h1>Listed</h1><p>Words of the file.</p></body></html>", encoding="utf-8")
    other = tmp_path / "other.html"
    other.write_text("<html><body><p>Other words.</p></body></html>", encoding="utf-8")
    link = "Look at [this](page.html) and [that](other.html)."
    source = course(
        lesson("one", body=link),
        {"type": "download", "id": "d", "title": "Listed", "file": "page.html"},
        {"type": "discussion", "id": "e", "title": "E", "prompt": link},
        quiz("q", [{"type": "true-false", "id": "t", "prompt": link, "answer": True}]),
    )
    assert said_otherwise(name, {}, source, {"page.html": page, "other.html": other}) == []


@pytest.mark.parametrize("name", ["canvas", "cartridge-1.2"])
def test_a_text_that_links_to_a_download_offers_its_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("a,b", encoding="utf-8")
    source = course(
        {"type": "download", "id": "d", "title": "D", "file": "data.csv"},
        quiz("q", [{"type": "true-false", "id": "t", "prompt": "Is [this](item:d) so?", "answer": True}]),
    )
    assert said_otherwise(name, {}, source, {"data.csv": file}) == []


@pytest.mark.parametrize("name", ["canvas", "qti-1.2", "cartridge-1.3"])
def test_spellings_that_lower_case_does_not_make_the_same_are_all_accepted(name: str) -> None:
    """Canvas compares with `strip.downcase`, to which `Straße` and `Strasse` are two."""
    answers = [{"text": text} for text in ("Straße", "Strasse", "STRASSE")]
    question = {"type": "short-answer", "id": "q", "prompt": "Where?", "answers": answers}
    target = format_named(name)
    lowered = lower(resolved(course(quiz("quiz", [question])), {}), target)
    with judged(name, target.export(lowered.course, target.options(), CONTEXT)) as found:
        assert found.subject is not None
        (read,) = found.subject.outline.questions
    assert [answer.text.words for answer in read.answers] == ["Straße", "Strasse"]
    assert ["STRASSE" in loss.what for loss in lowered.losses if loss.code == "ShortAnswer.answers"] == [True]


def test_the_copy_of_a_shuffled_quiz_for_other_lmss_has_no_draw() -> None:
    truth = {"type": "true-false", "prompt": "So?", "answer": True}
    source = course(quiz("quiz", [truth | {"id": "a"}, truth | {"id": "b"}], shuffle_questions=True))
    assert said_otherwise("canvas", {}, source) == []
    target = format_named("canvas")
    package = target.export(lower(resolved(source, {}), target).course, target.options(), CONTEXT)
    copies = [part for part in package if part.name.endswith("assessment_qti.xml")]
    assert copies and all(b"<selection" not in part.open().read() for part in copies)
