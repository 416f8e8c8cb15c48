"""Texts and what becomes of them: one file each in `cases/content`, reviewed by eye.

`LMSEXPORT_ACCEPT=1 pytest tests/content/test_cases.py` writes what comes out now into the files: read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.sample import read, tree

CASES = sorted((Path(__file__).parents[1] / "cases" / "content").glob("*.txt"))
RULE = "~~~~~~~~ "


def outcome(text: str) -> str:
    """Everything that a reader of a case should see."""
    seen = read(text)
    tree(seen.lms)
    problems = [f"{note.line + 1}: {note.severity}: {note.message} ({note.hint}) [{note.code}]" for note in seen.notes]
    parts = {"page": seen.page, "plain": seen.fragment.plain, "problems": "\n".join(problems)}
    return "".join(f"{RULE}{name}\n{part}\n" for name, part in parts.items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_text_becomes_what_its_case_says(case: Path) -> None:
    text, _, expected = case.read_text(encoding="utf-8").partition(f"{RULE}page\n")
    found = outcome(text)
    if os.environ.get("LMSEXPORT_ACCEPT"):
        case.write_text(text + found, encoding="utf-8")
    else:
        assert found == f"{RULE}page\n{expected}"


def test_there_are_cases() -> None:
    assert len(CASES) >= 15
