"""Names as LMSs keep them: cut, on one line, unique, never empty."""

from __future__ import annotations

from collections.abc import Callable

from lmsexport.lowering.around import Around, Node, Pass, changed
from lmsexport.model import BLANK, AnyQuestion, Module, Question, TextBlock

Change = Callable[[str], str]
"""How a line of plain text is kept."""


def line(field: str, change: Change) -> Pass:
    """A line of plain text as an LMS keeps it; what is not there stays so."""

    def keep_line(node: Node, around: Around) -> Node:  # noqa: ARG001
        text = getattr(node, field)
        return changed(node, **{field: change(text)}) if text else node

    return keep_line


def question_name(change: Change, beginning: Change) -> Pass:
    """A question's name: the author's as the LMS keeps it, else the beginning of what is asked, else its id."""

    def name(node: Question, around: Around) -> Question:
        if node.title:
            return changed(node, title=change(node.title))
        prompt = around.fragment(node.text if isinstance(node, TextBlock) else node.prompt).plain
        return changed(node, title=beginning(BLANK.sub("___", prompt)) or node.id)

    return name


def numbered(change: Change) -> Pass:
    """A module's number as a part of its title."""

    def number(node: Module, around: Around) -> Module:  # noqa: ARG001
        return changed(node, title=change(node.heading), number=None)

    return number


def tags(change: Change) -> Pass:
    """Tags as an LMS keeps them, each once."""

    def keep_tags(node: AnyQuestion, around: Around) -> AnyQuestion:  # noqa: ARG001
        return changed(node, tags=tuple(dict.fromkeys(filter(None, map(change, node.tags)))))

    return keep_tags


def cut(length: int) -> Change:
    """A line of at most so many characters; the rest is “…”."""
    return lambda text: text if len(text) <= length else text[: length - 1] + "…"


def one_line(text: str) -> str:
    """Text with its white space folded."""
    return " ".join(text.split())
