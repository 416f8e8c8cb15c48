"""An ordering: others have an ordered `response_lid`. No dialect that is written has it: in Canvas it becomes a
matching with positions, in cartridges a stand-in."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.formats.qti12.carries.passes import shuffled
from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.read.response_processing import ident_of
from lmsexport.lowering import Around, changed
from lmsexport.lowering.passes.question_types import ordering_as_matching
from lmsexport.model import Matching, Ordering
from lmsexport.validation import Answer, RichText


def ordering_shuffled(node: Ordering, around: Around) -> Matching:
    """Each thing is matched with its position; the things stand in an order that does not tell it."""
    matching = ordering_as_matching(node, around)
    order = shuffled(node, around, [item.id for item in node.items])
    return changed(matching, pairs=tuple(sorted(matching.pairs, key=lambda pair: order.index(pair.id))), shuffle=None)


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """The things in their right order, each with an equal share, then those that have no place in it."""
    response = parts.responses[0] if parts.responses else parts.item
    labels, order = dict(parts.labels(response)), parts.processing.order(ident_of(response))
    share = round(Decimal(100) / len(order), 5).normalize() if order else Decimal(0)
    places = [Answer(text=labels.get(ident, RichText(ident)), share=share, id=ident) for ident in order]
    left = ((ident, text) for ident, text in labels.items() if ident not in order)
    return (*places, *(Answer(text=text, share=Decimal(0), id=ident) for ident, text in left))
