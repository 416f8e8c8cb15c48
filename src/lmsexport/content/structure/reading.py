"""HTML of anybody → its structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from lmsexport.content.structure.addresses import Addresses, Files, unchanged
from lmsexport.content.structure.anchors import Anchors
from lmsexport.content.structure.blocks import BlockReader
from lmsexport.content.structure.parts import Structure
from lmsexport.content.structure.tree import tree


class Reading:
    """A text that was read: its structure, and what of the HTML is not in it."""

    def __init__(
        self,
        html: str,
        addresses: Addresses = unchanged,
        *,
        files: Files | None = None,
        looks: bool = False,
        anchors: Collection[str] = (),
    ) -> None:
        self.dropped: Counter[tuple[str, str]] = Counter()
        """What is not in the structure, by kind and name."""
        root = tree(html, self.dropped)
        self.anchors = Anchors(root, anchors)
        reader = BlockReader(addresses, files, self.anchors, self.dropped, looks)
        blocks = reader.flow(root, ())
        self.structure = Structure(blocks, tuple(reader.levels))


def structure(html: str, addresses: Addresses = unchanged) -> Structure:
    """What a text consists of."""
    return Reading(html, addresses).structure
