"""What a newer file does to what stands in a Canvas course from an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lmsexport.lms.base import Remark, name_of
from lmsexport.lms.canvas import rules
from lmsexport.validation import Item, Module, Outline, Question


def updated(earlier: Outline, later: Outline) -> Iterator[Remark]:
    """What a newer export does, thing by thing: Canvas finds them by the identifiers in the export."""
    yield Remark(rules.PUBLISHED_AGAIN, "to do", later.title)
    new = {item.id: item for item in later.items}
    for item in earlier.items:
        other = new.get(item.id)
        if other is None:
            yield Remark(rules.LEAVES_MODULE, "changed", item.title)
            continue
        yield Remark(rules.UPDATED, "updated", other.title)
        if _keeps_state(item, other):
            yield Remark(rules.KEEPS_STATE, "to do", other.title)
        here = {part.id for part in other.questions if isinstance(part, Question)}
        for part in item.questions:
            if isinstance(part, Question) and part.id not in here:
                yield Remark(rules.QUESTIONS_STAY, "to do", f"{item.title}: {name_of(part)}")
    yield from _modules(earlier, later)


def _modules(earlier: Outline, later: Outline) -> Iterator[Remark]:
    modules = {module.id: module for module in later.modules if module.title}
    for module in earlier.modules:
        newer = modules.get(module.id)
        if newer is None:
            continue
        if _requirements(module) and not _requirements(newer):
            yield Remark(rules.OLD_REQUIREMENTS, "to do", module.title)
        if _is_seen(module) and not _is_seen(newer):
            yield Remark(rules.KEEPS_STATE, "to do", newer.title)


def _is_seen(part: Module | Item) -> bool:
    return part.settings.get("visible") != "no"


def _keeps_state(item: Item, newer: Item) -> bool:
    """Whether an item does not become as visible as a newer export says."""
    if _is_seen(newer):
        return not _is_seen(item) and (newer.kind == "lesson" or (newer.kind == "lab" and "points" in newer.settings))
    return _is_seen(item) and newer.kind != "download"


def _requirements(module: Module) -> int:
    return Counter("complete when" in item.settings for item in module.items)[True]
