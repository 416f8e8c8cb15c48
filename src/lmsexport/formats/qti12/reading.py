"""Packages and single documents of QTI 1.2 from anywhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import ClassVar

from lxml import etree

from lmsexport.formats.manifests import NAME, manifest_of
from lmsexport.formats.qti12.documentreading import assessments, banks, with_titles
from lmsexport.formats.qti12.itemreading import Questions
from lmsexport.formats.qti12.metareading import with_settings
from lmsexport.formats.qti12.responses import tag
from lmsexport.formats.qti12.rules import RULES
from lmsexport.validation import Contents, Document, Module, Outline, Rule

SCHEMA = ("common-cartridge-1.1/ccv1p1_qtiasiv1p2p1_v1p0.xsd",)
"""The schema at hand is that of the profile of Common Cartridge, which knows fewer elements than QTI 1.2 itself."""


class Qti12Reader:
    """Reads quizzes in QTI 1.2, alone or in a package."""

    kind: ClassVar[str] = "qti-1.2"
    title: ClassVar[str] = "QTI 1.2"
    rank: ClassVar[int] = 50
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def recognises(self, contents: Contents) -> str | None:
        """“QTI 1.2 package”, “QTI 1.2 document”."""
        if contents.single:
            return "QTI 1.2 document" if any(_documents(contents)) else None
        manifest = manifest_of(contents)
        types = {resource.type for resource in manifest.resources.values()} if manifest else set()
        if any(type.startswith("imsqti_xmlv1p") for type in types) or (manifest is None and any(_documents(contents))):
            return "QTI 1.2 package"
        return None

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        """None: the schema of QTI 1.2 itself is not at hand, and that of the cartridges' profile knows less."""
        return ()

    def read(self, contents: Contents) -> Outline:
        """The assessments, in one module, and the banks."""
        items, found, unread, ask = [], [], [], contents.once(Questions)
        for name, root in _documents(contents):
            items += [with_settings(item, contents, {}) for item in assessments(root, name, ask)]
            found += list(banks(root, name, ask))
            if not items and not found:
                unread.append(f"{name} holds neither an assessment nor a bank")
        manifest = manifest_of(contents)
        title = manifest.title if manifest else ""
        module = Module(id="", title="", items=with_titles(items, found))
        language = manifest.language if manifest else ""
        return Outline(title=title, language=language, modules=(module,), banks=tuple(found), unread=tuple(unread))


def _documents(contents: Contents) -> Iterator[tuple[str, etree._Element]]:
    """The documents of questions: those that the manifest names, in its order, else all."""
    manifest = manifest_of(contents)
    names = [
        name
        for resource in (manifest.resources.values() if manifest else ())
        if resource.type.startswith("imsqti_xmlv1p")
        for name in dict.fromkeys([resource.href, *resource.files])
    ]
    for name in dict.fromkeys(names) if manifest else contents:
        if name != NAME and (posixpath.splitext(name)[1].lower() in (".xml", ".qti") or contents.single):
            root = contents.xml(name)
            if root is not None and tag(root) == "questestinterop":
                yield name, root
