"""Links in texts to items of the course that a target cannot lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydantic import BaseModel

from lmsexport.content import ItemLink
from lmsexport.content.unlinked import without
from lmsexport.errors import ModelPath
from lmsexport.lowering.around import Around, Pass, Rewritten
from lmsexport.lowering.declarations import LINKS, Adapted, Capabilities
from lmsexport.lowering.passes.texts import each_text, text_fields
from lmsexport.model import Item

Reaches = Callable[[Item, str, Around], bool]
"""Whether a target has an address for an item, in the text of this field (`hints`) at this place."""


def every_item(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
    """The target has an address for whatever it holds."""
    return True


def no_item(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
    """The target has no address for any item."""
    return False


def unlinked(reaches: Reaches = every_item) -> Pass:
    """Texts with their words in the place of links to what the package does not hold, or has no address for."""

    def leads_to(link: ItemLink, field: str, around: Around) -> bool:
        return link.item not in around.missing and reaches(around.resolved.items[link.item], field, around)

    def unlink(field: str, text: str, around: Around) -> str:
        fragment = around.fragment(text)
        gone = {link for link in fragment.links if not leads_to(link, field, around)}
        return around.composed.keep(without(fragment, gone)) if gone else text

    def rewrite(node: BaseModel, around: Around) -> Rewritten:
        return each_text(*text_fields(type(node)), change=unlink)(node, around)

    return rewrite


_LEADS_NOWHERE = Adapted(
    "What it leads to is not in the package, so the words of the link stay, without the link.", becomes=unlinked()
)


def declared_links(capabilities: Capabilities) -> Adapted:
    """What a target declares of links; whatever that is, none leads to what the target does not hold."""
    carry = capabilities.get(LINKS)
    return carry if isinstance(carry, Adapted) else _LEADS_NOWHERE


def lost_links(before: BaseModel, after: BaseModel, around: Around) -> Iterator[tuple[ModelPath, tuple[str, ...]]]:
    """The links that are no longer in the texts of a node: where each text stands in it, and where its links led."""
    now = dict(texts_in(after))
    for path, text in texts_in(before):
        left = around.fragment(now.get(path, "")).links
        if gone := tuple(_address(link) for link in around.fragment(text).links if link not in left):
            yield path, gone


def texts_in(node: BaseModel) -> Iterator[tuple[ModelPath, str]]:
    """The rich texts of a node, without those of its parts, and where they stand in it."""
    for field in text_fields(type(node)):
        value = getattr(node, field)
        if isinstance(value, tuple):
            yield from (((field, n), text) for n, text in enumerate(value))
        else:
            yield (field,), value


def _address(link: ItemLink) -> str:
    return f"item:{link.item}#{link.anchor}" if link.anchor else f"item:{link.item}"
