"""HTML of anybody → its structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from lmsexport.content.structure.addresses import Addresses, Files, unchanged
from lmsexport.content.structure.anchors import Anchors
from lmsexport.content.structure.blocks import BlockReader
from lmsexport.content.structure.dropped import Dropped
from lmsexport.content.structure.parts import Structure
from lmsexport.content.structure.spans import Around
from lmsexport.content.structure.tree import tree

_FROM_WORD = re.compile(r"\bmso-|\bMso[A-Z]|\bSCX[OW]\d")
"""Traces of Word, which says of every few words that they are English."""


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
        known: Mapping[str, str] | None = None,
    ) -> None:
        """Read a text. `anchors` are ids that others lead to; `known` are anchors of texts around, by id."""
        self.dropped: Dropped = Counter()
        """What is not in the structure, by kind and name."""
        root = tree(html, self.dropped)
        self.anchors = Anchors(root, anchors, known or {})
        around = Around(addresses, files, self.anchors, looks, _FROM_WORD.search(html) is None)
        reader = BlockReader(around, self.dropped)
        blocks = reader.flow(root, ())
        self.structure = Structure(blocks, tuple(reader.levels))


def structure(html: str, addresses: Addresses = unchanged) -> Structure:
    """What a text consists of."""
    return Reading(html, addresses).structure
