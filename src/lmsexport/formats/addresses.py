"""Where the addresses in the texts of cartridges, of Canvas exports and of files of questions lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lmsexport.formats.manifests import is_elsewhere
from lmsexport.formats.shown_files import ShownFiles
from lmsexport.validation import Elsewhere, ItemRef, Lost, Member, Target

_REFERENCE = re.compile(
    r"/?(?:\$|%24)(?:WIKI_REFERENCE|CANVAS_(?:OBJECT|COURSE)_REFERENCE)(?:\$|%24)/(?P<path>[^?#]*)[^#]*#?(?P<anchor>.*)"
    r"|[^#]*\b(?:wiki_page|discussion_topic)_migration_id=(?P<id>[^&#]*)[^#]*#?(?P<anchor_of_id>.*)"
)
"""A thing of the course by what Canvas calls it (`link_parser.rb`): `pages/SLUG`, `quizzes/ID`, `modules/items/ID`."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Finds what addresses in one package mean."""

    files: ShownFiles
    named: Mapping[str, Target]
    """Things of the course by their names: identifiers as they are, `pages/SLUG` in small letters."""
    shown: Mapping[str, Target]
    """Items by the members that they show."""

    def target(self, address: str, base: str) -> Target:
        """Where an address in a text leads; `base` has the members that the text comes from, one a line."""
        for member in base.split("\n"):
            if found := self.files.resolved(address, member):
                return _at(self.shown.get(found, Member(found)), self._anchor(address, found))
        if reference := _REFERENCE.fullmatch(address):
            return self._named(reference) or Lost(address)
        return Elsewhere(address) if is_elsewhere(address) or _SCHEME.match(address) else Lost(address)

    def _named(self, reference: re.Match[str]) -> Target | None:
        kind, *names = unquote(reference["path"] or f"id/{reference['id']}").strip("/").split("/")
        page = "pages" if kind in ("pages", "wiki", "wiki_pages") else kind
        tried = (spelling for name in names for spelling in (f"{page}/{name.lower()}", name))
        found = next((self.named[name] for name in tried if name in self.named), None)
        return found and _at(found, unquote(reference["anchor"] or reference["anchor_of_id"] or ""))

    def _anchor(self, address: str, member: str) -> str:
        """The place within a member that an address means; a `#` may also stand in the member's own name."""
        before, _, anchor = address.rpartition("#")
        return "" if address.endswith(member.rpartition("/")[2]) or not before else unquote(anchor)


def _at(target: Target, anchor: str) -> Target:
    return replace(target, anchor=anchor) if isinstance(target, ItemRef) else target
