"""What is in a file of questions, which is no archive."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

MAX_TEXT = 50_000_000
"""Bytes of a GIFT file that are read; the rest of a longer one is left alone."""

_ESCAPED = re.compile(r"\\.")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")


def question_file(path: Path) -> dict[str, Any] | None:
    """Kind, facts and size of a file of questions; None for a file that is none."""
    with path.open("rb") as file:
        head = file.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        found = _moodle_xml(path)
    elif path.suffix in (".txt", ".gift"):
        found = _gift(path)
    else:
        return None
    if found is None:
        return None
    kind, facts = found
    return {"kind": kind, "facts": facts, "members": [{"name": path.name, "size": path.stat().st_size}]}


def _moodle_xml(path: Path) -> tuple[str, list[str]] | None:
    """Counts the questions by type, and lists the categories; no tree is built, and no entity is read."""
    types: Counter[str] = Counter()
    categories = 0
    with path.open("rb") as file:
        events = etree.iterparse(file, ("start", "end"), resolve_entities=False, no_network=True, huge_tree=True)
        try:
            if next(events)[1].tag != "quiz":
                return None
            for event, element in events:
                if event == "end" and element.tag == "question":
                    type = element.get("type", "unknown")
                    categories += type == "category"
                    types[type] += type != "category"
                    element.getparent().remove(element)
                elif event == "end" and element.tag == "file":
                    element.clear()
        except etree.XMLSyntaxError:
            return "Moodle XML questions", ["the file cannot be read to its end"]
    facts = [f"questions of type {type}: {number}" for type, number in sorted(types.items()) if number]
    return "Moodle XML questions", [f"categories: {categories}", *facts]


def _gift(path: Path) -> tuple[str, list[str]] | None:
    """Counts the questions of a text in which at least one has a place for answers."""
    with path.open("rb") as file:
        try:
            text = file.read(MAX_TEXT).decode(
                "utf-8-sig", errors="strict" if path.stat().st_size <= MAX_TEXT else "ignore"
            )
        except UnicodeDecodeError:
            return None
    lines = (line for line in _ESCAPED.sub("", text).splitlines() if not line.lstrip().startswith("//"))
    blocks = [block.strip() for block in _BLANK_LINES.split("\n".join(lines)) if block.strip()]
    categories = [block for block in blocks if block.startswith("$CATEGORY:")]
    answered = sum(1 for block in blocks if re.search(r"\{[^{}]*\}", block))
    if not answered:
        return None
    described = len(blocks) - len(categories) - answered
    return "GIFT questions", [f"categories: {len(categories)}", f"questions: {answered}", f"descriptions: {described}"]
