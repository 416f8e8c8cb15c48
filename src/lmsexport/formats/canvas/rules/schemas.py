"""The documents of a Canvas export that schemas describe: those of the cartridge, and Canvas' own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from lmsexport.formats.imscc.schemas import documents_of
from lmsexport.formats.qti12.rules.all_rules import is_copy
from lmsexport.validation import Contents, Document

NAMESPACE = "http://canvas.instructure.com/xsd/cccv1p0"
_SCHEMA = ("canvas/cccv1p0.xsd",)

_NEWER = tuple(
    f"{{{NAMESPACE}}}{parent}/{{{NAMESPACE}}}{child}"
    for parent, child in (
        ("item", "workflow_state"),
        ("item", "new_tab"),
        ("item", "lti_resource_link_lookup_uuid"),
        ("assignment", "workflow_state"),
        ("assignment", "resource_link_lookup_uuid"),
    )
)
"""Elements that Canvas' own export writes today, and that its published schema does not know yet."""

_VALUES = {"^keep_average$": "keep_highest"}


def documents(contents: Contents) -> Iterator[Document]:
    """All of them, each with its schema."""
    for document in documents_of(contents):
        is_habit = document.member.startswith("lti_resource_links/") or is_copy(document.member, contents)
        yield replace(document, loose=True) if is_habit else document
    for name in contents:
        root = contents.xml(name) if name.endswith(".xml") else None
        if root is not None and etree.QName(root).namespace == NAMESPACE:
            yield Document(name, _SCHEMA, loose=True, without=_NEWER, values=_VALUES)
