"""Texts that were rendered before are taken as they were, and only as long as they would come out the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from lmsexport.content import Source, nowhere, resolve
from lmsexport.content.memory import Memory, read_memory
from lmsexport.model import Course

BODY = """Some *words* with $x$, [a link](two.md#there), `code` and ![a dot](dot.png).

::: callout Note
```python
print("<&>")
```
:::
"""
FILES = {name: Path(name) for name in ("one.md", "two.md", "dot.png")}


def course(body: str = BODY, second: str = "## There\n\nText.") -> Source:
    items: list[dict[str, Any]] = [
        {"type": "lesson", "id": "one", "title": "1", "body": body, "source": "one.md"},
        {"type": "lesson", "id": "two", "title": "2", "body": second, "source": "two.md"},
    ]
    module = {"id": "m", "title": "M", "items": items}
    return Source(Course.of(id="c", title="C", date="2026-01-01", modules=[module]), FILES, nowhere)


def remembered(source: Source, folder: Path) -> Memory:
    """The memory after a build of this course, read again from disk."""
    memory = Memory()
    resolve(source, memory)
    (folder / "texts").write_text(memory.dump(), encoding="utf-8")
    return read_memory(folder / "texts")


def test_a_remembered_text_is_the_rendered_one_and_is_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, _ = resolve(course())
    memory = remembered(course(), tmp_path)
    monkeypatch.setattr(sys.modules["lmsexport.content.resolve"], "render", None)  # calling it would fail
    known, problems = resolve(course(), memory)
    assert problems == []
    assert known.fragment("one.md", BODY) == fresh.fragment("one.md", BODY)


def test_an_anchor_that_is_gone_is_found_though_the_text_with_the_link_did_not_change(tmp_path: Path) -> None:
    memory = remembered(course(), tmp_path)
    _, problems = resolve(course(second="## Elsewhere\n\nText."), memory)
    assert [problem.code for problem in problems] == ["unknown-anchor"]


def test_other_files_make_everything_forgotten(tmp_path: Path) -> None:
    memory = remembered(course(), tmp_path)
    fewer = Source(course().course, {name: path for name, path in FILES.items() if name != "dot.png"}, nowhere)
    _, problems = resolve(fewer, memory)
    assert [problem.code for problem in problems] == ["missing-file"]


def test_a_file_that_becomes_a_question_bank_is_no_download_any_more(tmp_path: Path) -> None:
    linking = course("[questions](pool.yaml)")
    files = FILES | {"pool.yaml": Path("pool.yaml")}
    memory = remembered(Source(linking.course, files, nowhere), tmp_path)
    question = {"type": "true-false", "id": "q", "prompt": "Is it?", "answer": "true"}
    bank = {"id": "pool", "title": "Pool", "questions": [question], "source": "pool.yaml"}
    listed = Course.of(**linking.course.model_dump() | {"banks": [bank]})
    known, problems = resolve(Source(listed, files, nowhere), memory)
    assert [problem.code for problem in problems] == ["link-to-source"]
    assert known.fragment("one.md", "[questions](pool.yaml)").media == ()


def test_a_text_with_a_problem_has_it_every_time(tmp_path: Path) -> None:
    broken = course("![](dot.png)")
    memory = remembered(broken, tmp_path)
    assert [problem.code for problem in resolve(broken, memory)[1]] == ["missing-alt"]


def test_a_changed_text_is_rendered_and_an_old_one_forgotten(tmp_path: Path) -> None:
    memory = remembered(course("Old *words*.\n"), tmp_path)
    known, _ = resolve(course("New *words*.\n"), memory)
    assert "New" in known.fragment("one.md", "New *words*.\n").plain
    assert "Old" not in memory.dump()


@pytest.mark.parametrize(
    "row", [None, 1, "x", [], [1], [[["item"]], "", True, [], []], [[["nix", 1]], "", True, [], []]]
)
def test_a_remembered_text_that_cannot_be_read_is_rendered(row: object, tmp_path: Path) -> None:
    remembered(course(), tmp_path)
    data = json.loads((tmp_path / "texts").read_text(encoding="utf-8"))
    data["texts"] = dict.fromkeys(data["texts"], row)
    (tmp_path / "texts").write_text(json.dumps(data), encoding="utf-8")
    known, problems = resolve(course(), read_memory(tmp_path / "texts"))
    assert problems == []
    assert known.fragment("one.md", BODY) == resolve(course())[0].fragment("one.md", BODY)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"among": 1, "texts": []}', '{"texts": {}}'])
def test_a_memory_that_cannot_be_read_is_an_empty_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text(text, encoding="utf-8")
    _, problems = resolve(course(), read_memory(tmp_path / "texts"))
    assert problems == []
