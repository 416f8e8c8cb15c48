"""What a newer file does to what stands in a Canvas course from an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lmsexport.lms.base import Remark
from lmsexport.lms.canvas import rules
from lmsexport.validation import Module, Outline, Question


def updated(earlier: Outline, later: Outline) -> Iterator[Remark]:
    """What a newer export does, thing by thing: Canvas finds them by the identifiers in the export."""
    new = {item.id: item for item in later.items}
    for item in earlier.items:
        other = new.get(item.id)
        if other is None:
            yield Remark(rules.LEAVES_MODULE, "changed", item.title)
            continue
        yield Remark(rules.UPDATED, "updated", other.title)
        here = {part.id for part in other.questions if isinstance(part, Question)}
        for part in item.questions:
            if isinstance(part, Question) and part.id not in here:
                yield Remark(rules.QUESTIONS_STAY, "to do", f"{item.title}: {part.title or part.prompt[:60]}")
    asked = {module.id: _requirements(module) for module in later.modules}
    for module in earlier.modules:
        if _requirements(module) and asked.get(module.id) == 0:
            yield Remark(rules.OLD_REQUIREMENTS, "to do", module.title)


def _requirements(module: Module) -> int:
    return Counter("complete when" in item.settings for item in module.items)[True]
