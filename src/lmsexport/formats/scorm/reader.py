"""SCORM packages from anywhere: what an LMS shows of them; of our own packages, all that their pages say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from lmsexport.formats.manifests import NAME, manifest_of, written_by_brightspace
from lmsexport.formats.scorm.read.gates import other_gates
from lmsexport.formats.scorm.read.organisations import (
    CP_12,
    CP_2004,
    EDITION,
    version_of,
)
from lmsexport.formats.scorm.read.pass_marks import launched_marks
from lmsexport.formats.scorm.read.structure import ManifestStructure
from lmsexport.formats.scorm.rules.package import RULES_12, RULES_2004
from lmsexport.pages.pass_marks import with_lms_marks
from lmsexport.pages.reading import is_ours, read_pages
from lmsexport.validation import Contents, Document, Outline, Reader, Rule

_SCHEMAS_12 = ("scorm-1.2/imscp_rootv1p1p2.xsd", "scorm-1.2/adlcp_rootv1p2.xsd")
_SCHEMAS_2004 = ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "adlnav_v1p3.xsd", "imsss_v1p0.xsd")


class _ScormReader(Reader):
    """What the versions share."""

    version: ClassVar[str]
    main_document: ClassVar[str] = NAME
    plays: ClassVar[bool] = True
    rank: ClassVar[int] = 30

    def recognises(self, contents: Contents) -> str | None:
        """“SCORM 1.2 package”, “SCORM 2004 4th Edition package”."""
        manifest = manifest_of(contents)
        if manifest is None or version_of(manifest) != self.version or written_by_brightspace(manifest):
            return None
        edition = EDITION.search(manifest.schema[1])
        if self.version == "2004" and edition:
            return f"SCORM 2004 {edition[1] or '2nd'} Edition package"
        return f"SCORM {self.version} package"

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The manifest. The schema of its metadata is not at hand, or cannot be compiled: they are left out."""
        manifest = manifest_of(contents)
        if manifest is None:
            return
        lom = ("{http://www.imsglobal.org/xsd/imsmd_rootv1p2p1}lom", "{http://ltsc.ieee.org/xsd/LOM}lom")
        if self.version == "1.2":
            if manifest.namespace == CP_12:
                yield Document(NAME, _SCHEMAS_12, without=lom)
        elif manifest.namespace == CP_2004:
            edition = "3rd" if "3rd" in manifest.schema[1] else "4th"
            yield Document(NAME, tuple(f"scorm-2004-{edition}/{name}" for name in _SCHEMAS_2004), without=lom)

    def read(self, contents: Contents) -> Outline:
        """The activities of the organisation that an LMS shows; of our own packages, the course, with the pass marks
        that the LMS is told."""
        if is_ours(contents):
            outline = read_pages(contents)
            unread = (*outline.unread, *other_gates(contents, outline))
            return with_lms_marks(replace(outline, unread=unread), (told[1:] for told in launched_marks(contents)))
        manifest = manifest_of(contents)
        return ManifestStructure(manifest).outline() if manifest is not None else Outline()


class Scorm12Reader(_ScormReader):
    """Reads SCORM 1.2."""

    kind: ClassVar[str] = "scorm-1.2"
    schemas: ClassVar[tuple[str, ...]] = ("scorm-1.2",)
    title: ClassVar[str] = "SCORM 1.2"
    version: ClassVar[str] = "1.2"
    rules: ClassVar[tuple[Rule, ...]] = RULES_12


class Scorm2004Reader(_ScormReader):
    """Reads SCORM 2004."""

    kind: ClassVar[str] = "scorm-2004"
    schemas: ClassVar[tuple[str, ...]] = ("scorm-2004-3rd", "scorm-2004-4th")
    title: ClassVar[str] = "SCORM 2004"
    version: ClassVar[str] = "2004"
    rules: ClassVar[tuple[Rule, ...]] = RULES_2004
