"""Drafts of an import: what there is of a part that breaks a rule, as its author would have begun it."""

from __future__ import annotations

from collections.abc import Sequence

from lmsexport.authoring.short_forms import Fields
from lmsexport.authoring.shorthand import INLINE_ITEMS
from lmsexport.importing.parts import Part
from lmsexport.model import Bank, Draft, Lesson


def draft(id: str, reason: str, keys: Fields, owner: str, index: int, body: str | None = None) -> Draft:
    """A draft of these keys, at its position among all that its owner lists."""
    written = {"id": id, "draft": reason} | {key: each for key, each in keys.items() if key != "id"}
    return Draft.of(id=id, draft=reason, owner=owner, index=index, written=written, body=body)


def draft_of_part(
    made: Part, id: str, reason: str, owner: str, index: int, inner: Sequence[Draft] = ()
) -> Draft:  # fmt: skip
    """An item or a bank as a draft, in the file or the line that it will have; `inner` are the drafts among its
    questions, which stand in it."""
    keys = made.written()
    for question in inner:
        keys["questions"].insert(question.index, question.written)
    if made.model is Bank:
        return draft(id, reason, {"type": "bank"} | keys, owner, index)
    if made.model is Lesson:
        return draft(id, reason, keys, owner, index, f"\n{made.fields.get('body', '').strip()}\n")
    return draft(id, reason, _in_line(keys), owner, index)


def _in_line(keys: Fields) -> Fields:
    """The keys of an item that stands in module.yaml as it is written there, `link: URL`; of others as they are. A
    discussion has a file of its own."""
    kind = keys["type"]
    if kind not in INLINE_ITEMS or kind == "discussion":
        return keys
    field = INLINE_ITEMS[kind]
    return {kind: keys.get(field, "")} | {key: each for key, each in keys.items() if key not in ("type", field)}
