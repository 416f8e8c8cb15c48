"""Find every Markdown text of a course, by the annotations of the model: a new field is found by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.model.base import MARKDOWN


@dataclass(frozen=True, slots=True)
class TextAt:
    """A Markdown text and where it stands."""

    path: ModelPath
    source: str
    """The file that relative links start from."""
    text: str
    owner: str
    """Id of the item that it belongs to, if any."""
    body: bool
    """Whether it is the body of a lesson, whose headings begin at the second level."""


def texts(root: BaseModel) -> list[TextAt]:
    """Every text in a course, or in a part of it, that is not empty; in order."""
    found: list[TextAt] = []
    _gather(root, (), "", "", found)
    return found


def _gather(node: BaseModel, path: ModelPath, source: str, owner: str, found: list[TextAt]) -> None:
    """Collect the texts of a node. A course has very many nodes: what is empty is passed by at once."""
    values = node.__dict__
    source = values.get("source") or source
    if len(path) == 4 and path[2] == "items" and path[0] == "modules":
        owner = values.get("id", owner)
    for name, is_markdown in _fields(type(node)):
        value = values[name]
        if not value:
            continue
        parts = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, part in parts:
            at = (*path, name) if index is None else (*path, name, index)
            if isinstance(part, BaseModel):
                _gather(part, at, source, owner, found)
            elif is_markdown and part:
                found.append(TextAt(at, source, part, owner, body=name == "body"))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """The fields that hold Markdown (True) or parts of the model (False)."""
    fields = model.model_fields.items()
    marked = [
        (name, field, MARKDOWN in field.metadata or _mentions_markdown(field.annotation)) for name, field in fields
    ]
    return tuple((name, mark) for name, field, mark in marked if mark or _mentions_model(field.annotation))


def _mentions_markdown(annotation: Any) -> bool:
    if MARKDOWN in getattr(annotation, "__metadata__", ()):
        return True
    return any(_mentions_markdown(argument) for argument in get_args(annotation))


def _mentions_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_mentions_model(argument) for argument in get_args(annotation))
