"""Ordering: things are brought into their order."""

from __future__ import annotations

from fractions import Fraction

from lmsexport.model import OrderedItem, Ordering
from lmsexport.packaging import short_hash
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row, digits_for, filled
from lmsexport.pages.questions.shown import Read, ShownQuestion, percent
from lmsexport.validation import Answer


def write(question: Ordering, html: Html) -> Row:
    """Write the things in the right order."""
    items = [filled(id=item.id, feedback=html(item.feedback)) for item in question.items]
    return {"items": items, "scoring": question.scoring}


def scrambled(question: Ordering) -> list[OrderedItem]:
    """The things in an order that is always the same and never the right one."""
    items = sorted(question.items, key=lambda item: short_hash(question.id, item.id))
    return [*items[1:], items[0]] if items == list(question.items) else items


def read(shown: ShownQuestion) -> Read:
    """Read the things in the right order."""
    rows = shown.data["items"]
    share = percent(Fraction(1, len(rows)))
    answers = (Answer(text=shown.parts[row["id"]], share=share, feedback=shown.feedback_of(row)) for row in rows)
    return Read(tuple(answers), shown.scoring())


def size(data: Data) -> ResponseSize:
    """The place of each thing."""
    return ResponseSize(len(data["items"]) * digits_for(len(data["items"])))
