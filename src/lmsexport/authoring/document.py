"""A file of the source: its data, and where each of its values stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lmsexport.authoring import shorthand
from lmsexport.authoring.files import read_text
from lmsexport.authoring.positions import Lines, Positions, YamlPath
from lmsexport.authoring.yamlfile import YamlError, read_yaml
from lmsexport.errors import ModelPath, Place, Problem

_DASHES = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass
class Document:
    """A YAML file, or a Markdown file with YAML before its text."""

    name: str
    """Path relative to the course's folder."""
    shown: str
    """Path as the user would type it."""
    yaml: str = ""
    first_line: int = 0
    """How many lines stand before the YAML."""
    body: str | None = None
    body_line: int = 0
    """How many lines stand before the body of a Markdown file."""
    data: dict[str, Any] = field(default_factory=dict)
    """What the YAML says, with its short forms."""

    @cached_property
    def positions(self) -> Positions:
        """The positions of the values; found only when somebody asks."""
        return Positions(self.yaml, self.first_line)

    def place(self, path: ModelPath, line: int = 0, *, key: bool = False) -> Place:
        """Where the value of a model path is written, a line of its text, or its key.

        The path starts at what the file holds: the course, a module, an item, a bank.
        """
        if path == ("body",) and self.body is not None and not key:
            return Place(self.shown, self.body_line + line + 1)
        written, at_key = shorthand.written(self.data, path)
        if line:
            return Place(self.shown, *self.positions.text_line(written, line))
        return Place(self.shown, *self.positions.find(written, key or at_key))

    def written_place(self, path: YamlPath) -> Place:
        """Where what is written at a path of the file's own data stands."""
        return Place(self.shown, *self.positions.find(path))

    def at(self, index: int) -> Place:
        """Where a character of the YAML stands."""
        return Place(self.shown, *Lines(self.yaml, self.first_line).position(index))

    def in_body(self, index: int) -> Place:
        """Where a character of the body stands."""
        return Place(self.shown, *Lines(self.body or "", self.body_line).position(index))


def read_document(path: Path, name: str, shown: str) -> tuple[Document | None, Problem | None]:
    """Read a file of the source, as far as possible, and say what is wrong with it."""
    text, problem = read_text(path, shown)
    if text is None:
        return None, problem
    document = Document(name, shown, text)
    if name.endswith(".md"):
        problem = _split(document, text)
    elif not text.strip():
        problem = Problem("empty-file", "the file is empty", Place(shown), "begin with `title: …`")
    return document, problem or _parse(document)


def _split(document: Document, text: str) -> Problem | None:
    """Take the settings and the text of a Markdown file apart."""
    opening = _DASHES.match(text)
    if not opening:
        return Problem(
            "no-front-matter", "a lesson begins with its title and settings between two lines of `---`",
            Place(document.shown, 1), "write `---`, `title: …`, `---`, then the text",
        )  # fmt: skip
    closing = _DASHES.search(text, opening.end())
    if not closing:
        return Problem(
            "no-front-matter", "the settings that begin here have no end", Place(document.shown, 1),
            "write a line `---` below them",
        )  # fmt: skip
    document.yaml, document.first_line = text[opening.end() + 1 : closing.start()], 1
    document.body, document.body_line = text[closing.end() + 1 :], text.count("\n", 0, closing.end()) + 1
    return None


def _parse(document: Document) -> Problem | None:
    try:
        data = read_yaml(document.yaml)
    except YamlError as error:
        return Problem(error.code, error.message, document.at(error.index), error.hint)
    if data is not None and not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single text"
        message = f"the file holds {what}, but `key: value` lines were expected"
        return Problem("wrong-value", message, document.at(0), "begin with `title: …`")
    document.data = data or {}
    return None


_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*$", re.MULTILINE)


def written_id(document: Document | None) -> str:
    """The id that a file gives itself, even if its YAML cannot be read; or nothing."""
    if document is None:
        return ""
    id = document.data.get("id")
    found = _ID.search(document.yaml)
    return id if isinstance(id, str) else found[1] if found else ""
