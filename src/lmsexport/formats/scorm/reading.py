"""SCORM packages from anywhere: what an LMS shows of them; of our own packages, all that their pages say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from lxml import etree

from lmsexport.formats.manifests import NAME, Manifest, manifest_of
from lmsexport.formats.scorm.marks import marks_told
from lmsexport.formats.scorm.organisations import (
    CP_12,
    CP_2004,
    EDITION,
    mastery,
    organisation_of,
    scorm_type,
    version_of,
)
from lmsexport.formats.scorm.rules import RULES_12, RULES_2004
from lmsexport.pages.marks import as_told
from lmsexport.pages.reading import is_ours, read_pages
from lmsexport.validation import Contents, Document, Item, Module, Outline, Rule, line_of

_TIME = re.compile(r"(\d{1,6}):(\d\d):(\d\d)(?:\.\d+)?")
_DEEPEST = 30

_SCHEMAS_12 = ("scorm-1.2/imscp_rootv1p1p2.xsd", "scorm-1.2/adlcp_rootv1p2.xsd")
_SCHEMAS_2004 = ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "adlnav_v1p3.xsd", "imsss_v1p0.xsd")


class _ScormReader:
    """What the versions share."""

    version: ClassVar[str]
    rank: ClassVar[int] = 30

    def recognises(self, contents: Contents) -> str | None:
        """“SCORM 1.2 package”, “SCORM 2004 4th Edition package”."""
        manifest = manifest_of(contents)
        if manifest is None or version_of(manifest) != self.version:
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
            return as_told(read_pages(contents), (told[1:] for told in marks_told(contents)))
        manifest = manifest_of(contents)
        return _Structure(manifest).outline() if manifest is not None else Outline()


class Scorm12Reader(_ScormReader):
    """Reads SCORM 1.2."""

    kind: ClassVar[str] = "scorm-1.2"
    title: ClassVar[str] = "SCORM 1.2"
    version: ClassVar[str] = "1.2"
    rules: ClassVar[tuple[Rule, ...]] = RULES_12


class Scorm2004Reader(_ScormReader):
    """Reads SCORM 2004."""

    kind: ClassVar[str] = "scorm-2004"
    title: ClassVar[str] = "SCORM 2004"
    version: ClassVar[str] = "2004"
    rules: ClassVar[tuple[Rule, ...]] = RULES_2004


@dataclass
class _Structure:
    """A manifest as an outline."""

    manifest: Manifest
    unread: list[str] = field(default_factory=list)

    def outline(self) -> Outline:
        """The course: groups are modules, what stands alone is in a module without a title."""
        organisation = organisation_of(self.manifest)
        if organisation is None:
            return Outline(title=self.manifest.title, unread=("the package has no activities",))
        modules: list[Module] = []
        alone: list[Item] = []
        for element in organisation.iterfind("{*}item"):
            if element.find("{*}item") is None:
                alone.append(self.item(element))
                continue
            modules += _standing(alone)
            alone = []
            items = tuple(self.inside(element, 0))
            modules.append(Module(id=element.get("identifier", ""), title=_title(element), items=items))
        modules += _standing(alone)
        number_of = sum(item.kind != "heading" for module in modules for item in module.items)
        what = "the activity shows" if number_of == 1 else f"the {number_of} activities show"
        return Outline(
            title=_title(organisation) or self.manifest.title,
            text=self.manifest.description,
            language=self.manifest.language,
            modules=tuple(modules),
            unread=(f"what {what} is not read, only how the package is put together", *self.unread),
        )

    def inside(self, element: etree._Element, depth: int) -> Iterator[Item]:
        """What stands in a group; a group in it is a heading."""
        if element.get("identifierref"):
            yield self.item(element)
        for child in element.iterfind("{*}item"):
            if child.find("{*}item") is not None and depth < _DEEPEST:
                if not child.get("identifierref"):
                    yield Item(id=child.get("identifier", ""), kind="heading", title=_title(child))
                yield from self.inside(child, depth + 1)
            else:
                yield self.item(child)

    def item(self, element: etree._Element) -> Item:
        """An activity."""
        target = self.manifest.resources.get(element.get("identifierref", ""))
        asset = target is not None and scorm_type(self.manifest, target.id) == "asset"
        heading = not element.get("identifierref")
        address = (target.href if target else "") + element.get("parameters", "")
        return Item(
            id=element.get("identifier", ""), kind="heading" if heading else "lesson" if asset else "unknown",
            title=_title(element), url=address, settings=self.settings(element), place=f"{NAME}:{line_of(element)}",
        )  # fmt: skip

    def settings(self, element: etree._Element) -> Mapping[str, str]:
        """What an LMS is told of an activity."""
        found: dict[str, str] = {}
        if (mark := mastery(element)) is not None:
            found |= {"points": "100", "pass mark": f"{(mark + 0).normalize():f}"}
        limit = element.findtext("{*}maxtimeallowed") or ""
        if (time := _TIME.fullmatch(limit.strip())) is not None:
            minutes = Decimal(int(time[1]) * 60 + int(time[2])) + Decimal(int(time[3])) / 60
            found["time limit"] = f"{round(minutes, 2).normalize():f}"
        needs = (element.findtext("{*}prerequisites") or "").strip()
        if needs:
            names = {one.get("identifier", ""): _title(one) for one in self.manifest.root.iter("{*}item")}
            parts = [part.strip() for part in needs.split("&")]
            if all(part in names for part in parts):
                found["requires"] = "\n".join(sorted(f"{names[part]}: complete" for part in parts))
            else:
                self.unread.append(f"“{_title(element)}” opens when {needs}")
        if element.find("{*}sequencing/{*}sequencingRules") is not None:
            self.unread.append(f"“{_title(element)}” has rules of sequencing")
        return found


def _standing(items: list[Item]) -> list[Module]:
    return [Module(id="", title="", items=tuple(items))] if items else []


def _title(element: etree._Element) -> str:
    return " ".join((element.findtext("{*}title") or "").split())
