"""The rule that documents are valid by the official schemas."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from lmsexport.validation.reader import Document, Subject
from lmsexport.validation.rules import Breach, rule
from lmsexport.validation.store import MissingSchemasError, Store

_MOST = 20
"""Breaches that are said of one document; the others follow from them, mostly."""


@rule(
    "xml-schema",
    "Every document is valid by the official schemas of its format.",
    source="the XML schemas that the standard's publisher offers; `lmsexport schemas list` names them",
    mend="mend the document, or report it to whoever wrote the package",
)
def INVALID(subject: Subject) -> Iterator[Breach]:  # noqa: N802 - a rule, as all that the decorator makes
    yield from breaches(subject, Store())[0]


def breaches(subject: Subject, store: Store) -> tuple[list[Breach], list[str]]:
    """What is not valid in the documents of a package, and what could not be checked."""
    found: list[Breach] = []
    missing: dict[str, int] = {}
    mapped: set[str] = set()
    for document in subject.reader.documents(subject.contents):
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
    unchecked += [f"the namespace {said}: its own schema is not at hand" for said in sorted(mapped)]
    return found, unchecked


def _as_known(root: etree._Element, document: Document) -> etree._Element:
    """The document as the schemas at hand know it: namespaces of other versions mapped, newer elements taken out."""
    if not document.mapped and not document.without:
        return root
    read = copy.deepcopy(root)
    for name in document.without:
        for element in list(read.iter(name)):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    if document.mapped:
        for element in read.iter(etree.Element):
            space, _, local = element.tag.rpartition("}")
            if space[1:] in document.mapped:
                element.tag = f"{{{document.mapped[space[1:]]}}}{local}"
    return read
