"""Random courses: every class of the model, every optional field there or not, a marker in every text.

A marker is a word like `zq17zq` that stands nowhere else. Where a text is Markdown it may be wrapped in markup, so
that markers stand in emphasis, links, tables, callouts and formulas, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from hypothesis import strategies as st

from lmsexport.model import Course

MARKER = r"zq\d+zq"
"""What a marker looks like: letters and digits that no format changes."""

Draw = Callable[[st.SearchStrategy[Any]], Any]

_INLINE = (
    "{0}",
    "**{0}**",
    "*a* {0} b",
    "`{0}`",
    "[{0}](https://example.org/)",
    "a & b < c {0} \"d\" 'e'",
    "~~{0}~~",
    "ä 例 {0}",
)
_BLOCKS = (
    *_INLINE,
    "- {0}\n- b",
    "> {0}",
    "| a | b |\n| - | - |\n| {0} | c |",
    "```python\n{0} = 1\n```",
    "::: callout Key Paper\n{0}\n:::",
    "::: steps\n### One\n{0}\n### Two\nText\n:::",
    "::: timeline\n### 1998 | {0}\nText\n:::",
    "a\n\n{0}",
)


class _Author:
    """Writes one course, drawing what is random."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.markers = (f"zq{n}zq" for n in count(1))
        self.ids = (f"id-{n}" for n in count(1))

    # -- leaves ------------------------------------------------------------------------------------------------

    def yes(self) -> bool:
        return bool(self.draw(st.booleans()))

    def one(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def wrapped(self, *texts: str) -> str:
        return str(self.one(*texts)).format(next(self.markers))

    def line(self) -> str:
        return self.wrapped("{0}", "a & b < c {0}", 'say "{0}"', "ä 例 {0} عربي")

    def inline(self) -> str:
        return self.wrapped(*_INLINE)

    def blocks(self) -> str:
        return self.wrapped(*_BLOCKS)

    def some(self, make: Callable[[], Any], most: int = 2) -> list[Any]:
        return [make() for _ in range(self.draw(st.integers(0, most)))]

    def maybe(self, **fields: Callable[[], Any]) -> dict[str, Any]:
        """Some of the fields."""
        return {name: make() for name, make in fields.items() if self.yes()}

    def seldom_hidden(self) -> dict[str, Any]:
        """Now and then, that students do not see it."""
        return {} if self.draw(st.integers(0, 7)) else {"published": False}

    # -- questions ---------------------------------------------------------------------------------------------

    def choice(self, id: str, correct: bool) -> dict[str, Any]:
        return {"id": id, "text": self.blocks(), "correct": correct} | self.maybe(feedback=self.blocks, fixed=self.yes)

    def text_answers(self) -> list[dict[str, Any]]:
        right = {"text": f"{next(self.markers)} word"} | self.maybe(feedback=self.inline)
        near = {"text": f"{next(self.markers)} near", "weight": 50} | self.maybe(feedback=self.inline)
        return [right, near] if self.yes() else [right]

    def numbers(self) -> list[dict[str, Any]]:
        exact = {"value": "42"} | self.maybe(tolerance=lambda: "0.5", feedback=self.inline)
        wide = {"min": "10", "max": "90", "weight": 50} | self.maybe(feedback=self.inline)
        return [exact, wide] if self.yes() else [exact]

    def blank(self, kind: str, id: str) -> dict[str, Any]:
        match kind:
            case "text":
                return {"kind": kind, "id": id, "answers": self.text_answers()}
            case "numeric":
                return {"kind": kind, "id": id, "answers": self.numbers()}
            case _:
                choices = [
                    {"id": "abc"[n], "text": next(self.markers), "correct": n == 0} | self.maybe(feedback=self.inline)
                    for n in range(3)
                ]
                return {"kind": kind, "id": id, "choices": choices}

    def own_fields(self, kind: str) -> dict[str, Any]:
        """The fields that only this type of question has."""
        match kind:
            case "single-choice":
                return {"choices": [self.choice(id, id == "b") for id in "abc"]} | self.maybe(shuffle=self.yes)
            case "multiple-response":
                return {"choices": [self.choice(id, id in "bc") for id in "abcd"], "scoring": self.one(*SCORING)}
            case "true-false":
                return {"answer": self.yes()} | self.maybe(if_true=self.blocks, if_false=self.blocks)
            case "short-answer":
                return {"answers": self.text_answers()} | self.maybe(case_sensitive=self.yes)
            case "numeric":
                return {"answers": self.numbers()} | self.maybe(unit=self.line)
            case "matching":
                pairs = [
                    {"id": id, "prompt": self.inline(), "match": next(self.markers)} | self.maybe(feedback=self.inline)
                    for id in "ab"
                ]
                return {"pairs": pairs, "distractors": self.some(self.line), "scoring": self.one(*SCORING)}
            case "ordering":
                items = [{"id": id, "text": self.inline()} | self.maybe(feedback=self.inline) for id in "abc"]
                return {"items": items, "scoring": self.one(*SCORING)}
            case "fill-in-blanks":
                kinds = ("text", "numeric", "dropdown")
                blanks = [self.blank(kind, f"b{n}") for n, kind in enumerate(kinds)]
                return {"prompt": f"{next(self.markers)} {{{{b0}}}}, {{{{b1}}}} and {{{{b2}}}}.", "blanks": blanks}
            case "essay":
                fields = self.maybe(grader_notes=self.blocks, template=self.inline)
                return fields | self.maybe(min_words=lambda: 5, max_words=lambda: 500)
        raise AssertionError(kind)

    def question(self, kind: str) -> dict[str, Any]:
        if kind == "text":
            return {"type": kind, "id": next(self.ids), "text": self.blocks()} | self.maybe(title=self.line)
        feedback = self.maybe(correct=self.blocks, partial=self.blocks, incorrect=self.blocks, general=self.blocks)
        shared = {"type": kind, "id": next(self.ids), "prompt": self.blocks(), "feedback": feedback}
        shared |= self.maybe(title=self.line, explanation=self.blocks, points=lambda: self.one("1", "2.5", "0.01"))
        shared |= {"hints": self.some(self.blocks), "tags": self.some(lambda: next(self.markers))}
        return shared | self.own_fields(kind)

    def questions(self) -> list[dict[str, Any]]:
        kinds = self.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
        return [self.question(kind) for kind in kinds] + [self.question("single-choice")]

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, kind: str) -> dict[str, Any]:
        base = {"type": kind, "id": next(self.ids), "title": self.line(), "source": f"one/{next(self.ids)}.md"}
        base |= self.seldom_hidden()
        opens = {"opens": self.one("embedded", "window")}
        match kind:
            case "lesson":
                glossary = self.some(lambda: {"term": self.line(), "definition": self.blocks()})
                fields = self.maybe(subtitle=self.line, guiding_question=self.line, minutes=lambda: 12)
                return base | {"body": self.blocks(), "objectives": self.some(self.line), "glossary": glossary} | fields
            case "quiz" | "test":
                return base | {"questions": self.assessed(), **self.settings()}
            case "lab":
                public = {"task": self.blocks(), "assistant": self.line(), "parameters": {"level": next(self.markers)}}
                texts = self.maybe(
                    summary=self.blocks, suggested_opening=self.line, tagline=self.line, welcome=self.blocks,
                    points=lambda: 10, private=lambda: {"system_prompt": f"private {next(self.markers)}"},
                )  # fmt: skip
                graded = {"grade_category": "grades"} if "points" in texts else {}
                return base | public | opens | texts | graded
            case "link":
                return base | {"url": "https://example.org/read"} | opens | self.maybe(description=self.blocks)
            case "download":
                return base | {"file": "file.pdf"} | self.maybe(description=self.blocks)
            case "heading":
                return base | self.maybe(description=self.blocks)
            case "discussion":
                return base | {"prompt": self.blocks()}
        raise AssertionError(kind)

    def assessed(self) -> list[dict[str, Any]]:
        pool = {"type": "pool", "id": next(self.ids), "bank": "bank", "draw": 1}
        return self.questions() + ([pool] if self.yes() else [])

    def settings(self) -> dict[str, Any]:
        return {"grade_category": "grades"} | self.maybe(
            subtitle=self.line, instructions=self.blocks, pass_mark=lambda: 80, attempts=lambda: 3,
            time_limit=lambda: 30, shuffle_questions=self.yes, shuffle_choices=self.yes, questions_per_page=lambda: 5,
            feedback_shows=lambda: self.one(*SHOWS),
            answers_show=lambda: self.one(*SHOWS), counts=lambda: self.one("highest", "average", "first", "last"),
        )  # fmt: skip

    def items(self) -> Iterator[dict[str, Any]]:
        before = ""
        for kind in self.draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4)):
            item = self.item(kind)
            if before and self.yes():
                item["requires"] = [{"item": before}]
            before = before if kind == "heading" else item["id"]
            yield item

    # -- the course --------------------------------------------------------------------------------------------

    def module(self) -> dict[str, Any]:
        module = {"id": next(self.ids), "title": self.line(), "items": list(self.items()), "source": "one/module.yaml"}
        return module | self.seldom_hidden() | self.maybe(description=self.blocks, number=lambda: 3)

    def course(self) -> dict[str, Any]:
        lti = {"lti": self.one("1.1", "1.3"), "installed": self.yes()}
        tool = {"id": "tool", "name": self.line(), "url": "https://labs.example.org/lti"} | lti
        tool["privacy"] = self.one("anonymous", "name", "email", "full")
        modules = [self.module(), *self.some(self.module, most=1)]
        if len(modules) > 1 and self.yes():
            modules[1]["requires"] = [modules[0]["id"]]
        bank = {"id": "bank", "title": self.line(), "questions": self.questions(), "source": "banks/bank.yaml"}
        fields = self.maybe(description=self.blocks, licence=lambda: "CC-BY-4.0", version=lambda: "2.0")
        return fields | {
            "id": "course", "title": self.line(), "date": "2025-01-31",
            "language": self.one("en", "de", "ar", "zh-Hant"),
            "authors": self.some(lambda: {"name": self.line()}), "keywords": self.some(lambda: next(self.markers)),
            "tools": [tool], "modules": modules, "banks": [bank | self.maybe(description=self.blocks)],
            "grade_categories": [{"id": "grades", "title": self.line(), "weight": 100}], "source": "course.yaml",
        }  # fmt: skip


KINDS = (
    "single-choice", "multiple-response", "true-false", "short-answer", "numeric", "matching", "ordering",
    "fill-in-blanks", "essay", "text",
)  # fmt: skip
SCORING = ("all-or-nothing", "partial")
SHOWS = ("immediately", "after-submission", "after-close", "never")
ITEMS = ("lesson", "quiz", "test", "lab", "link", "download", "heading", "discussion")

FILES = ("one/file.pdf",)
"""The files that random courses name."""


@st.composite
def courses(draw: Draw) -> Course:
    """A valid course."""
    return Course.model_validate(_Author(draw).course())
