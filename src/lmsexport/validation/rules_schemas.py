"""The rule that documents are valid by the official schemas."""

from __future__ import annotations

import copy
import re
from typing import Any, cast

from lxml import etree

from lmsexport.validation.reader import Document, Subject
from lmsexport.validation.rules import Breach, looked_after, rule
from lmsexport.validation.store import MissingSchemasError, Store

_MOST = 20
"""Breaches that are said of one document; the others follow from them, mostly."""


INVALID = rule(
    "xml-schema",
    "Every document is valid by the official schemas of its format.",
    source="the XML schemas that the standard's publisher offers; `lmsexport schemas list` names them",
    mend="mend the document, or report it to whoever wrote the package",
    tried=True,
)(looked_after)


def breaches(subject: Subject, store: Store) -> tuple[list[Breach], list[str]]:
    """What is not valid in the documents of a package, and what could not be checked."""
    found: list[Breach] = []
    missing: dict[str, int] = {}
    mapped: set[str] = set()
    unknown = 0
    for document in subject.reader.documents(subject.contents):
        if not document.schemas:
            unknown += 1
            continue
        root = subject.contents.xml(document.member)
        if root is None:
            continue
        try:
            schema = store.schema(document.schemas)
        except MissingSchemasError as error:
            for name in error.names:
                missing[name] = missing.get(name, 0) + 1
            continue
        read = _as_known(root, document)
        mapped |= {f"{old} as {new}" for old, new in (document.mapped or {}).items()}
        if not schema.validate(read):
            log = cast(list[Any], schema.error_log)
            found += [Breach(error.message, document.member, error.line) for error in log[:_MOST]]
    unchecked = [
        f"{number} {'document' if number == 1 else 'documents'}: the schema {name} is not in the schema store "
        "(`lmsexport schemas` tells how to fill it)"
        for name, number in sorted(missing.items())
    ]
    if unknown:
        what = "1 document: its official schema" if unknown == 1 else f"{unknown:,} documents: their official schema"
        unchecked.append(f"{what} is none that lmsexport has at hand")
    if mapped:
        unchecked.append(
            "what only the newer version of the format knows: its own schemas are not at hand, so those of an earlier "
            f"one were used, with {len(mapped)} {'namespace' if len(mapped) == 1 else 'namespaces'} under other names"
        )
    return found, unchecked


def _as_known(root: etree._Element, document: Document) -> etree._Element:
    """The document as the schemas at hand know it: other versions' names mapped, newer elements taken out."""
    if not (document.mapped or document.without or document.values):
        return root
    read = copy.deepcopy(root)
    around = etree.Element("around")
    around.append(read)
    for element in [found for path in document.without for found in around.findall(f".//{path}")]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in read.iter(etree.Element):
        space, _, local = element.tag.rpartition("}")
        if document.mapped and space[1:] in document.mapped:
            element.tag = f"{{{document.mapped[space[1:]]}}}{local}"
        for pattern, same in (document.values or {}).items():
            _rewrite(element, pattern, same)
    return read


def _rewrite(element: etree._Element, pattern: str, same: str) -> None:
    if element.text:
        element.text = re.sub(pattern, same, element.text)
    for name, value in element.items():
        element.set(name, re.sub(pattern, same, str(value)))
