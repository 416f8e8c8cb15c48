"""Gates of packages that name what comes first by its title alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lmsexport.validation import Item, Module, Outline
from lmsexport.validation.outline import Need


def with_needs(outline: Outline) -> Outline:
    """The outline whose items and modules say by ids what comes first, where no two things have the title."""
    items = _by_title(outline.items)
    modules = _by_title(outline.modules)
    return replace(outline, modules=tuple(_module(module, items, modules) for module in outline.modules))


def _by_title(things: Iterable[Item | Module]) -> dict[str, str]:
    """Title → id, of those whose title and id no other has."""
    every = list(things)
    titles, ids = Counter(one.title for one in every), Counter(one.id for one in every)
    return {one.title: one.id for one in every if titles[one.title] == 1 and ids[one.id] == 1}


def _module(module: Module, items: Mapping[str, str], modules: Mapping[str, str]) -> Module:
    inner = tuple(item if item.needs else replace(item, needs=tuple(_needs(item, items))) for item in module.items)
    needs = tuple(need for need in _needs(module, modules) if need.state == "complete")
    return replace(module, items=inner, needs=module.needs or needs)


def _needs(thing: Item | Module, ids: Mapping[str, str]) -> Iterator[Need]:
    """What comes first, by the setting `requires`: `TITLE: STATE` in lines."""
    for line in thing.settings.get("requires", "").splitlines():
        title, _, state = line.rpartition(": ")
        if title in ids and state in ("viewed", "submitted", "passed", "complete"):
            yield Need(id=ids[title], state=state)
