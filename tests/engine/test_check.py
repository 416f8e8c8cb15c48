"""A long course is read by all cores, and comes out as if one had read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import small
from lmsexport.content.texts import texts
from lmsexport.engine import check as engine_check
from lmsexport.engine.check import check

LONG = (
    "---\ntitle: Reading\n---\nSee [the quiz](02-quiz.yaml) and [nothing](missing.md).\n\n"
    + "- one *two* `three`\n" * 50
)


def test_many_cores_find_and_render_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.write(tmp_path / "source", reading=LONG)
    found = {}
    for number in (1, 3):
        monkeypatch.setattr(engine_check, "cores", lambda number=number: number)
        monkeypatch.setattr(engine_check, "WORTH_FORKING", 1)
        checked = check(folder)
        assert checked.source is not None and checked.resolved is not None
        rendered = [checked.resolved.fragment(at.source, at.text) for at in texts(checked.source.course)]
        found[number] = ([str(problem) for problem in checked.problems], rendered)
    assert found[1] == found[3]
    (problem,) = found[3][0]
    assert "missing.md" in problem
    assert any("three" in fragment.plain for fragment in found[3][1])
