"""Find or change every Markdown text of a course, by the annotations of the model: a new field is found by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.model.base import MARKDOWN, SHOWS, UNDER_TITLE, is_marked

AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class TextAt:
    """A Markdown text and where it stands."""

    path: ModelPath
    source: str
    """The file that relative links start from."""
    text: str
    owner: str
    """Id of the item that it belongs to, if any."""
    under_title: bool
    """Whether it stands right under the title of a page, so that its headings begin at the second level."""
    required: bool
    """Whether something of it has to show."""


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
    for name, marks in _fields(type(node)):
        value = values[name]
        if not value:
            continue
        parts = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, part in parts:
            at = (*path, name) if index is None else (*path, name, index)
            if isinstance(part, BaseModel):
                _gather(part, at, source, owner, found)
            elif marks and part:
                found.append(TextAt(at, source, part, owner, *marks))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, tuple[bool, bool] | None], ...]:
    """The fields that hold Markdown, with `under_title` and `required`, or parts of the model (None)."""
    return tuple(
        (name, (UNDER_TITLE in field.metadata, is_marked(field, SHOWS)) if is_marked(field, MARKDOWN) else None)
        for name, field in model.model_fields.items()
        if is_marked(field, MARKDOWN) or _mentions_model(field.annotation)
    )


def _mentions_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_mentions_model(argument) for argument in get_args(annotation))


def with_texts(root: AnyModel, change: Callable[[TextAt], str]) -> AnyModel:
    """A course, or a part of it, with other texts; the same object where none changes."""
    new = {at.path: changed for at in texts(root) if (changed := change(at)) != at.text}
    whole: AnyModel = with_values(root, new) if new else root
    return whole


def with_values(value: Any, new: Mapping[ModelPath, Any]) -> Any:
    """A part, a list of parts or a text with other values at these paths, which begin here."""
    if () in new:
        return new[()]
    below: defaultdict[Any, dict[ModelPath, Any]] = defaultdict(dict)
    for (step, *rest), given in new.items():
        below[step][tuple(rest)] = given
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: with_values(getattr(value, name), part) for name, part in below.items()})
    return tuple(with_values(part, below[index]) if index in below else part for index, part in enumerate(value))
