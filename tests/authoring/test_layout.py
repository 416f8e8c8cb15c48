"""A course without places gets folders and files as an author would have made them, and its links lead there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from authoring.courses import write as write_files
from conftest import DEEP
from legal.course import course
from lmsexport.authoring import layout, load, write
from lmsexport.authoring.file_names import Names, safe_name, slug
from lmsexport.content import MediaLink, ResolvedCourse, Source, resolve
from lmsexport.content.texts import texts
from lmsexport.errors import Severity
from lmsexport.model import Course


def of(modules: list[dict[str, object]], **more: object) -> Course:
    """A course as an import has it: no part has a place."""
    return Course.of(id="demo", title="Demo", date="2026-01-31", modules=modules, **more)


def lesson(id: str, title: str, body: str = "Text.") -> dict[str, object]:
    return {"type": "lesson", "id": id, "title": title, "body": body}


def quiz(id: str, title: str, prompt: str = "So?") -> dict[str, object]:
    question = {"type": "true-false", "id": f"{id}-1", "prompt": prompt, "answer": True}
    return {"type": "quiz", "id": id, "title": title, "questions": [question]}


def module(id: str, title: str, *items: Mapping[str, object]) -> dict[str, object]:
    return {"id": id, "title": title, "items": items}


def test_names_come_from_titles_and_ids() -> None:
    bank = {"id": "b", "title": "Capitals of Europe", "questions": quiz("x", "X")["questions"]}
    talk = {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Who?"}
    long_talk = {"type": "discussion", "id": "long-talk", "title": "Long talk", "prompt": "Who?\n\nWhere?"}
    given = of(
        [
            module("danube", "The Danube", lesson("l", "1. A word, or two"), quiz("q", "Größe, Łódź"), talk, long_talk),
            module("nahr", "النهر", lesson("masab", "المصب"), lesson("two", "2")),
        ],
        banks=[bank],
    )  # fmt: skip
    assert list(write(layout(given).course)) == [
        "course.yaml", "banks/capitals-of-europe.yaml", "01-the-danube/module.yaml",
        "01-the-danube/01-a-word-or-two.md", "01-the-danube/02-grosse-lodz.yaml", "01-the-danube/03-long-talk.yaml",
        "02-nahr/module.yaml", "02-nahr/01-masab.md", "02-nahr/02-two.md",
    ]  # fmt: skip


def test_links_and_files_find_their_new_places() -> None:
    body = (
        "See [the check](item:check), [its end](item:far#the-end), [a page](item:site), [below](#the-end) and\n"
        "[a map](web_resources/Map%20of%20it.PDF).\n\n![A disc](<web_resources/blue disc.svg>)\n\n"
        "![A journey](web_resources/go.mp4)\n\n[Nothing](gone.pdf)"
    )
    site = {"type": "link", "id": "site", "title": "Site", "url": "https://example.org/"}
    paper = {"type": "download", "id": "paper", "title": "Paper", "file": "web_resources/Map of it.PDF"}
    given = of(
        [
            module("m", "Near", lesson("near", "Near", body), quiz("check", "Check", "As [before](item:near)?"), site),
            module("n", "Far", lesson("far", "Far", "## The end\n\n[Up](item:far#the-end), [whole](item:far)"), paper),
        ],
        description="![A disc](web_resources/blue%20disc.svg)",
    )
    files = ["Map of it.PDF", "blue disc.svg", "go.mp4", "go.vtt", "secret plan.txt"]
    laid = layout(given, (f"web_resources/{name}" for name in files))
    assert laid.files == {
        "web_resources/Map of it.PDF": "files/Map-of-it.PDF",  # in two modules
        "web_resources/blue disc.svg": "images/blue-disc.svg",  # in a module and at the top
        "web_resources/go.mp4": "01-near/media/go.mp4",
        "web_resources/go.vtt": "01-near/media/go.vtt",
        "web_resources/secret plan.txt": "files/unlisted/secret-plan.txt",
    }
    written = write(laid.course)
    assert written["01-near/01-near.md"] == (
        "---\ntitle: Near\n---\n\n"
        "See [the check](02-check.yaml), [its end](../02-far/01-far.md#the-end), [a page](item:site), "
        "[below](#the-end) and\n[a map](../files/Map-of-it.PDF).\n\n![A disc](../images/blue-disc.svg)\n\n"
        "![A journey](media/go.mp4)\n\n[Nothing](gone.pdf)\n"
    )
    assert "prompt: As [before](01-near.md)?\n" in written["01-near/02-check.yaml"]
    assert written["02-far/01-far.md"].endswith("[Up](#the-end), [whole](01-far.md)\n")
    assert "  - download: ../files/Map-of-it.PDF\n" in written["02-far/module.yaml"]
    assert 'description: "![A disc](images/blue-disc.svg)"\n' in written["course.yaml"]


def test_a_text_whose_links_cannot_be_moved_is_named() -> None:
    odd = '<div>\n<a/href="x/map.pdf">x</a>\n</div>'
    laid = layout(of([module("m", "M", lesson("l", "L", odd), lesson("k", "K", "[map](x/map.pdf)"))]), ["x/map.pdf"])
    assert laid.unmoved == (("modules", 0, "items", 0, "body"),)
    assert odd in write(laid.course)["01-m/01-l.md"]


def test_no_two_files_are_one_on_any_system() -> None:
    names = (
        "a/Plan.pdf",
        "b/plan.pdf",
        "c/PLAN.PDF",
        "d/Größe.png",
        "e/Gro\u0308ße.png",
        "f/GröSSe.png",
        "g/plan-2.pdf",
    )
    placed = layout(of([module("m", "M", lesson("l", "L"))]), names).files
    assert [placed[name].removeprefix("files/unlisted/") for name in names] == [
        "Plan.pdf", "plan-2.pdf", "PLAN-3.PDF", "Größe.png", "Größe-2.png", "GröSSe-3.png", "plan-2-2.pdf",
    ]  # fmt: skip
    taken = Names()
    assert [taken.take("x.md"), taken.take("X.md"), taken.take("x.md"), taken.take("y")] == [
        "x.md",
        "X-2.md",
        "x-3.md",
        "y",
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("con.png", "file-con.png"), ("LPT1", "file-LPT1"), ("console.png", "console.png"), ("what?.", "what"),
        ("a<b>:c|d*.txt", "a-b-c-d.txt"), ("../../etc/passwd", "passwd"), (".hidden", "hidden"),
        ("copy.bak", "copy-bak"), ("old.txt~", "old.txt"), ("...", "file"), ("नदी का नक्शा.pdf", "नदी-का-नक्शा.pdf"),
        ("x" * 300 + ".png", "x" * 48 + ".png"),
        ("a. ", "a"), ("C:\\pics\\b.png", "C-pics-b.png"),
    ],
)  # fmt: skip
def test_names_of_files_are_safe_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("The source", "the-source"), ("3. What/why. How?", "what-why-how"), ("Straße", "strasse"), ("河流", ""),
        ("42", ""),
        ("word " * 20, "-".join(["word"] * 9)), ("x" * 60, "x" * 48), ("C#.md", "c-md"),
    ],
)  # fmt: skip
def test_titles_become_short_names(title: str, short: str) -> None:
    assert slug(title) == short


# -- the law -------------------------------------------------------------------------------------------------------


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, 301 if DEEP else 13))
def test_a_course_in_other_places_is_the_same_course(seed: int, tmp_path: Path) -> None:
    old = source_of(course(seed).write(tmp_path / "old"))
    laid = layout(old.course, set(old.files) - set(write(old.course)))
    root = write_files(tmp_path / "new", dict(write(laid.course)))
    for was, is_now in laid.files.items():
        (root / is_now).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(old.files[was], root / is_now)
    new = source_of(root)
    assert new.course == laid.course
    assert pieces(new, {}) == pieces(old, laid.files)
    assert layout(new.course, laid.files.values()).course == new.course


def source_of(root: Path) -> Source:
    source, problems = load(root)
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    assert source is not None
    return source


def pieces(source: Source, moved: dict[str, str] | object) -> Iterable[object]:
    """What the texts of a course show and where they lead, and their problems, with files in their new places."""
    resolved, problems = resolve(source)
    assert isinstance(resolved, ResolvedCourse)
    assert isinstance(moved, dict)
    shown = [
        [
            MediaLink(moved.get(piece.path, piece.path)) if isinstance(piece, MediaLink) else piece
            for piece in fragment.pieces
        ]
        for fragment in (resolved.fragment(at.source, at.text) for at in texts(source.course))
    ]
    return shown, sorted(problem.code for problem in problems)
