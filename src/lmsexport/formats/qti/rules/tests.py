"""Rules of packages and tests in QTI 2 and 3 that no schema says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.manifests import NAME, is_elsewhere, listed, manifest_of, missing_files, missing_manifest
from lmsexport.formats.qti.read.documents import called, documents, tree
from lmsexport.formats.qti.read.expressions import number
from lmsexport.formats.qti.read.tests import beside
from lmsexport.formats.qti.rules.questions import ITEM_RULES
from lmsexport.validation import Breach, Contents, Rule, Subject, line_of, rule

_REFERENCES = ("assessmentItemRef", "assessmentSectionRef", "assessmentStimulusRef")
_MEDIA = {"img": "src", "audio": "src", "video": "src", "source": "src", "track": "src", "object": "data",
          "stylesheet": "href"}  # fmt: skip


@rule(
    "qti-missing-file",
    "Every file that the manifest lists is in the package.",
    source="IMS Content Packaging 1.2 (file); QTI 2.2 integration guide",
    mend="add the file, or take it out of the manifest; names count exactly, capitals too",
    tried=False,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    return missing_files(subject.contents)


@rule(
    "qti-no-manifest",
    "A package has a manifest at its top.",
    source="IMS Content Packaging 1.2 (imsmanifest.xml); importers look for nothing else",
    mend="export the package again, or upload its documents one by one",
    tried=False,
)
def no_manifest(subject: Subject) -> Iterator[Breach]:
    return missing_manifest(subject.contents)


@rule(
    "qti-dangling-dependency",
    "Every resource depends on resources of the manifest.",
    source="IMS Content Packaging 1.2 (dependency, identifierref)",
    mend="correct the identifier, or add the resource",
    tried=False,
)
def dangling_dependency(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_of(subject.contents)
    for resource in manifest.resources.values() if manifest else ():
        for need in resource.needs:
            if manifest is not None and need not in manifest.resources:
                yield Breach(f"{resource.id} depends on {need or '?'}, which is not in the manifest", NAME,
                             resource.line)  # fmt: skip


@rule(
    "qti-missing-document",
    "Every question, section and passage that a test or a question refers to is in the package.",
    source="QTI 2.2 information model (assessmentItemRef, assessmentSectionRef: href)",
    mend="add the document, or correct its address; names count exactly, capitals too",
    tried=False,
)
def missing_document(subject: Subject) -> Iterator[Breach]:
    if subject.contents.single:
        return
    for name, root in documents(subject.contents):
        for element in root.iter(*_REFERENCES):
            href = element.get("href", "")
            wanted = beside(name, href)
            if not is_elsewhere(href) and (not href or wanted not in subject.contents):
                also = subject.contents.otherwise(wanted)
                yield Breach(f"{called(root)} refers to {href or '(nothing)'}, which is not there{also}", name,
                             line_of(element))  # fmt: skip


@rule(
    "qti-unlisted-document",
    "Every document that a test refers to is a resource of the manifest.",
    source="QTI 2.2 integration guide: importers take what the manifest names; Canvas leaves the question out",
    mend="add a resource for it, and a dependency of the test's resource",
    severity=Severity.WARNING,
    tried=True,
)
def unlisted_document(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_of(subject.contents)
    if manifest is None:
        return
    known = listed(manifest)
    for name, root in documents(subject.contents):
        for element in root.iter(*_REFERENCES):
            wanted = beside(name, element.get("href", ""))
            if wanted in subject.contents and wanted not in known:
                yield Breach(f"{wanted} is not in the manifest", name, line_of(element))


@rule(
    "qti-missing-media",
    "Every picture, sound, film and style sheet that a document shows is in the package.",
    source="QTI 2.2 information model (img, object, stylesheet)",
    mend="add the file, or correct its address; names count exactly, capitals too",
    tried=False,
)
def missing_media(subject: Subject) -> Iterator[Breach]:
    if subject.contents.single:
        return
    for name, root in documents(subject.contents):
        for element in root.iter(*_MEDIA):
            address = (element.get(_MEDIA[str(element.tag)]) or "").strip()
            wanted = beside(name, address)
            if address and not is_elsewhere(address) and wanted not in subject.contents:
                also = subject.contents.otherwise(wanted)
                yield Breach(f"{called(root)} shows {address}, which is not in the package{also}", name,
                             line_of(element))  # fmt: skip


@rule(
    "qti-selection",
    "A section does not draw more questions than it has.",
    source="QTI 2.2 information model (selection: select, withReplacement)",
    mend="draw fewer, or add questions",
    tried=False,
)
def selection(subject: Subject) -> Iterator[Breach]:
    for name, root in documents(subject.contents):
        for element in root.iter("selection"):
            section = element.getparent()
            wanted = number(element.get("select"))
            if section is None or element.get("withReplacement") == "true":
                continue
            have = sum(child.tag in ("assessmentItemRef", "assessmentSection", "assessmentSectionRef")
                       for child in section)  # fmt: skip
            if wanted is None or wanted < 0 or wanted > have:
                yield Breach(f"{called(section)} draws {element.get('select') or '?'} of {have}", name,
                             line_of(element))  # fmt: skip


@rule(
    "qti-duplicate-reference",
    "No two parts of a test have the same identifier.",
    source="QTI 2.2 information model (identifier of testPart, assessmentSection and assessmentItemRef); qti-sdk and "
    "Canvas lose one of the questions",
    mend="give each an identifier of its own",
    tried=True,
)
def duplicate_reference(subject: Subject) -> Iterator[Breach]:
    for name, root in documents(subject.contents):
        if root.tag != "assessmentItem":
            parts = root.iter("testPart", "assessmentSection", "assessmentItemRef", "assessmentSectionRef")
            counted = Counter(one.get("identifier") for one in parts if one is not root)
            for ident, times in counted.items():
                if times > 1:
                    yield Breach(f"{called(root)} has {times} parts with the identifier {ident}", name, line_of(root))


@rule(
    "qti-duplicate-item",
    "No two questions of a package have the same identifier.",
    source="QTI 2.2 information model (assessmentItem: identifier is globally unique); Canvas keeps the last one",
    mend="give each an identifier of its own",
    severity=Severity.WARNING,
    tried=True,
)
def duplicate_item(subject: Subject) -> Iterator[Breach]:
    known: dict[str, str] = {}
    for name, root in documents(subject.contents):
        ident = root.get("identifier", "")
        if root.tag == "assessmentItem" and ident:
            if ident in known:
                yield Breach(f"{called(root)} has the identifier {ident}, as {known[ident]} has", name, line_of(root))
            known.setdefault(ident, name)


@rule(
    "qti-nothing-asked",
    "Every test asks something.",
    source="QTI 2.2 information model (assessmentSection); Canvas asks every question of the package instead",
    mend="add questions, or take the test out",
    severity=Severity.WARNING,
    tried=True,
)
def nothing_asked(subject: Subject) -> Iterator[Breach]:
    for name, root in documents(subject.contents):
        if root.tag == "assessmentTest" and next(root.iter("assessmentItemRef", "assessmentSectionRef"), None) is None:
            yield Breach(f"{called(root)} has no question", name, line_of(root))


@rule(
    "qti-broken-document",
    "Every document that the manifest calls a question or a test is one.",
    source="QTI 2.2 integration guide (resource types); the import of Canvas fails",
    mend="correct the type of the resource, or the document",
    tried=True,
)
def broken_document(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_of(subject.contents)
    roots = {"item": "assessmentItem", "test": "assessmentTest", "section": "assessmentSection"}
    for resource in manifest.resources.values() if manifest else ():
        kind = resource.type.partition("_")[2].partition("_")[0]
        wanted = roots.get(kind) if resource.type.startswith("imsqti_") else None
        found = _root_of(subject.contents, resource.href) if wanted and resource.href in subject.contents else None
        if found is not None and found[0] != wanted:
            yield Breach(f"{resource.href} is called a {kind}, and is `{found[0]}`", resource.href, found[1])


def _root_of(contents: Contents, member: str) -> tuple[str, int] | None:
    """What a document begins with, as QTI 2 calls it, and in which line; None for what is no XML."""
    root = tree(contents, member)
    if root is None:
        root = contents.xml(member)
    return None if root is None else (etree.QName(root).localname, line_of(root))


RULES: tuple[Rule, ...] = (
    missing_file, no_manifest, dangling_dependency, missing_document, unlisted_document, missing_media, selection,
    duplicate_reference, duplicate_item, nothing_asked, broken_document, *ITEM_RULES,
)  # fmt: skip
