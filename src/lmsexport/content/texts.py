"""Find every Markdown text of a course, by the annotations of the model: a new field is found by itself."""

from __future__ import annotations

from collections.abc import Iterator
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


def texts(root: BaseModel) -> Iterator[TextAt]:
    """Every text in a course, or in a part of it, that is not empty; in order."""
    return _texts(root, (), "", "")


def _texts(node: BaseModel, path: ModelPath, source: str, owner: str) -> Iterator[TextAt]:
    source = getattr(node, "source", "") or source
    if path[-2:-1] == ("items",) and path[0] == "modules":
        owner = getattr(node, "id", owner)
    for name, is_markdown in _fields(type(node)):
        for at, part in _parts(getattr(node, name), (*path, name)):
            if isinstance(part, BaseModel):
                yield from _texts(part, at, source, owner)
            elif is_markdown and part:
                yield TextAt(at, source, part, owner, body=name == "body")


def _parts(value: Any, path: ModelPath) -> Iterator[tuple[ModelPath, Any]]:
    """The value of a field, or each of its entries."""
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            yield (*path, index), part
    else:
        yield path, value


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
