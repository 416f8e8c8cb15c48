"""A loss, and the texts that it quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from lmsexport.content.composed import readable
from lmsexport.errors import ModelPath
from lmsexport.lowering.declarations import SILENT, Adapted, Carry, Dropped, Noted
from lmsexport.model.numbers import plain_number

LossSeverity = Literal["adapted", "dropped", "noted"]
"""In another form; left out; carried, but the LMSs do otherwise."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a target does not carry as the author wrote it."""

    code: str
    """The feature, for example `Choice.fixed`."""
    path: ModelPath
    """Where it stands in the course."""
    owner: str
    """Id of the nearest thing that has one: the question, the lesson, …"""
    what: str
    """The content that is concerned: the text itself, or the value."""
    severity: LossSeverity
    message: str
    """What stands in its place, or why there is no place for it."""
    remedy: str = ""
    """What the author or the instructor can do."""
    shortened: bool = False
    """Whether words of it may be gone, though it is carried in another form."""

    @classmethod
    def of(cls, feature: str, path: ModelPath, owner: str, texts: Iterable[str], carry: Carry) -> Loss:
        """The loss of these texts by a declaration. Raises `TypeError` for what is carried without a loss."""
        what = "\n".join(texts)
        match carry:
            case Adapted():
                return cls(feature, path, owner, what, "adapted", carry.how, carry.remedy, carry.shortens)
            case Dropped():
                return cls(feature, path, owner, what, "dropped", carry.why, carry.remedy)
            case Noted():
                return cls(feature, path, owner, what, "noted", carry.what, carry.remedy)
        raise TypeError(f"{feature} is carried")


def leaf_texts(value: object) -> Iterator[str]:
    """Every text, number and choice below a value, in order: what a reader would miss if it were gone."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in SILENT:
                yield from leaf_texts(getattr(value, field))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield str(name)
            yield from leaf_texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from leaf_texts(part)
    elif isinstance(value, Decimal):
        yield plain_number(value)
    elif value is not None and value != "":
        yield readable(str(value))
