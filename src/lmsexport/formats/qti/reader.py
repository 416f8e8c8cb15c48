"""Packages and single documents of QTI 2.1, 2.2 and 3.0 from anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar

from lxml import etree

from lmsexport.formats.manifests import NAME, downloads, manifest_of
from lmsexport.formats.qti.read.documents import documents, version_of
from lmsexport.formats.qti.read.tests import PackageReader
from lmsexport.formats.qti.rules.schemas import document_of
from lmsexport.formats.qti.rules.tests import RULES
from lmsexport.validation import Bank, Contents, Document, Module, Outline, Reader, RichText, Rule

_RESOURCE = "imsqti_"
_KEYWORDS = "{*}metadata/{*}lom/{*}general/{*}keyword"


class QtiReader(Reader):
    """Reads quizzes in QTI 2.1, 2.2 and 3.0, alone or in a package."""

    kind: ClassVar[str] = "qti"
    schemas: ClassVar[tuple[str, ...]] = ("qti",)
    title: ClassVar[str] = "QTI 2 or 3"
    rank: ClassVar[int] = 45
    rules: ClassVar[tuple[Rule, ...]] = RULES
    main_document: ClassVar[str] = NAME
    only_questions: ClassVar[bool] = True

    def recognises(self, contents: Contents) -> str | None:
        """“QTI 2.2 package”, “QTI 3.0 document”."""
        manifest = manifest_of(contents)
        types = [resource.type for resource in manifest.resources.values()] if manifest else []
        ours = any(type.startswith(_RESOURCE) and "xmlv1p" not in type for type in types)
        if (NAME in contents and not ours) or (not contents.single and not any(map(_is_xml, contents))):
            return None
        first = next(documents(contents), None)
        number = version_of(contents.xml(first[0])) if first else _by_types(types)
        if not number:
            return None
        return f"QTI {number} document" if contents.single else f"QTI {number} package"

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The manifest, and the items, tests and sections of 2.1 and 2.2; those of 3.0 have no schema at hand."""
        for name in contents:
            if contents.single or _is_xml(name):
                root = contents.xml(name)
                if root is not None and (found := document_of(name, root)) is not None:
                    yield found
                if root is not None and name != NAME:
                    contents.taken(name)  # rules have trees of their own

    def downloads(self, contents: Contents) -> Collection[str]:
        """The files of the manifest."""
        return downloads(contents)

    def read(self, contents: Contents) -> Outline:
        """The tests, in one module, and the banks; questions that stand in neither are a bank of their own."""
        package = PackageReader(contents, _tags(contents))
        members = list(_in_order(contents))
        items = tuple(package.test(name, root) for name, root in members if root.tag == "assessmentTest")
        banks = [package.section(name, root) for name, root in members if root.tag == "assessmentSection"]
        titles = {bank.title for bank in banks}
        banks += [bank for title, bank in package.banks.items() if title not in titles]
        rest = [name for name, root in members if root.tag == "assessmentItem" and name not in package.used]
        questions = [question for name in rest if (question := package.item(name)) is not None]
        manifest = manifest_of(contents)
        title = manifest.title if manifest else ""
        if questions:
            banks.append(Bank(id="", title=title if not items and not banks else "", questions=tuple(questions)))
        return Outline(
            title=title,
            text=RichText(manifest.description if manifest else ""),
            language=manifest.language if manifest else "",
            modules=(Module(id="", title="", items=items),) if items else (),
            banks=tuple(banks),
            unread=tuple(dict.fromkeys(package.unread)),
        )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".qti"))


def _by_types(types: Iterable[str]) -> str:
    """The version by the resources of a manifest whose documents are not there."""
    for type in types:
        if type.startswith(_RESOURCE):
            return {"xmlv2p1": "2.1", "xmlv2p2": "2.2", "xmlv3p0": "3.0"}.get(type.rpartition("_")[2], "")
    return ""


def _in_order(contents: Contents) -> Iterable[tuple[str, etree._Element]]:
    """The documents as the manifest names them, then the others."""
    roots = dict(documents(contents))
    manifest = manifest_of(contents)
    named = [resource.href for resource in manifest.resources.values()] if manifest else []
    return [(name, roots[name]) for name in dict.fromkeys([*named, *roots]) if name in roots]


def _tags(contents: Contents) -> Mapping[str, tuple[str, ...]]:
    """Member → the keywords that the manifest has for it."""
    manifest = manifest_of(contents)
    tags: dict[str, tuple[str, ...]] = {}
    for element in manifest.root.iterfind("{*}resources/{*}resource") if manifest else ():
        words = tuple("".join(map(str, keyword.itertext())).strip() for keyword in element.iterfind(_KEYWORDS))
        resource = manifest.resources.get(element.get("identifier", "")) if manifest else None
        if words and resource is not None:
            tags[resource.href] = words
    return tags
