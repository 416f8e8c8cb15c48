"""Brightspace as the receiver of cartridges: what the vendor's own help says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark
from lmsexport.validation import Subject

_HELP = "D2L, Brightspace Community, “Import course components” (article 16771)"

TWICE = ImportRule(
    "brightspace-imports-again",
    "A second import overwrites nothing: names come twice.",
    _HELP,
    tried=False,
)
SETTINGS = ImportRule(
    "brightspace-settings",
    "A cartridge brings no gates, pass marks or grade categories: they are set after the import.",
    f"Common Cartridge 1.1 to 1.3, which have no place for them; {_HELP}",
    tried=False,
)
LINKS = ImportRule(
    "brightspace-tools",
    "An LTI link needs a tool that an administrator has registered for its address.",
    "D2L, Brightspace Community, “Set up integration with a tool provider” (article 4260), and article 23662",
    tried=False,
)


class Brightspace:
    """Brightspace's import of course components."""

    name: ClassVar[str] = "brightspace"
    title: ClassVar[str] = "Brightspace"
    versions: ClassVar[Mapping[str, str]] = {"untried": "read on the vendor's pages in 2026"}
    kinds: ClassVar[frozenset[str]] = frozenset({"cartridge"})
    rules: ClassVar[tuple[ImportRule, ...]] = (TWICE, SETTINGS, LINKS)

    def simulate(self, subject: Subject, version: str) -> Arrival:  # noqa: ARG002
        """The course as the cartridge says it, with what a person has to do."""
        remarks = [Remark(SETTINGS, "to do", item.title) for item in subject.outline.items if item.kind == "assessment"]
        remarks += [Remark(LINKS, "to do", item.title) for item in subject.outline.items if item.kind == "lab"]
        return Arrival(subject.outline, tuple(remarks))

    def reimport(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """Everything comes a second time."""
        there = {(item.kind, item.title) for item in earlier.outline.items}
        for item in later.outline.items:
            if item.title and (item.kind, item.title) in there:
                yield Remark(TWICE, "duplicated", item.title)
