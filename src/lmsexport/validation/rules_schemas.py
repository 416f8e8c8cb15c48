"""The rule that documents are valid by the official schemas."""

from __future__ import annotations

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.validation.contents import Contents
from lmsexport.validation.reader import Breach, Document, Subject, checked_elsewhere, rule
from lmsexport.validation.store import MissingSchemasError, Store
from lmsexport.validation.xml_messages import breach_in_words

_MOST = 20
"""Breaches that are said of one document; the others follow from them, mostly."""

_HABIT = re.compile("is not a valid value of the atomic type 'xs:(?:ID|IDREF|anyURI)'")
"""What importers do not mind: identifiers that begin with a digit, addresses with the letters of a file's name."""
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

_NAMED = 6
"""Kinds of documents that are named one by one."""


INVALID = rule(
    "xml-schema",
    "Every document is valid by the official schemas of its format.",
    source="the XML schemas that the standard's publisher offers; `lmsexport schemas list` names them",
    mend="mend the document, or report it to whoever wrote the package",
    tried=True,
)(checked_elsewhere)


LOOSE = rule(
    "xml-schema-loose",
    "Every document keeps to its schema, also where importers do not mind: identifiers, addresses, settings of Canvas.",
    source="exports that Canvas itself wrote have identifiers that begin with a digit (xs:ID), and elements and empty "
    "values that its `cccv1p0.xsd` does not know",
    mend="nothing, if Canvas wrote the package; else mend the document",
    severity=Severity.WARNING,
    tried=False,
)(checked_elsewhere)


class Checked(NamedTuple):
    """What comes of holding the documents of a package against their schemas."""

    invalid: list[Breach]
    loose: list[Breach]
    """What is not valid by schemas that their publisher does not keep either."""
    unchecked: list[str]


def breaches(subject: Subject, store: Store, *, slow: bool = True) -> tuple[list[Breach], list[str]]:
    """What is not valid in the documents of a package, and what could not be checked; see `checked`."""
    found = checked(subject, store, slow=slow)
    return [*found.invalid, *found.loose], found.unchecked


def checked(subject: Subject, store: Store, *, slow: bool = True) -> Checked:
    """The same, by how much it matters. Documents whose schemas take long to compile are left out unless `slow`."""
    found: list[Breach] = []
    loose: list[Breach] = []
    held = set(subject.reader.downloads(subject.contents))
    missing: Counter[str] = Counter()
    mapped: set[str] = set()
    newer: Counter[str] = Counter()
    for document in subject.reader.documents(subject.contents):
        root = subject.contents.xml(document.member)
        held.add(document.member)
        if root is None or (document.slow and not slow):
            continue
        try:
            schema = store.schema(document.schemas)
        except MissingSchemasError as error:
            missing.update(error.names)
            continue
        read, without = _as_known(root, document)
        newer.update(without)
        mapped |= {f"{old} as {new}" for old, new in (document.mapped or {}).items()}
        if not schema.validate(read):
            log = cast(list[Any], schema.error_log)
            for entry in log[:_MOST]:
                said = loose if document.loose or _HABIT.search(entry.message) else found
                said.append(Breach(breach_in_words(entry.message), document.member, entry.line))
    unchecked = [
        f"{_documents(number)}: the schema {name} is not in the schema store (`lmsexport schemas` tells how to fill it)"
        for name, number in sorted(missing.items())
    ]
    if newer:
        named = ", ".join(f"{number} × {name}" for name, number in sorted(newer.items()))
        unchecked.append(f"elements that the schemas at hand do not know ({named})")
    if mapped:
        unchecked.append(
            "what only the newer version of the format knows: its own schemas are not at hand, so those of an earlier "
            f"one were used, with {len(mapped)} {'namespace' if len(mapped) == 1 else 'namespaces'} under other names"
        )
    return Checked(found, loose, [*unchecked, *_without_schema(subject.contents, held)])


def _documents(number: int) -> str:
    return f"{number} {'document' if number == 1 else 'documents'}"


def _without_schema(contents: Contents, held: set[str]) -> Iterator[str]:
    """Documents that no schema was asked for: a sentence for each namespace."""
    spaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in contents:
        if name in held or not (contents.single or name.lower().endswith((".xml", ".qti"))):
            continue
        if (root := contents.root(name)) is not None:
            spaces[root.namespace or ""][root.localname] += 1
    for _, kinds in sorted(spaces.items()):
        named = [f"{number} × {kind}" for kind, number in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))]
        more = f" and {len(named) - _NAMED} more kinds" if len(named) > _NAMED else ""
        yield f"{_documents(kinds.total())}: no schema is known for them ({', '.join(named[:_NAMED])}{more})"


def _as_known(root: etree._Element, document: Document) -> tuple[etree._Element, set[str]]:
    """The document as the schemas at hand know it: other versions' names mapped, newer elements taken out; and the
    names of those that were."""
    strange = [uri for uri in root.nsmap.values() if _INSTANCE in str(uri) and uri != _INSTANCE]
    if not (document.mapped or document.without or document.values or strange):
        return root, set()
    taken: set[str] = set()
    read = copy.deepcopy(root)
    around = etree.Element("around")
    around.append(read)
    for element in [found for path in document.without for found in around.findall(f".//{path}")]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            taken.add(etree.QName(element).localname)
    for element in read.iter(etree.Element):
        space, _, local = element.tag.rpartition("}")
        if document.mapped and space[1:] in document.mapped:
            element.tag = f"{{{document.mapped[space[1:]]}}}{local}"
        for uri in strange:  # Canvas writes two addresses into one `xmlns:xsi`
            etree.strip_attributes(element, f"{{{uri}}}schemaLocation")
        for pattern, same in (document.values or {}).items():
            _rewrite(element, pattern, same)
    return read, taken


def _rewrite(element: etree._Element, pattern: str, same: str) -> None:
    if element.text:
        element.text = re.sub(pattern, same, element.text)
    for name, value in element.items():
        element.set(name, re.sub(pattern, same, str(value)))
