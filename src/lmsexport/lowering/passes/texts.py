"""Texts that a target cannot carry as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from pydantic import BaseModel

from lmsexport.content import MediaLink
from lmsexport.content.lines import in_lines, is_in_lines
from lmsexport.content.unlinked import without
from lmsexport.lowering.around import Around, Node, Pass, changed
from lmsexport.lowering.declarations import parts_of
from lmsexport.model import Essay
from lmsexport.model.base import MARKDOWN, is_marked


def plain_template(node: Essay, around: Around) -> Essay:
    """What an essay's field begins with, as lines of plain text."""
    fragment = around.fragment(node.template)
    return node if is_in_lines(fragment) else changed(node, template=around.composed.keep(in_lines(fragment)))


def with_texts(node: Node, around: Around, change: Callable[[str, Around], str]) -> Node:
    """A part of a course with all of its rich texts, and those of its parts, changed."""
    values: dict[str, object] = _changed_texts(node, text_fields(type(node)), lambda _, text: change(text, around))
    for name in parts_of(type(node)):
        value = getattr(node, name)
        values[name] = (
            tuple(with_texts(part, around.within(part), change) for part in value)
            if isinstance(value, tuple)
            else with_texts(value, around, change)
        )
    return changed(node, **values)


@cache
def text_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a class that hold rich texts."""
    return tuple(name for name, field in model.model_fields.items() if is_marked(field, MARKDOWN))


Refused = Callable[[str, Around], bool]
"""Whether a target has no place for a file of the source."""


def every_file(path: str, around: Around) -> bool:  # noqa: ARG001
    """A target has no place for files."""
    return True


def fileless(*fields: str, refused: Refused = every_file) -> Pass:
    """Texts, or lists of texts, with the descriptions of the files in their place that a target refuses."""

    def take_out(_: str, text: str, around: Around) -> str:
        fragment = around.fragment(text)
        gone = {MediaLink(path) for path in fragment.media if refused(path, around)}
        return around.composed.keep(without(fragment, gone)) if gone else text

    return each_text(*fields, change=take_out)


def each_text(*fields: str, change: Callable[[str, str, Around], str]) -> Pass:
    """Texts, or lists of texts, each of which is changed by itself; `change` takes the name of its field first."""

    def rewrite(node: Node, around: Around) -> Node:
        return changed(node, **_changed_texts(node, fields, lambda field, text: change(field, text, around)))

    return rewrite


def _changed_texts(node: BaseModel, fields: Iterable[str], change: Callable[[str, str], str]) -> dict[str, object]:
    """The fields that hold something, with each of their texts changed."""
    values: dict[str, object] = {}
    for field in fields:
        if value := getattr(node, field):
            texts = (change(field, text) for text in (value if isinstance(value, tuple) else (value,)))
            values[field] = tuple(texts) if isinstance(value, tuple) else next(texts)
    return values
