"""Where the values of a YAML text stand: found only when there is something to report."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

YamlPath = tuple[str | int, ...]
"""Keys and indices from the top of a file down; an index into a mapping counts its entries."""

Position = tuple[int, int]
"""Line and column, both from 1."""


class Lines:
    """Turns a character's index into line and column, as editors count them."""

    def __init__(self, text: str, first_line: int = 0) -> None:
        self.text = text
        self.first_line = first_line

    @cached_property
    def starts(self) -> list[int]:
        """Index of the first character of each line."""
        return [0, *(index + 1 for index, char in enumerate(self.text) if char == "\n")]

    def position(self, index: int) -> Position:
        """Position of the character at `index`."""
        line = bisect_right(self.starts, index)
        return line + self.first_line, index - self.starts[line - 1] + 1


class Positions:
    """The positions of the values and keys of a YAML text that has been read without a problem."""

    def __init__(self, text: str, first_line: int = 0) -> None:
        self.lines = Lines(text, first_line)

    @cached_property
    def root(self) -> Node | None:
        """The nodes of the text, which know where they stand."""
        loader = yaml.CSafeLoader(self.lines.text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()

    def find(self, path: YamlPath, key: bool = False) -> Position:
        """Position of the value at `path`, or of the nearest thing around it; with `key`, of the value's key."""
        key_node, node = self._nodes(path)
        return self._of(key_node if key or _nothing(node) else node)

    def text_line(self, path: YamlPath, line: int) -> Position:
        """Position of the line `line` (from 0) of the text at `path`; column 0 stands for the whole line."""
        _, node = self._nodes(path)
        if not isinstance(node, ScalarNode) or not line:
            return self._of(node)
        first, _ = self._of(node)
        if node.style == "|":
            return first + 1 + line, 0
        return self._folded_line(node, line) or self._of(node)

    def _folded_line(self, node: ScalarNode, line: int) -> Position | None:
        """A line of a text whose lines YAML has folded or unescaped: found again by how it begins."""
        wanted = node.value.split("\n")
        beginning = wanted[line].strip()[:12] if line < len(wanted) else ""
        index = self.lines.text.find(beginning, node.start_mark.index, node.end_mark.index) if beginning else -1
        return None if index < 0 else (self.lines.position(index)[0], 0)

    def _nodes(self, path: YamlPath) -> tuple[Node | None, Node | None]:
        """Key and value at `path`, as far as it leads."""
        key, node = self.root, self.root
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            key, node = found
        return key, node

    def _of(self, node: Node | None) -> Position:
        return self.lines.position(node.start_mark.index if node else 0)


def _nothing(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """Key and value one step down."""
    if isinstance(node, MappingNode):
        entries: list[tuple[Node, Node]] = node.value
        if isinstance(step, int):
            return entries[step] if step < len(entries) else None
        return next((entry for entry in entries if entry[0].value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
