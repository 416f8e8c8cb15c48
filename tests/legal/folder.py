"""The folder of a course as data, and how it is written: in the many spellings of YAML that mean the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CEmitter
from yaml.representer import SafeRepresenter
from yaml.resolver import BaseResolver

Fields = dict[str, Any]
"""What a YAML file holds: texts, numbers, truth values, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is written; the course is the same."""

    flow: bool | None = False
    """Brackets and braces: nowhere, everywhere, or (None) where nothing is nested."""
    literal: bool = True
    """Whether texts of several lines stand below a `|`."""
    width: int = 120
    yes: tuple[str, str] = ("true", "false")
    newline: str = "\n"
    mark: str = ""
    """The byte order mark that some editors write."""


@dataclass(slots=True)
class Lesson:
    """A Markdown file."""

    settings: Fields
    body: str


@dataclass(slots=True)
class Folder:
    """The files of a course, by their paths."""

    files: dict[str, Fields | Lesson | bytes] = field(default_factory=dict)
    style: Style = Style()

    def write(self, root: Path) -> Path:
        """Write all files below a folder."""
        for name in self.files:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.content(name))
        return root

    def content(self, name: str) -> bytes:
        """A file as it is written."""
        file = self.files[name]
        if isinstance(file, bytes):
            return file
        text = f"---\n{yaml_text(file.settings, self.style)}---\n{file.body}\n" if isinstance(file, Lesson) else (
            yaml_text(file, self.style)
        )  # fmt: skip
        return (self.style.mark + text.replace("\n", self.style.newline)).encode()


def yaml_text(data: Fields, style: Style) -> str:
    """The data as YAML, without quotes where it can do without: to the reader every scalar is a text."""
    writer = _Literal if style.literal else _Quoting
    text: str = yaml.dump(
        _spelled(data, style), None, writer, default_flow_style=style.flow, allow_unicode=True, sort_keys=False,
        width=style.width,
    )  # fmt: skip
    return text


def _spelled(value: Any, style: Style) -> Any:
    """Numbers and truth values as texts."""
    match value:
        case dict():
            return {key: _spelled(each, style) for key, each in value.items()}
        case list():
            return [_spelled(each, style) for each in value]
        case bool():
            return style.yes[0 if value else 1]
        case None:
            return None
    return str(value)


class _Quoting(CEmitter, SafeRepresenter, BaseResolver):
    """Writes texts of several lines between quotes."""

    def __init__(self, stream: Any, **options: Any) -> None:
        names = ("canonical", "indent", "width", "allow_unicode", "line_break", "encoding")
        CEmitter.__init__(self, stream, **{name: options[name] for name in names})
        flow = options["default_flow_style"]
        SafeRepresenter.__init__(self, default_flow_style=flow, sort_keys=options["sort_keys"])
        BaseResolver.__init__(self)

    def ignore_aliases(self, data: Any) -> bool:
        """Always: a course has no aliases."""
        return True


class _Literal(_Quoting):
    """Writes texts of several lines below a `|`, where YAML allows it."""


def _text(writer: SafeRepresenter, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Literal.add_representer(str, _text)
for _writer in (_Quoting, _Literal):
    _writer.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
