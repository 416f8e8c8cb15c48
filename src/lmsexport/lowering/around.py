"""What a pass is, and what it knows of the place of its node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from lmsexport.content import ComposedTexts, Fragment, ResolvedCourse, Wording, wording
from lmsexport.content.composed import stacked
from lmsexport.model import Assessment, Bank, Course, ItemBase, Module

Node = TypeVar("Node", bound=BaseModel)

Rewritten = BaseModel | tuple[BaseModel, ...] | None
"""A node, several in its place, or none."""


@dataclass(frozen=True, slots=True)
class Around:
    """The place of a node in the course that is being lowered."""

    resolved: ResolvedCourse
    """The course as its author wrote it, with its texts and those that passes have made."""
    source: str = ""
    """The file that links in texts start from."""
    shuffle: bool = True
    """Whether choices are shuffled where their question does not say it."""
    in_bank: bool = False
    """Whether it is in a question bank."""
    module: str = ""
    """Id of the module that it is, or stands in."""
    owner: str = ""
    """Id of the item, or the bank, that it is, or stands in."""
    missing: frozenset[str] = frozenset()
    """Ids of items that the target does not hold."""

    @property
    def course(self) -> Course:
        """The course as its author wrote it, as far as the target sees what is not published."""
        return self.resolved.course

    @property
    def composed(self) -> ComposedTexts:
        """Where the texts go that passes make."""
        return self.resolved.composed

    @property
    def say(self) -> Wording:
        """Words in the language of the course."""
        return wording(self.course.language)

    def fragment(self, text: str) -> Fragment:
        """A text of the node: of its author, or composed before."""
        return self.resolved.fragment(self.source, text)

    def ready(self, text: str) -> str:
        """The text as one that stands ready, and so can stand in another file."""
        return self.composed.keep(self.fragment(text))

    def compose(self, *parts: str | Fragment) -> str:
        """Texts and fragments, one below the other, as one text. A text alone stays as it is."""
        shown = [part for part in parts if (part if isinstance(part, str) else not part.empty)]
        if len(shown) == 1 and isinstance(shown[0], str):
            return shown[0]
        return self.composed.keep(stacked(*(self.fragment(p) if isinstance(p, str) else p for p in shown)))

    def at(self, node: BaseModel) -> Around:
        """The place of a node: links in its texts start from its own file, where it has one."""
        source = node.__dict__.get("source") or self.source
        return self if source == self.source else replace(self, source=source)

    def within(self, node: BaseModel) -> Around:
        """The place of the parts of a node."""
        here = self.at(node)
        if not _holds_parts(type(node)):
            return here
        match node:
            case Assessment():
                return replace(here, shuffle=node.shuffle_choices, in_bank=False, owner=node.id)
            case Bank():
                return replace(here, shuffle=self.course.shuffles(node.id), in_bank=True, owner=node.id)
            case ItemBase():
                return replace(here, owner=node.id)
            case Module():
                return replace(here, module=node.id)
        return here


@cache
def _holds_parts(model: type[BaseModel]) -> bool:
    """Whether nodes of a class are places of their own. Asked of every node, and there are few classes."""
    return issubclass(model, Bank | ItemBase | Module)


Pass = Callable[[Any, Around], Rewritten]
"""Rewrites a node as another form of it, whose parts have been rewritten before; gives back the very same object where
nothing is to be changed. Pure, and done twice it does no more. The annotation of its first parameter says which
classes it takes."""


def taken(rewrite: Pass) -> tuple[type[BaseModel], ...]:
    """The classes that a pass takes, by its annotation; none for one that takes whatever it is declared for."""
    hints = get_type_hints(rewrite)
    first = next(iter(hints.values()), None) if len(hints) > 1 else None
    if isinstance(first, type) and issubclass(first, BaseModel):
        return (first,)
    is_union = isinstance(first, UnionType) or get_origin(first) is not None
    return tuple(kind for kind in get_args(first) if isinstance(kind, type)) if is_union else ()


def changed(node: Node, **values: object) -> Node:
    """The node with other values; the same object where they are its own."""
    new = {name: value for name, value in values.items() if getattr(node, name) != value}
    return node.model_copy(update=new) if new else node
