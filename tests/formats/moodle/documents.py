"""Hold the documents of a backup against `documents.ini`: which elements stand in which, and what stands in each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from pathlib import Path

from lxml import etree

from formats.moodle.reading import NULL

TABLE = ConfigParser(delimiters=("=",), comment_prefixes=("#",), interpolation=None)
TABLE.optionxform = str  # type: ignore[assignment,method-assign]
TABLE.read(Path(__file__).with_name("documents.ini"), encoding="utf-8")

INTEGER, POINTS, MARK, TIME = r"-?\d+", r"-?\d+\.\d{5}", r"-?\d+\.\d{7}", r"\d{10}"
KINDS = {
    "<id>": r"[1-9]\d{0,9}", "<int>": INTEGER, "<.5>": POINTS, "<.7>": MARK, "<time>": TIME, "<ids>": r"\d+(,\d+)*",
    "<hash>": r"[0-9a-f]{32}|[0-9a-f]{40}", "<text>": rf"(?s)(?!{re.escape(NULL)}$).+",
}  # fmt: skip


def section(document: str, tag: str) -> str:
    """The section of the table for an element."""
    return f"{document} {tag}" if TABLE.has_section(f"{document} {tag}") else tag


def faults(document: str, element: etree._Element, *, any_value: bool = False) -> Iterator[str]:
    """Where a document says something else than the table; with `any_value`, a constant only names a kind of value."""
    name = section(document, element.tag)
    if not len(element):
        return
    if not TABLE.has_section(name):
        yield f"{document}: <{element.tag}> is not in the table"
        return
    expected = TABLE[name]
    present = {"@" + str(key): str(value) for key, value in element.attrib.items()}
    for child in element:
        if (pattern := pattern_of(expected, child.tag)) == "list":
            yield from faults(document, child, any_value=any_value)
        elif child.tag in present:
            yield f"{document}: <{child.tag}> stands twice in <{element.tag}>"
        present[child.tag] = "list" if _is_list(child, pattern) else child.text or ""
    for key, value in present.items():
        if (pattern := pattern_of(expected, key)) is None:
            yield f"{document}: {key} in <{element.tag}> is not in the table"
        elif not any(_fits(value, each, any_value) for each in pattern.split(" | ")):
            yield f"{document}: {key} in <{element.tag}> is {value!r}, expected {pattern}"
    missing = {key for key in expected if not key.endswith("?")} - set(present)
    yield from (f"{document}: no {key} in <{element.tag}>" for key in sorted(missing))


def pattern_of(expected: Mapping[str, str], key: str) -> str | None:
    """What a section of the table says of an element or attribute that stands there."""
    return expected.get(key) or expected.get(f"{key}?")


def _is_list(element: etree._Element, pattern: str | None) -> bool:
    return len(element) > 0 or (pattern == "list" and not (element.text or "").strip())


def _fits(value: str, pattern: str, any_value: bool) -> bool:
    if pattern == "<json>":
        return value.startswith("{") and isinstance(json.loads(value), dict)
    if pattern == "<id>" and value.isdigit() and int(value) >= 2**31:
        return False
    if pattern in KINDS:
        return re.fullmatch(KINDS[pattern], value) is not None
    constant = {"NULL": NULL, "''": ""}.get(pattern, pattern)
    if not any_value or constant in ("", NULL, "list"):
        return value == constant
    return re.fullmatch(kind_of(constant), value) is not None


def kind_of(constant: str) -> str:
    """The expression for all values of a constant's kind."""
    kinds = (INTEGER, POINTS, MARK)
    return next((kind for kind in kinds if re.fullmatch(kind, constant)), KINDS["<text>"])


def seen(document: str, root: etree._Element) -> set[tuple[str, str]]:
    """The rows of the table that a document uses: section and name."""
    rows = set()
    for element in root.iter(etree.Element):
        if TABLE.has_section(name := section(document, element.tag)) and (len(element) or element.attrib):
            rows |= {(name, "@" + str(key)) for key in element.attrib} | {(name, child.tag) for child in element}
    return rows
