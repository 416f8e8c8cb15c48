"""The texts of a whole course: each found and read once, with every problem at its place."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from content.sample import Lms, files
from lmsexport.content import EMPTY, ItemLink, MediaLink, ResolvedCourse, Source, nowhere, resolve
from lmsexport.content.texts import texts
from lmsexport.errors import ModelPath, Place, Problem, Severity
from lmsexport.model import Course, Lesson, Model
from lmsexport.model.base import Markdown, RequiredMarkdown


def places(path: ModelPath, line: int = 0) -> Place:
    """The path itself as the name of a file."""
    return Place("/".join(map(str, path)), line + 1)


def course(*items: dict[str, Any], **more: Any) -> Course:
    """A course with one module in the folder `01`."""
    module = {"id": "intro", "title": "Intro", "source": "01/module.yaml", "items": items}
    return Course.of(
        **{"id": "cai", "title": "CAI", "date": "2024-05-01", "source": "course.yaml", "modules": [module], **more}
    )


def lesson(id: str, body: str, **more: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": id.title(), "body": body, "source": f"01/{id}.md", **more}


def quiz(prompt: str, **more: Any) -> dict[str, Any]:
    choices = [{"id": "a", "text": "yes", "correct": "true"}, {"id": "b", "text": "no"}]
    question = {"type": "single-choice", "id": "q-one", "prompt": prompt, "choices": choices, **more}
    return {"type": "quiz", "id": "check", "title": "Check", "source": "01/check.yaml", "questions": [question]}


def resolved(made: Course, names: tuple[str, ...] = ()) -> tuple[ResolvedCourse, list[Problem]]:
    return resolve(Source(made, files(names), places))


def problems(made: Course, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Codes and places."""
    return [(problem.code, str(problem.place)) for problem in resolved(made, names)[1]]


ITEM = "modules/0/items"


def test_a_sound_course_has_no_problems() -> None:
    made = course(lesson("loop", "## A\n\n[b](critique.md#b)"), lesson("critique", "## B\n\n[a](loop.md#a) [own](#b)"))
    assert problems(made, ("01/loop.md", "01/critique.md")) == []


def test_problems_of_all_texts_come_in_the_order_of_the_source() -> None:
    made = course(
        lesson("loop", "One\n\n[x](none.pdf) $\\frac{$\n\n#### deep"),
        quiz("[y](item:none)", hints=["fine", "![](x.png)"], feedback={"correct": "::: nix\n:::"}),
        description="[z](javascript:x)",
    )
    assert problems(made) == [
        ("link-scheme", "description:1"),
        ("missing-file", f"{ITEM}/0/body:3"),
        ("bad-formula", f"{ITEM}/0/body:3"),
        ("heading-level", f"{ITEM}/0/body:5"),
        ("unknown-item", f"{ITEM}/1/questions/0/prompt:1"),
        ("unknown-block", f"{ITEM}/1/questions/0/feedback/correct:1"),
        ("missing-alt", f"{ITEM}/1/questions/0/hints/1:1"),
        ("missing-file", f"{ITEM}/1/questions/0/hints/1:1"),
    ]


def test_the_same_text_is_reported_wherever_it_stands() -> None:
    made = course(lesson("loop", "[x](none.pdf)"), lesson("critique", "[x](none.pdf)"))
    assert problems(made) == [("missing-file", f"{ITEM}/0/body:1"), ("missing-file", f"{ITEM}/1/body:1")]


def test_the_same_text_in_another_folder_leads_elsewhere() -> None:
    text = "[slides](slides.pdf)"
    made = course(lesson("loop", text), {**lesson("other", text), "source": "02/other.md"})
    names = ("01/slides.pdf", "02/slides.pdf")
    found, none = resolved(made, names)
    assert none == []
    assert found.fragment("01/loop.md", text).media == ("01/slides.pdf",)
    assert found.fragment("02/other.md", text).media == ("02/slides.pdf",)


def test_a_text_is_rendered_once() -> None:
    found, _ = resolved(course(lesson("loop", "Some *text*"), lesson("critique", "Some *text*")))
    first = found.fragment("01/loop.md", "Some *text*")
    assert first is found.fragment("01/critique.md", "Some *text*")
    assert first is found.with_course(found.course).fragment("01/loop.md", "Some *text*")


def test_a_text_that_is_not_in_the_course_is_rendered_on_demand() -> None:
    found, _ = resolved(course(lesson("loop", "x")), ("01/a.png",))
    assert found.fragment("01/loop.md", "![new](a.png)").media == ("01/a.png",)
    assert found.fragment("01/loop.md", "") is EMPTY


def test_links_know_the_item_behind_a_file() -> None:
    found, none = resolved(course(lesson("loop", "## A"), lesson("b", "[a](./loop.md#a)")), ("01/loop.md",))
    assert none == []
    fragment = found.fragment("01/b.md", "[a](./loop.md#a)")
    assert ItemLink("loop", "to-a") in fragment.pieces
    assert fragment.render(Lms()) == '<p><a href="$ITEM*loop$#to-a">a</a></p>'


