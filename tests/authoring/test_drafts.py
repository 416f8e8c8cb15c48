"""Drafts are set aside: no rule is asked of them, nothing else moves, and each is named at its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from authoring.courses import LESSON, write
from authoring.editors import complaints
from lmsexport.authoring import load
from lmsexport.content import Source, resolve
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.model import Assessment

MODULE = "title: M\nitems: [a.md, quiz.yaml]\n"
DRAFT = "  - prompt: '1?'\n    draft: nothing is right\n    choices: [a, b]\n"
WHOLE = "  - prompt: '2?'\n    choices: [right: a, b]\n"
BROKEN = "  - prompt: '3?'\n    choices: [a, b]\n"


def quiz(questions: str) -> str:
    return f"type: quiz\ntitle: Q\nquestions:\n{questions}"


def said(root: Path, files: Mapping[str, str | bytes]) -> tuple[Source, list[str]]:
    source, problems = load(write(root, {"m/module.yaml": MODULE, "m/a.md": LESSON, **files}))
    assert source is not None
    _, in_texts = resolve(source)
    return source, [f"{problem}".replace(f"{root.as_posix()}/", "") for problem in problems + in_texts]


def test_a_draft_question_is_left_out_and_the_others_keep_their_ids_and_places(tmp_path: Path) -> None:
    source, problems = said(tmp_path, {"m/quiz.yaml": quiz(DRAFT + WHOLE)})
    (assessment,) = (item for item in source.course.items if isinstance(item, Assessment))
    assert [question.id for question in assessment.questions] == ["quiz-q2"]
    assert problems == [
        "m/quiz.yaml:5:12: warning: `quiz-q1` is a draft and left out: nothing is right"
        " (mend it, then delete the line `draft: …`) [draft]"
    ]
    place = source.places(("modules", 0, "items", 1, "questions", 0, "prompt"))
    assert str(place).endswith("m/quiz.yaml:7:13")


def test_a_mistake_behind_a_draft_is_told_at_its_own_line(tmp_path: Path) -> None:
    _, problems = said(tmp_path, {"m/quiz.yaml": quiz(DRAFT + BROKEN)})
    assert [line for line in problems if "error" in line] == [
        "m/quiz.yaml:8:14: error: no choice is marked right (write `- right: …` for one of them) [no-right-answer]"
    ]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("m/a.md", "---\ntitle: A\ndraft: no text\n---\n"),
        ("m/quiz.yaml", "type: quiz\ntitle: Q\ndraft: no questions\n"),
        ("m/quiz.yaml", "type: test\ndraft: neither title nor questions\nquestions: []\n"),
    ],
)
def test_an_item_can_be_a_draft_whatever_it_lacks(file: str, text: str, tmp_path: Path) -> None:
    source, problems = said(tmp_path, {"m/quiz.yaml": quiz(WHOLE)} | {file: text})
    assert [draft.source for draft in source.course.drafts] == [file]
    assert len(list(source.course.items)) == 1
    assert len(problems) == 1 and "warning" in problems[0] and file in problems[0]


def test_a_quiz_of_drafts_alone_is_one(tmp_path: Path) -> None:
    source, problems = said(tmp_path, {"m/quiz.yaml": quiz(DRAFT)})
    assert [(draft.id, draft.draft) for draft in source.course.drafts] == [("quiz", "all its questions are drafts")]
    assert len(problems) == 1


def test_a_line_of_a_module_can_be_a_draft(tmp_path: Path) -> None:
    module = (
        "title: M\nitems:\n  - heading: Later\n    id: later\n    draft: which\n  - link: x\n    id: l\n    title: L\n"
    )
    _, problems = said(tmp_path, {"m/module.yaml": module})
    assert [line.partition(": ")[0] for line in problems] == ["m/module.yaml:5:12", "m/module.yaml:6:11"]


def test_what_leads_to_a_draft_goes_on_without_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/a.md": "---\ntitle: A\ndraft: no text\n---\n",
        "m/quiz.yaml": quiz(WHOLE).replace("questions:", "requires: a\ninstructions: See [A](a.md).\nquestions:"),
    }
    source, problems = said(tmp_path, files)
    assert [line for line in problems if "[draft]" not in line] == [
        "m/quiz.yaml:3:11: warning: `quiz` waits for `a`, which is a draft"
        " (it opens without that until the draft is mended) [waits-for-draft]"
    ]
    lowered = lower(resolve(source)[0], format_named("moodle"))
    (assessment,) = lowered.course.course.items
    assert assessment.requires == ()
    lost = [(loss.code, loss.what) for loss in lowered.losses if loss.code in ("Requirement", "Text.links")]
    assert lost == [("Requirement", "a\nviewed"), ("Text.links", "item:a")]


@pytest.mark.parametrize("bank", [f"type: bank\ntitle: B\nquestions:\n{DRAFT}{WHOLE}", "title: B\ndraft: all of it\n"])
def test_a_draw_from_drafts_is_told_what_to_do(bank: str, tmp_path: Path) -> None:
    course = "id: c\ntitle: C\ndate: 2026-01-31\nmodules: [m]\nbanks: [b.yaml]\n"
    files: dict[str, str | bytes] = {"course.yaml": course, "b.yaml": bank}
    _, problems = said(tmp_path, files | {"m/quiz.yaml": quiz("  - draw: 2\n    from: b\n")})
    (error,) = [line for line in problems if "error" in line]
    assert "draft" in error


@pytest.mark.parametrize("reason", ["", "[a]"])
def test_a_draft_says_why(reason: str, tmp_path: Path) -> None:
    _, problems = said(tmp_path, {"m/a.md": f"---\ntitle: A\ndraft: {reason}\n---\n", "m/quiz.yaml": quiz(WHOLE)})
    assert len(problems) == 1
    assert problems[0].startswith("m/a.md:3:") and "`draft` says in words what is missing" in problems[0]


def test_an_id_is_taken_by_a_draft(tmp_path: Path) -> None:
    _, problems = said(tmp_path, {"m/quiz.yaml": quiz(DRAFT.replace("draft:", "id: a\n    draft:") + WHOLE)})
    assert [line for line in problems if "duplicate-id" in line]


def test_editors_ask_nothing_of_a_draft() -> None:
    assert complaints("quiz", "type: quiz\ndraft: everything\n") == []
    assert complaints("quiz", quiz(DRAFT)) == []
    assert complaints("quiz", "type: quiz\n") != []
