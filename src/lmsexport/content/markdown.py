"""Markdown → Fragment. Each text is parsed once; what differs between targets stays open as a hole."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from lmsexport.content.blocks import BlockWriter, only_image
from lmsexport.content.fragment import EMPTY, Fragment, merged
from lmsexport.content.grammar import DEEPEST, is_plain, parser
from lmsexport.content.surroundings import Surroundings


def render(text: str, around: Surroundings, top_level: int = 1) -> Fragment:
    """Render a text. `top_level` is the level of the heading above it: 1 for the body of a lesson."""
    if is_plain(text):
        words = text.strip()
        folded = " ".join(words.split())
        return Fragment((words,), words if folded == words else folded, paragraph=True)
    return render_tokens(text, around, top_level)


def render_tokens(text: str, around: Surroundings, top_level: int = 1) -> Fragment:
    """Render a text the long way, through the parser; for a plain text the result is the same."""
    tokens = parser().parse(text)
    if not tokens:
        return EMPTY
    if max(token.level for token in tokens) >= DEEPEST - 1:
        around.report("too-deep", "the blocks of this text are nested too deeply", "unfold its lists or quotes", 0)
    writer = BlockWriter(text, around, top_level)
    paragraph = _is_paragraph(tokens)
    if paragraph:
        writer.inline(tokens[1])
    else:
        writer.blocks(tokens)
    if writer.holds_html:
        from lmsexport.content.rawhtml import clean

        return clean(writer, paragraph)
    return Fragment(merged(writer.out), " ".join("".join(writer.words).split()), paragraph, frozenset(writer.anchors))


def _is_paragraph(tokens: Sequence[Token]) -> bool:
    """Whether the text is one paragraph; an image alone is one (a choice, say) if it has no caption."""
    if len(tokens) != 3 or tokens[0].type != "paragraph_open":
        return False
    image = only_image(tokens[1])
    return image is None or not image.attrs.get("title")
