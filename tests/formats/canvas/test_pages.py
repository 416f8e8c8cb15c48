"""No two pages of a Canvas export have one name, since Canvas would rename them, and swap their names later."""

from __future__ import annotations

from typing import Any

import pytest

from formats.exporting import content, exported
from formats.moodle.courses import course, lesson

LAB = {"type": "lab", "task": "Do.", "assistant": "Ada"}
TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
INTRO = "Introduction"


def module(id: str, title: str, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": id, "title": title, "items": list(items)} | fields


def page(id: str, title: str = INTRO) -> dict[str, Any]:
    return lesson(id, title=title)


def lab(id: str, title: str = "Chat", **fields: Any) -> dict[str, Any]:
    return LAB | {"id": id, "title": title} | fields


CASES: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "once": ([module("g", "Genes", page("a"), page("b", "Cells"))], ["Introduction", "Cells"]),
    "two-modules": (
        [module("g", "Genes", page("a")), module("c", "Cells", page("b"))],
        ["Introduction (Genes)", "Introduction (Cells)"],
    ),
    "three-modules": (
        [module(id, title, page(f"{id}-i")) for id, title in (("g", "Genes"), ("c", "Cells"), ("o", "Organs"))],
        ["Introduction (Genes)", "Introduction (Cells)", "Introduction (Organs)"],
    ),
    "numbered": (
        [module("g", "Genes", page("a"), number=1), module("c", "Cells", page("b"), number=2)],
        ["Introduction (1. Genes)", "Introduction (2. Cells)"],
    ),
    "one-module": ([module("g", "Genes", page("a"), page("b"))], ["Introduction (a)", "Introduction (b)"]),
    "modules-of-one-name": (
        [module("g", "Part", page("a")), module("c", "Part", page("b"))],
        ["Introduction (a)", "Introduction (b)"],
    ),
    "taken": (
        [module("g", "Genes", page("a"), page("x", "Introduction (Genes)")), module("c", "Cells", page("b"))],
        ["Introduction (a)", "Introduction (Genes)", "Introduction (Cells)"],
    ),
    "the-course": ([module("g", "Genes", page("a", "Course"))], ["Course (Genes)"]),
    "its-module": (
        [module("g", "Genes", page("a", "Genes"), description="About.")],
        ["Genes (g)", "Genes (a)"],
    ),
    "a-module-without-page": ([module("g", "Genes", page("a", "Genes"))], ["Genes"]),
    "about-two-modules": (
        [module("g", "Part", description="One."), module("c", "Part", description="Two.")],
        ["Part (g)", "Part (c)"],
    ),
    "labs": (
        [module("g", "Genes", lab("a")), module("c", "Cells", lab("b"))],
        ["Chat (Genes): Your task", "Chat (Cells): Your task"],
    ),
    "graded-labs": ([module("g", "Genes", lab("a", points=5)), module("c", "Cells", lab("b"))], ["Chat: Your task"]),
    "lab-and-lesson": (
        [module("g", "Genes", lab("a"), page("b", "Chat: Your task"))],
        ["Chat (Genes): Your task", "Chat: Your task (Genes)"],
    ),
    "long": (
        [module("g", "Genes", page("a", "x" * 255)), module("c", "Cells", page("b", "x" * 300))],
        ["x" * 255, "x" * 254 + "…"],
    ),
    "long-and-alike": (
        [module("g", "Genes", page("a", "x" * 255)), module("c", "Cells", page("b", "x" * 255))],
        ["x" * 250 + "… (a)", "x" * 250 + "… (b)"],
    ),
}  # fmt: skip


def built(modules: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The names of the pages in order, and of what the report names."""
    tools = {"tools": [TOOL]} if any(item["type"] == "lab" for one in modules for item in one["items"]) else {}
    package, losses = exported("canvas", course() | {"modules": modules} | tools)
    ids = [f"course-{part['id']}" for one in modules for part in (one, *one["items"])]
    pages = [f"wiki_content/{id}.html" for id in ids]
    titles = [
        content(package, name).decode().partition("<title>")[2].partition("</title>")[0]
        for name in pages
        if name in {part.name for part in package}
    ]
    return titles, [loss.what for loss in losses if loss.code.endswith(".title")]


@pytest.mark.parametrize("name", CASES)
def test_each_name_is_that_of_one_page(name: str) -> None:
    modules, names = CASES[name]
    assert built(modules)[0] == names


def test_the_report_names_each_new_name_and_no_other() -> None:
    assert built(CASES["two-modules"][0])[1] == [INTRO, INTRO]
    assert built(CASES["once"][0])[1] == []


def test_the_order_of_modules_changes_no_name() -> None:
    modules, names = CASES["three-modules"]
    assert built(modules[::-1])[0] == names[::-1]
