"""Documents of QTI 2.1, 2.2 and 3.0 from anywhere as trees that look the same: the names of QTI 2, no namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from lxml import etree

from lmsexport.formats.qti.versions import IRREGULAR
from lmsexport.validation import Contents

_REGULAR = {kebab: name for name, kebab in IRREGULAR.items()}
_NAMESPACE = re.compile(r"imsqti(?:asi)?_v(\d)p(\d)")
_STEP = re.compile("-([a-z])")
_LEFT_ALONE = ("aria-", "data-", "{")

ROOTS = frozenset({"assessmentItem", "assessmentTest", "assessmentSection", "assessmentStimulus"})
"""What a document can be."""

_trees: WeakKeyDictionary[Contents, dict[str, etree._Element | None]] = WeakKeyDictionary()


def version_of(root: etree._Element | None) -> str:
    """The version by the namespace of a document, for example `2.1`; empty for another's document."""
    found = _NAMESPACE.search(etree.QName(root).namespace or "") if root is not None else None
    return f"{found[1]}.{found[2]}" if found else ""


def tree(contents: Contents, member: str) -> etree._Element | None:
    """A document with the names of QTI 2; None for what is missing, broken or no document of QTI. Read once."""
    known = _trees.setdefault(contents, {})
    if member not in known:
        root = contents.taken(member) if version_of(contents.xml(member)) else None
        known[member] = _plain(root) if root is not None else None
    return known[member]


def documents(contents: Contents) -> Iterator[tuple[str, etree._Element]]:
    """All documents of QTI in a package, in the order in which they stand there."""
    for name in contents:
        if contents.single or name.lower().endswith((".xml", ".qti")):
            root = tree(contents, name)
            if root is not None and root.tag in ROOTS:
                yield name, root


def called(root: etree._Element) -> str:
    """How messages name a document."""
    kinds = {"assessmentItem": "question", "assessmentTest": "test", "assessmentSection": "section"}
    name = (root.get("title") or root.get("identifier") or "?")[:60]
    return f"the {kinds.get(str(root.tag), 'document')} “{name}”"


def _plain(root: etree._Element) -> etree._Element:
    for element in root.iter(etree.Element):
        element.tag = _name(etree.QName(element).localname)
        for name in [name for name in element.attrib if "-" in str(name)]:
            if not str(name).startswith(_LEFT_ALONE):
                element.set(_camel(str(name)), element.attrib.pop(name))
    return root


def _name(local: str) -> str:
    """`qti-choice-interaction` is `choiceInteraction`; what has no prefix stays."""
    return _REGULAR.get(local) or (_camel(local[4:]) if local.startswith("qti-") else local)


def _camel(name: str) -> str:
    return _STEP.sub(lambda found: found[1].upper(), name)
