"""The courses that are measured are sound, and the peers get the same questions."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.courses import write_bbq, write_course, write_text2qti
from benchmarks.process import measure

from lmsexport.engine.check import check
from lmsexport.engine.report import course_facts


def test_a_measured_course_has_what_was_asked_for_and_no_problem(tmp_path: Path) -> None:
    checked = check(write_course(tmp_path / "course", 23, 60))
    assert checked.problems == [] and checked.source is not None
    facts = course_facts(checked.source.course)
    assert facts["items"] == {"lesson": 23, "quiz": 3}
    assert facts["questions"] == {"multiple-response": 12, "numeric": 12, "short-answer": 12, "single-choice": 24}


def test_the_same_course_every_time(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        folder = write_course(tmp_path / name, 5, 30)
        trees.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]


def test_the_peers_have_the_same_questions(tmp_path: Path) -> None:
    write_course(tmp_path / "course", 0, 30)
    ours = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "course").rglob("quiz-*.yaml"))
    theirs = write_text2qti(tmp_path / "quiz.txt", 30).read_text(encoding="utf-8")
    prompts = [line.split("prompt: ")[1] for line in ours.splitlines() if "prompt: " in line]
    rows = write_bbq(tmp_path / "rows.txt", 30).read_text(encoding="utf-8")
    assert len(prompts) == 30 and all(prompt in theirs and f"\t{prompt}\t" in rows for prompt in prompts)


def test_time_and_memory_are_those_of_the_whole_process() -> None:
    found = measure([sys.executable, "-c", "import time; time.sleep(0.2); x = bytearray(60_000_000)"])
    assert found.seconds > 0.2 and found.megabytes > 60
    with pytest.raises(Exception, match="non-zero exit status 4"):
        measure([sys.executable, "-c", "raise SystemExit(4)"])
