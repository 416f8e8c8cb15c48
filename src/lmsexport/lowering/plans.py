"""What is to be done with the nodes of each class, by the declarations of a target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from lmsexport.errors import ModelPath
from lmsexport.lowering.around import Pass, taken
from lmsexport.lowering.declarations import (
    LINKS,
    SILENT,
    Adapted,
    Capabilities,
    Carried,
    Carry,
    Dropped,
    Noted,
    along,
    carry_of,
    model_classes,
    parts_of,
)


class Feature(NamedTuple):
    """A declared feature in parts."""

    kind: str
    """Name of its class."""
    field: str
    """Name of its field; empty for the class itself."""
    value: str
    """The value that it is about, as text; empty for all."""
    carry: Carry

    @property
    def name(self) -> str:
        """The feature as reports have it: `Choice.fixed`."""
        return f"{self.kind}.{self.field}" if self.field else self.kind

    def changes(self, before: BaseModel, after: object) -> Iterator[tuple[ModelPath, object]]:
        """Where a pass has changed the feature, seen from the node, and what stood there before."""
        if type(before).__name__ == self.kind:
            yield from self._changes_here((), before, after)
            return
        for path, part in _parts_below(before, ()):
            if type(part).__name__ == self.kind:
                *_, now = along(after, path)
                yield from self._changes_here(path, part, now)

    def _changes_here(self, path: ModelPath, before: BaseModel, after: object) -> Iterator[tuple[ModelPath, object]]:
        """What has changed at a node of the feature's own class. Where nothing stood, nothing was changed."""
        if not self.field:
            if before != after:
                yield path, before
        elif (old := getattr(before, self.field)) not in (None, "", ()) and old != getattr(after, self.field, None):
            yield (*path, self.field), old


def _parts_below(node: BaseModel, path: ModelPath) -> Iterator[tuple[ModelPath, BaseModel]]:
    for name in parts_of(type(node)):
        value = getattr(node, name)
        for at, part in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            if isinstance(part, BaseModel):
                here = (*path, name) if at is None else (*path, name, at)
                yield here, part
                yield from _parts_below(part, here)


@dataclass(frozen=True, slots=True)
class Step:
    """A pass, with the features that it carries in another form."""

    rewrite: Pass
    features: list[Feature] = field(default_factory=list)

    def due(self, node: BaseModel) -> list[Feature]:
        """The features for which a node has to be rewritten."""
        return [f for f in self.features if not f.value or str(getattr(node, f.field, "")) == f.value]


@dataclass(frozen=True, slots=True)
class Watched:
    """A field that a target drops, or has something to note of."""

    name: str
    feature: str
    default: object
    carry: Carry | None
    by_value: dict[str, Carry]
    """Declarations for single values, by the value as text."""

    def carry_of(self, value: object) -> Carry | None:
        """How the target carries this value of the field. The default is nothing that an author has written."""
        if str(value) in self.by_value:
            return self.by_value[str(value)]
        return None if value == self.default else self.carry

    def left_by(self, carry: Dropped) -> dict[str, object]:
        """What stands in the field when it is dropped; nothing for a field that has to stay."""
        left = self.default if carry.leaves is None else carry.leaves
        return {} if left is PydanticUndefined else {self.name: left}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with the nodes of one class."""

    name: str
    carry: Carry | None
    """How the class itself is carried, where no pass does it."""
    watched: list[Watched]
    parts: tuple[str, ...]
    """The fields that hold parts of the model."""
    steps: list[Step]


def plans(capabilities: Capabilities) -> dict[type[BaseModel], Plan]:
    """A plan for each class of the model."""
    steps = _steps(capabilities)
    by_value: dict[str, dict[str, Carry]] = {}
    for key, carry in capabilities.items():
        feature, is_value, value = key.partition("=")
        if is_value and (own := _without_pass(carry)) is not None:
            by_value.setdefault(feature, {})[value] = own
    return {
        model: Plan(
            name,
            _without_pass(carry_of(capabilities, name)),
            list(filter(_is_watched, (_watched(model, field, capabilities, by_value) for field in model.model_fields))),
            parts_of(model),
            steps.get(name, []),
        )
        for name, model in model_classes().items()
    }


def _steps(capabilities: Capabilities) -> dict[str, list[Step]]:
    """Name of a class → its passes in the order of the table, each with all features that it is declared for.

    Raises `TypeError` for a pass that takes a class which the model does not have.
    """
    steps: dict[str, list[Step]] = {}
    for key, carry in capabilities.items():
        if key == LINKS or not isinstance(carry, Adapted | Carried) or carry.becomes is None:
            continue
        name, _, value = key.partition("=")
        kind, _, field_name = name.partition(".")
        feature = Feature(kind, field_name.removeprefix("*"), value, carry)
        for taking in _taken_for(carry.becomes, kind):
            own = steps.setdefault(taking, [])
            step = next((step for step in own if step.rewrite is carry.becomes), None)
            if step is None:
                own.append(step := Step(carry.becomes))
            step.features.append(feature)
    return steps


def _taken_for(rewrite: Pass, kind: str) -> list[str]:
    """The classes at which a pass for a class runs: that class, or those that hold it."""
    names = [model.__name__ for model in taken(rewrite)]
    if unknown := set(names) - model_classes().keys():
        raise TypeError(f"{rewrite} takes {', '.join(sorted(unknown))}, and the model has no such class")
    return [kind] if kind in names or not names else names


def _without_pass(carry: Carry | None) -> Carry | None:
    """A declaration as far as no pass makes what it says."""
    if isinstance(carry, Adapted):
        return carry.besides
    return None if isinstance(carry, Carried) and carry.becomes is not None else carry


def _is_watched(field: Watched) -> bool:
    return field.name not in SILENT and any(
        isinstance(carry, Dropped | Noted) for carry in (field.carry, *field.by_value.values())
    )


def _watched(
    model: type[BaseModel], name: str, capabilities: Capabilities, by_value: dict[str, dict[str, Carry]]
) -> Watched:
    feature = f"{model.__name__}.{name}"
    default = model.model_fields[name].get_default(call_default_factory=True, validated_data={})
    carry = _without_pass(carry_of(capabilities, feature))
    return Watched(name, feature, default, carry, by_value.get(feature, {}))
