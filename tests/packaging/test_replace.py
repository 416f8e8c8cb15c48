"""Finished things take the place of old ones at once, and what killed runs left disappears."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmsexport.packaging import replace
from lmsexport.packaging.replace import clean, fresh


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_takes_the_place_of_a_folder(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(replace, "_exchange", lambda one, other: False)
    out = folder(tmp_path / "site", "old")
    with fresh(out) as temporary:
        folder(temporary, "new")
        assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert (out / "index.html").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(tmp_path: Path) -> None:
    out = folder(tmp_path / "out", "old")
    with fresh(out) as temporary:
        temporary.write_text("file", encoding="utf-8")
    assert out.read_text(encoding="utf-8") == "file"
    with fresh(out) as temporary:
        folder(temporary, "folder")
    assert (out / "index.html").read_text(encoding="utf-8") == "folder"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_leaves_the_old_one(tmp_path: Path) -> None:
    out = folder(tmp_path / "site", "old")
    with pytest.raises(KeyboardInterrupt), fresh(out) as temporary:
        folder(temporary, "new")
        raise KeyboardInterrupt
    assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_cleaning_removes_leftovers_and_puts_back_what_was_moved_aside(tmp_path: Path) -> None:
    folder(tmp_path / "site.part~", "half")
    folder(tmp_path / "site.old.part~", "whole")
    (tmp_path / "course-moodle.mbz.part~").write_bytes(b"half")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    clean(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "site"]
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "whole"
