"""What completes an activity and what opens it, as a backup says it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from lmsexport.formats.moodle.read.backup_archive import Folder
from lmsexport.formats.moodle.read.values import is_on, said
from lmsexport.formats.moodle.write.availability import COMPLETE, FAILED, PASSED

_STATES = {COMPLETE: "complete", PASSED: "passed", FAILED: "failed", 0: "not complete"}
_COUNTED = (
    "completionminattempts", "completionposts", "completiondiscussions", "completionreplies", "completionsubmit",
    "completionattemptsexhausted", "completionentries", "completionstatusrequired",
)  # fmt: skip
"""Settings of activity modules that complete by something that a student hands in."""


def completes(folder: Folder) -> str:
    """What completes an activity: `viewed`, `submitted`, `passed`, `marked by hand`; empty when nothing does."""
    module = folder.module
    tracking = said(module, "completion")
    if tracking != "2":
        return "marked by hand" if tracking == "1" else ""
    if is_on(said(module, "completionpassgrade")):
        return "passed"
    record = folder.record
    if said(module, "completiongradeitemnumber") or any(is_on(said(record, name)) for name in _COUNTED):
        return "submitted"
    return "viewed" if is_on(said(module, "completionview")) else "submitted"


def tree(element: etree._Element | None, path: str) -> Any:
    """The availability of an activity or a section; None when it has none, or none that can be read."""
    text = said(element, path)
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def conditions(found: Any) -> Iterator[dict[str, Any]]:
    """All conditions of an availability tree, however deep."""
    waiting = [found]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            inner = node.get("c")
            if isinstance(inner, list):
                waiting += reversed(inner)
            elif "type" in node:
                yield node


class Requirements:
    """Says availability as requirements: which item, in which state."""

    def __init__(self, folders: Mapping[str, Folder], grades: Mapping[str, Folder], titles: Mapping[str, str]) -> None:
        self._folders = folders
        """Number of a course module → the activity."""
        self._grades = grades
        """Number of a grade item → the activity."""
        self._titles = titles

    def lines(self, found: Any, whose: str, unread: list[str]) -> list[str]:
        """The requirements of an availability tree, sorted; what is none of them goes to `unread`."""
        if found is None:
            return []
        return sorted(line for _, line in set(self.of(found, whose, unread)))

    def of(self, found: Any, whose: str, unread: list[str]) -> Iterator[tuple[str, str]]:
        """Number of the course module and requirement, one after the other."""
        if not isinstance(found, dict) or found.get("op") not in ("&", "|") or not isinstance(found.get("c"), list):
            unread.append(f"{whose} has conditions that are not read: {str(found)[:80]}")
            return
        if found["op"] == "|" and (needed := self._handed_in(found["c"])) is not None:
            yield needed
            return
        if found["op"] == "|" and len(found["c"]) > 1:
            unread.append(f"{whose} opens by one of several conditions, which is not read")
            return
        for node in found["c"]:
            if isinstance(node, dict) and "type" in node and (needed := self._needed(node)) is not None:
                yield needed
            elif isinstance(node, dict) and isinstance(node.get("c"), list) and node.get("op") == "|":
                if (needed := self._handed_in(node["c"])) is not None:
                    yield needed
                else:
                    unread.append(f"{whose} opens by one of several conditions, which is not read")
            else:
                kind = node.get("type") if isinstance(node, dict) else None
                unread.append(f"{whose} has a condition of the kind {kind or 'group of conditions'}, which is not read")

    def _needed(self, node: dict[str, Any]) -> tuple[str, str] | None:
        kind = node["type"]
        if kind == "completion" and str(node.get("cm")) in self._folders:
            id = str(node["cm"])
            state = _STATES.get(node.get("e", -1))
            if state == "complete":
                state = completes(self._folders[id]) or state
            return (id, f"{self._titles[id]}: {state}") if state else None
        if kind == "grade" and (folder := self._grades.get(str(node.get("id")))) is not None and "max" not in node:
            return folder.id, f"{self._titles[folder.id]}: {'passed' if node.get('min') else 'submitted'}"
        return None

    def _handed_in(self, nodes: list[Any]) -> tuple[str, str] | None:
        """Complete by passing, or by failing: handed in, with whatever result."""
        if not all(isinstance(node, dict) and node.get("type") == "completion" for node in nodes):
            return None
        ids, states = {str(node.get("cm")) for node in nodes}, {node.get("e") for node in nodes}
        if len(ids) != 1 or not {COMPLETE, FAILED} <= states:
            return None
        id = next(iter(ids))
        return (id, f"{self._titles[id]}: submitted") if id in self._titles else None
