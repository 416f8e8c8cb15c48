"""Parts of a course before anything is asked of them: one that keeps the rules of the model becomes a part of it, of
one that does not the keys are written all the same, for a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from lmsexport.authoring.explain import explain
from lmsexport.authoring.short_forms import Fields, value
from lmsexport.model import Model


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the course as the package has it."""

    model: type[Model]
    fields: Mapping[str, Any]
    """Values of the model's fields; parts within it are `Part`s, alone or in lists. Fields of which the package says
    nothing are not there."""

    def built(self) -> Model:
        """The part of the model. Raises `BrokenError` when it breaks a rule."""
        given = _given(self)
        try:
            return self.model.model_validate(given)
        except ValidationError as error:
            reasons = dict.fromkeys(found.message for found in explain(error, self.model, given))
            raise BrokenError("; ".join(reasons)) from error

    def written(self) -> Fields:
        """What there is of it, as its author would have written it."""
        keys: Fields = value(_unchecked(self))
        missing = {name for name in _required(self.model) if name not in self.fields}
        return {key: each for key, each in keys.items() if key not in missing}


class BrokenError(ValueError):
    """A part breaks a rule of the model; its words say which."""


def part(model: type[Model], **fields: Any) -> Part:
    """A part of the course, without the fields that have no value."""
    return Part(model, {name: each for name, each in fields.items() if each not in (None, "")})


def _given(value: Any) -> Any:
    match value:
        case Part():
            return {name: _given(each) for name, each in value.fields.items()}
        case list() | tuple():
            return [_given(each) for each in value]
    return value


def _unchecked(value: Any) -> Any:
    """The value as the model has it, whatever its rules say."""
    match value:
        case Part():
            nothing = {name: _nothing(field) for name, field in _required(value.model).items()}
            return value.model.model_construct(
                **nothing | {key: _unchecked(each) for key, each in value.fields.items()}
            )
        case list() | tuple():
            return tuple(map(_unchecked, value))
    return value


def _required(model: type[Model]) -> dict[str, FieldInfo]:
    return {name: field for name, field in model.model_fields.items() if field.is_required()}


def _nothing(field: FieldInfo) -> Any:
    return () if get_origin(field.annotation) is tuple else ""