def test_anchors_are_those_of_all_texts_of_the_item() -> None:
    made = course(lesson("loop", "[x](item:check#hint) [y](item:check#hnt)"), quiz("## Hint\n\nWhat?"))
    (problem,) = resolved(made)[1]
    assert (problem.code, problem.hint) == ("unknown-anchor", "did you mean `hint`?")
    assert problem.message == "`check` has no heading `#hnt`"


def test_an_own_anchor_is_looked_for_in_the_same_item() -> None:
    made = course(lesson("loop", "## Here"), lesson("critique", "Text\n[x](#here)"))
    assert problems(made) == [("unknown-anchor", f"{ITEM}/1/body:2")]


@pytest.mark.parametrize("name", ["course.yaml", "01/module.yaml", "banks/pool.yaml", "01/lab.yaml"])
def test_the_source_of_the_course_is_no_download(name: str) -> None:
    lab = {
        "type": "lab", "id": "lab", "title": "Lab", "task": "Ask", "assistant": "Guide", "source": "01/lab.yaml",
        "private": {"system_prompt": "[secret](none.pdf)"},
    }  # fmt: skip
    bank = {"id": "pool", "title": "Pool", "source": "banks/pool.yaml",
            "questions": [{"type": "true-false", "id": "p-one", "prompt": "Is it?", "answer": "true"}]}  # fmt: skip
    tool = {"id": "chat", "name": "Chat", "url": "https://chat.example.org"}
    download = {"type": "download", "id": "get", "title": "Get", "file": f"../{name}"}
    made = course(lesson("loop", f"[x](../{name}) ![y](../{name})"), lab, download, banks=[bank], tools=[tool])
    found, seen = resolved(made, ("course.yaml", "01/module.yaml", "banks/pool.yaml", "01/lab.yaml"))
    links = [] if name == "01/lab.yaml" else ["link-to-source"]
    assert [problem.code for problem in seen] == [*links, "unknown-media", "link-to-source"]
    loop = next(item for item in made.items if isinstance(item, Lesson))
    assert not any(isinstance(piece, MediaLink) for piece in found.fragment("01/loop.md", loop.body).pieces)


def test_private_texts_of_labs_are_never_read() -> None:
    lab = {
        "type": "lab",
        "id": "lab",
        "title": "Lab",
        "task": "Ask",
        "assistant": "Guide",
        "private": {"prompt": "[x](none)"},
    }
    tool = {"id": "chat", "name": "Chat", "url": "https://chat.example.org"}
    made = course(lab, tools=[tool])
    assert [at.text for at in texts(made)] == ["Ask"]
    assert problems(made) == []


def test_the_file_of_a_download_exists() -> None:
    get = {"type": "download", "id": "get", "title": "Get", "file": "Data 100%.csv"}
    made = course(get)
    assert problems(made) == [("missing-file", f"{ITEM}/0/file:1")]
    found, none = resolved(made, ("01/Data 100%.csv",))
    assert none == []
    assert found.media_path("01/module.yaml", "Data 100%.csv") == "01/Data 100%.csv"
    assert problems(course({**get, "file": "../../x"}))[0][0] == "outside-source"


def test_a_term_that_is_defined_twice_is_a_warning() -> None:
    glossary = [
        {"term": "CAI", "definition": "a"},
        {"term": "RLHF", "definition": "b"},
        {"term": "cai", "definition": "c"},
    ]
    (problem,) = resolved(course(lesson("loop", "x", glossary=glossary)))[1]
    assert (problem.code, problem.severity) == ("duplicate-term", Severity.WARNING)
    assert str(problem.place) == f"{ITEM}/0/glossary/2:1"


def test_headings_of_a_lesson_begin_at_the_second_level_and_those_of_other_texts_at_the_third() -> None:
    assert problems(course(lesson("loop", "### A"))) == [("heading-level", f"{ITEM}/0/body:1")]
    assert problems(course(quiz("### A"))) == []


class _Inner(Model):
    note: Markdown = ""


class _Outer(Model):
    plain: str = "[not](read)"
    always: RequiredMarkdown
    maybe: Markdown | None = None
    many: tuple[Annotated[Markdown, Field(min_length=1)], ...] = ()
    inner: _Inner | None = None
    inners: tuple[_Inner, ...] = ()


def test_a_new_field_of_markdown_is_found_by_its_annotation() -> None:
    outer = _Outer(always="1", maybe="2", many=("3", "4"), inner=_Inner(note="5"), inners=(_Inner(), _Inner(note="6")))
    found = {at.path: at.text for at in texts(outer)}
    assert found == {
        ("always",): "1", ("maybe",): "2", ("many", 0): "3", ("many", 1): "4", ("inner", "note"): "5",
        ("inners", 1, "note"): "6",
    }  # fmt: skip


def test_a_course_in_memory_has_problems_without_places() -> None:
    (problem,) = resolve(Source(course(lesson("loop", "[x](none.pdf)")), {}, nowhere))[1]
    assert problem.place is None
    assert str(problem).startswith("error: there is no file `01/none.pdf`")
