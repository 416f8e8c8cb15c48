"""A small course for texts to stand in, and two targets to render them for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from lmsexport.content import Fragment, InlineRenderer, PageRenderer
from lmsexport.content.markdown import render
from lmsexport.content.surroundings import Destinations, Note, Surroundings
from lmsexport.model import Course

FILES = (
    "01/clip.mp4",
    "01/clip.vtt",
    "01/critique.md",
    "01/images/loop.svg",
    "01/images/über.png",
    "01/lab.yaml",
    "01/loop.md",
    "01/module.yaml",
    "01/slides.pdf",
    "01/talk.mp3",
    "banks/pool.yaml",
    "course.yaml",
    "shared/logo.png",
)


def course() -> Course:
    """A course with two lessons and a heading that stands in the module's own file."""
    items = [
        {"type": "lesson", "id": "loop", "title": "The loop", "body": "## First phase", "source": "01/loop.md"},
        {"type": "lesson", "id": "critique", "title": "Critique", "body": "## Why", "source": "01/critique.md"},
        {"type": "heading", "id": "practice", "title": "Practice", "source": "01/module.yaml"},
    ]
    module = {"id": "intro", "title": "Intro", "items": items, "source": "01/module.yaml"}
    question = {"type": "true-false", "id": "pool-one", "prompt": "Is it?", "answer": "true"}
    bank = {"id": "pool", "title": "Pool", "questions": [question], "source": "banks/pool.yaml"}
    return Course.of(id="cai", title="CAI", date="2024-05-01", modules=[module], banks=[bank], source="course.yaml")


def files(names: Iterable[str] = FILES) -> dict[str, Path]:
    """Files that nobody reads."""
    return {name: Path(name) for name in names}


class Page(PageRenderer):
    """Pages of our own."""

    def item_url(self, item: str, anchor: str) -> str:
        return f"{item}.html" + (f"#{anchor}" if anchor else "")

    def media_url(self, path: str) -> str:
        return f"media/{path}"


class Lms(InlineRenderer):
    """Pages of an LMS."""

    def item_url(self, item: str, anchor: str) -> str:
        return f"$ITEM*{item}$" + (f"#{anchor}" if anchor else "")

    def media_url(self, path: str) -> str:
        return f"@@FILES@@/{path}"


@dataclass(frozen=True)
class Read:
    """A rendered text and what was said of it."""

    fragment: Fragment
    notes: list[Note]

    @property
    def page(self) -> str:
        """On our own pages."""
        return self.fragment.render(Page())

    @property
    def lms(self) -> str:
        """In an LMS."""
        return self.fragment.render(Lms())

    @property
    def codes(self) -> list[str]:
        """The codes of its problems."""
        return [note.code for note in self.notes]


def read(text: str, source: str = "01/loop.md", top_level: int = 1) -> Read:
    """A text as it would be read in the sample course."""
    around = Surroundings(Destinations(course(), files()), source)
    return Read(render(text, around, top_level), around.notes)


def tree(xhtml: str) -> etree._Element:
    """The text as an XML parser reads it. Raises when it is not well-formed."""
    return etree.fromstring(f"<body>{xhtml}</body>", etree.XMLParser(resolve_entities=False, huge_tree=True))
