"""A course backup that Moodle restores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lmsexport.lms.base import Arrival, Remark, name_of
from lmsexport.lms.moodle import rules
from lmsexport.validation import Draw, Outline

_TYPES = frozenset(
    "single-choice multiple-response true-false short-answer numeric matching fill-in-blanks essay text".split()
)


def restored(outline: Outline, version: str) -> Arrival:
    """The course after a restore as a new one."""
    kept = tuple(
        replace(module, items=tuple(item for item in module.items if item.kind != "unknown"))
        for module in outline.modules
    )
    remarks = [
        Remark(rules.UNKNOWN_ACTIVITY, "dropped", item.title) for item in outline.items if item.kind == "unknown"
    ]
    remarks += strange_questions(outline, version)
    labs = [item for item in outline.items if item.kind == "lab"]
    for lab in labs:
        if not any(lab.url.startswith(address.partition("?")[0]) for address in outline.tools.values()):
            remarks.append(Remark(rules.NO_TOOL, "to do", lab.title))
    remarks += [Remark(rules.TOOL_KEYS, "to do", name) for name in outline.tools]
    if version >= "5.0":
        stay = [bank.title for bank in outline.banks if not _is_drawn(bank.title, outline)]
        remarks += [Remark(rules.BANK_ACTIVITY, "changed", title) for title in stay]
    remarks.append(Remark(rules.NOBODY, "to do", outline.title))
    return Arrival(replace(outline, modules=kept), tuple(remarks))


def _is_drawn(title: str, outline: Outline) -> bool:
    parts = (part for item in outline.items for part in item.questions)
    return any(isinstance(part, Draw) and part.bank == title for part in parts)


def strange_questions(outline: Outline, version: str) -> Iterator[Remark]:
    """Questions of types that a site without plugins does not have."""
    known = _TYPES | ({"ordering"} if version >= "5.0" else frozenset())
    for question in outline.questions:
        if question.type not in known:
            yield Remark(rules.UNKNOWN_QUESTION, "changed", name_of(question))
