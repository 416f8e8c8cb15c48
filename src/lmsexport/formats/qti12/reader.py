"""Packages and single documents of QTI 1.2 from anywhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import ClassVar

from lxml import etree

from lmsexport.formats.addresses import Addresses
from lmsexport.formats.manifests import NAME, downloads, manifest_of
from lmsexport.formats.qti12.read.assessments import Banks, assessments
from lmsexport.formats.qti12.read.canvas_settings import with_settings
from lmsexport.formats.qti12.read.item import Questions
from lmsexport.formats.qti12.read.response_processing import tag
from lmsexport.formats.qti12.rules.all_rules import PACKAGE_RULES, question_documents
from lmsexport.formats.shown_files import ShownFiles
from lmsexport.validation import Contents, Item, ItemRef, Module, Outline, Reader, Rule, Target


class Qti12Reader(Reader):
    """Reads quizzes in QTI 1.2, alone or in a package.

    It has no `documents`: the schema of QTI 1.2 itself is not at hand, and that of the cartridges' profile knows less.
    """

    kind: ClassVar[str] = "qti-1.2"
    title: ClassVar[str] = "QTI 1.2"
    rank: ClassVar[int] = 50
    rules: ClassVar[tuple[Rule, ...]] = PACKAGE_RULES
    main_document: ClassVar[str] = NAME
    only_questions: ClassVar[bool] = True

    def recognises(self, contents: Contents) -> str | None:
        """“QTI 1.2 package”, “QTI 1.2 document”."""
        if contents.single:
            return "QTI 1.2 document" if any(_documents(contents)) else None
        manifest = manifest_of(contents)
        types = {resource.type for resource in manifest.resources.values()} if manifest else set()
        if any(type.startswith("imsqti_xmlv1p") for type in types) or any(_documents(contents)):
            return "QTI 1.2 package"
        return None

    def downloads(self, contents: Contents) -> Collection[str]:
        """The files of the manifest."""
        return downloads(contents)

    def read(self, contents: Contents) -> Outline:
        """The assessments, in one module, and the banks."""
        ask, files = contents.once(Questions), ShownFiles(contents)
        items, banks = list[Item](), Banks(ask)
        for name, root in _documents(contents):
            found = [with_settings(item, item.id, files, {}) for item in assessments(root, name, ask, files)]
            banks.read(root, name)
            items += found
            if not found and root.find("{*}objectbank") is None:
                files.unread.append(f"{name} holds neither an assessment nor a bank")
        read = {name for name, _ in _documents(contents)}
        files.unread += [
            f"{name}: the manifest names it nowhere" for name, _ in question_documents(contents) if name not in read
        ]
        manifest = manifest_of(contents)
        title = manifest.title if manifest else ""
        module = Module(id="", title="", items=banks.named_in(items))
        language = manifest.language if manifest else ""
        return Outline(
            title=title, language=language, modules=(module,), banks=tuple(banks), unread=tuple(files.unread)
        )

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """A file; or a quiz of the package, as Canvas has links to them."""
        return contents.once(_addresses).target(address, base)


def _addresses(contents: Contents) -> Addresses:
    quizzes = (quiz for _, root in _documents(contents) for quiz in root.iterfind("{*}assessment"))
    named: dict[str, Target] = {quiz.get("ident", ""): ItemRef(quiz.get("ident", "")) for quiz in quizzes}
    return Addresses(ShownFiles(contents), named, {})


_TYPES = re.compile(r"imsqti_xmlv1p|associatedcontent/imscc_xmlv1p\d/learning-application-resource")
"""Types of resources that hold questions; Canvas gives its banks the second one."""


def _documents(contents: Contents) -> Iterator[tuple[str, etree._Element]]:
    """The documents of questions: those that the manifest names, in its order, else all."""
    manifest = manifest_of(contents)
    names = [
        name
        for resource in (manifest.resources.values() if manifest else ())
        if _TYPES.match(resource.type)
        for name in dict.fromkeys([resource.href, *resource.files])
    ]
    for name in dict.fromkeys(names) if manifest else contents:
        if name != NAME and (posixpath.splitext(name)[1].lower() in (".xml", ".qti") or contents.single):
            root = contents.xml(name)
            if root is not None and tag(root) == "questestinterop":
                yield name, root
