"""The law tells what is wrong with what is built, target by target; and a course that fails is made small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legal import law
from legal.cases import BASE
from legal.course import course
from legal.folder import Folder
from legal.law import RefusedError, faults, kind_of
from legal.shrink import shrunk
from lmsexport.engine.build import Request

QUIZ = "type: quiz\ntitle: Q\nquestions:\n  - {type: true-false, prompt: Is it?, answer: true}\n"


def written(root: Path, quiz: str = QUIZ) -> Path:
    files = BASE | {"m/q.yaml": quiz}
    return Folder({name: text.encode() for name, text in files.items()}).write(root / "course")


def test_a_plain_course_has_no_fault(tmp_path: Path) -> None:
    assert list(faults(written(tmp_path), tmp_path / "out")) == []


def test_a_course_that_check_refuses_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="unknown key"):
        list(faults(written(tmp_path, QUIZ + "pasmark: 5\n"), tmp_path / "out"))


def test_a_build_that_crashes_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(request: Request) -> Any:
        raise KeyError("x")

    monkeypatch.setattr(law, "build", failing)
    [fault] = faults(written(tmp_path), tmp_path / "out", ["html", "gift", "moodle"])
    assert fault.stage == "crash" and fault.kind.startswith("KeyError in")


def test_a_rule_that_a_package_breaks_is_a_fault_unless_check_has_warned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, QUIZ.replace("Is it?", '"Is it? ![A map](https://example.org/map.png)"'))
    assert list(faults(folder, tmp_path / "out", ["html"])) == []
    monkeypatch.setattr(law, "ANNOUNCED_AS", {})
    [fault] = faults(folder, tmp_path / "out", ["html"])
    assert (fault.target, fault.stage, fault.kind) == ("html", "validate", "html-remote-media")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Module, 1 / “Q”: answer “a: b” moved: “x”, but “y” stands there", "answer moved"),
        ("M / Q: answer “a”, share changed: “100”, but “0” stands there", "answer share changed"),
        ("Module, 1 / Q, feedback: it says “x” where the course says “y”", "feedback says"),
        ("page.xml:5: the text shows '&lt;' [html-double-escaped]", "html-double-escaped"),
        ("the schema store does not hold 3 files", "the schema store does not hold … files"),
    ],
)
def test_messages_of_one_kind_count_as_one(message: str, kind: str) -> None:
    assert kind_of(message) == kind


def test_a_course_is_made_as_small_as_it_can_be() -> None:
    def fails(folder: Folder) -> bool:
        return any(b"essay" in folder.content(name) for name in folder.files)

    seed = next(seed for seed in range(1, 100) if fails(course(seed)) and len(course(seed).files) > 15)
    small = shrunk(course(seed), fails, most=2_000)
    [(name, _)] = small.files.items()
    assert small.content(name).split()[-1] in (b"essay", b"essay}]}", b"essay}")
