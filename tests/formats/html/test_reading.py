"""Sites read back: what they say beside what all targets are compared by (`tests/test_readback.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, export
from formats.judged import Change, judged, replaced
from lmsexport.validation import Contents, Item, Question
from lmsexport.validation.reader import readers


def item(id: str, target: str = "html") -> Item:
    with judged(target, export(target, EVERYTHING)) as found:
        assert found.subject is not None
        return next(one for one in found.subject.outline.items if one.id == id)


def test_a_lab_has_its_points_and_its_weight() -> None:
    settings = item("graded-lab").settings
    assert (settings["points"], settings["weight"], settings["grade category"]) == ("20", "1", "Examination & more")


def test_a_matching_has_the_words_that_match_nothing() -> None:
    (pairs,) = (one for one in item("arranged").questions if getattr(one, "id", "") == "pairs")
    assert isinstance(pairs, Question)
    assert {answer.said for answer in pairs.answers if not answer.share} == {"→ Berlin", "→ <none> & “none”"}


@pytest.mark.parametrize("target", ["scorm-1.2", "scorm-2004", "cmi5"])
def test_the_pages_of_a_package_for_an_lms_belong_to_that(target: str) -> None:
    with judged(target, export(target, EVERYTHING)) as found:
        assert found.kind == target


def test_the_site_of_somebody_else_is_no_course(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><html lang='en'><title>Mine</title><h1>Mine</h1></html>")
    with Contents(tmp_path) as contents:
        assert [reader.kind for reader in readers() if reader.recognises(contents)] == []


def test_a_page_that_was_changed_is_named_and_the_others_are_read() -> None:
    change: dict[str, Change | None] = {"pages/arranged.html": replaced(' class="data"', "")}
    with judged("html", export("html", EVERYTHING), change) as found:
        assert found.unread == ["pages/arranged.html is not as lmsexport writes it: ValueError"]
        assert found.subject is not None
        assert len(list(found.subject.outline.items)) > 15


def test_what_is_missing_is_named() -> None:
    with judged("html", export("html", EVERYTHING), {"pages/arranged.html": None}) as found:
        assert found.unread == ["the page of “Arranging”, pages/arranged.html, is not there"]
