"""The blocks beyond Markdown: `::: callout Label`, `::: steps`, `::: timeline`, each closed by `:::`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

NAMES = ("callout", "steps", "timeline")

_COLONS = re.compile(r"(:{3,})[ \t]*([^\s:]\S*)?[ \t]*(.*?)[ \t]*$")
_CODE_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")


def directives(md: MarkdownIt) -> None:
    """The markdown-it plugin. Blocks nest: each line of colons with a name needs its own closing line of as many."""
    md.block.ruler.before("fence", "directive", _directive, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = None if state.is_code_block(start) else _COLONS.match(_line(state, start))
    if opening is None:
        return False
    if silent:
        return True
    colons, name, label = opening.groups()
    if not name:
        stray = state.push("directive_stray", "", 0)
        stray.markup, stray.map, stray.block = colons, [start, start + 1], True
        state.line = start + 1
        return True
    last, closed = _closing_line(state, start, end, len(colons))
    token = state.push("directive_open", "", 1)
    token.markup, token.info, token.content, token.block = colons, name, label, True
    token.meta, token.map = {"closed": closed}, [start, last]
    old_max, old_parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = last, "directive"
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.parentType = old_max, old_parent
    state.push("directive_close", "", -1).info = name
    state.line = last + (1 if closed else 0)
    return True


def _closing_line(state: StateBlock, start: int, end: int, colons: int) -> tuple[int, bool]:
    """The line that closes the block, and whether there is one; colons within code close nothing."""
    depth, code = 1, ""
    for line in range(start + 1, end):
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        if code:
            code = "" if text.startswith(code) and not text.strip(code[0]).strip() else code
        elif fence := _CODE_FENCE.match(text):
            code = fence[1] or fence[2]
        elif (found := _COLONS.match(text)) and len(found[1]) == colons:
            depth += 1 if found[2] else -1
            if depth == 0:
                return line, True
    return end, False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
