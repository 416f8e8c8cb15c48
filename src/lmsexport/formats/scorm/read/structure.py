"""The activities of a SCORM package from anywhere, as its manifest puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from lmsexport.formats.manifests import NAME, Manifest
from lmsexport.formats.scorm.read.organisations import mastery, organisation_of, scorm_type
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Item, Module, Outline, RichText, line_of

_TIME = re.compile(r"(\d{1,6}):(\d\d):(\d\d)(?:\.\d+)?")
_DEEPEST = 30


@dataclass
class ManifestStructure:
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
            text=RichText(self.manifest.description),
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
            found |= {"points": "100", "pass mark": plain_number(mark)}
        limit = element.findtext("{*}maxtimeallowed") or ""
        if (time := _TIME.fullmatch(limit.strip())) is not None:
            minutes = Decimal(int(time[1]) * 60 + int(time[2])) + Decimal(int(time[3])) / 60
            found["time limit"] = plain_number(round(minutes, 2))
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
