"""Common Cartridges from anywhere, of the versions 1.0 to 1.3, thin ones too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from lmsexport.formats.addresses import Addresses
from lmsexport.formats.cartridge.rules.all_rules import RULES
from lmsexport.formats.imscc.resources import Resources, is_assignment, is_bank, kind_of, with_tasks
from lmsexport.formats.imscc.schemas import documents_of, version_of
from lmsexport.formats.manifests import NAME, Entry, Manifest, Resource, downloads, manifest_in, manifest_of
from lmsexport.validation import Contents, Document, Item, Module, Outline, Reader, RichText, Rule, Target


class CartridgeReader(Reader):
    """Reads Common Cartridges."""

    kind: ClassVar[str] = "cartridge"
    schemas: ClassVar[tuple[str, ...]] = ("common-cartridge-1.1",)
    title: ClassVar[str] = "Common Cartridge"
    rank: ClassVar[int] = 30
    rules: ClassVar[tuple[Rule, ...]] = RULES
    main_document: ClassVar[str] = NAME

    def recognises(self, contents: Contents) -> str | None:
        """“Common Cartridge 1.1”; “Common Cartridge 1.3, thin”."""
        manifest = manifest_of(contents)
        version = version_of(manifest)
        if manifest is None or not version:
            return None
        return f"Common Cartridge {version}" + (", thin" if "thin" in manifest.schema[0].lower() else "")

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The manifest, the assessments, links, topics and labs; version 1.0 has schemas of its own."""
        return documents_of(contents)

    def downloads(self, contents: Contents) -> Collection[str]:
        """The files of the manifest."""
        return downloads(contents)

    def read(self, contents: Contents) -> Outline:
        """The course."""
        manifest = manifest_of(contents)
        if manifest is None:
            return Outline(unread=("the manifest cannot be read",))
        found = Resources(contents, manifest)
        modules, outside = _modules(manifest, found), _rest(manifest, found)
        modules = (*modules, Module(id="", title="", items=outside)) if outside else modules
        return Outline(
            title=manifest.title,
            text=RichText(manifest.description),
            language=manifest.language,
            modules=tuple(replace(module, items=found.banks.named_in(module.items)) for module in modules),
            banks=tuple(found.banks),
            unread=tuple(dict.fromkeys((*found.unread, *found.left_over()))),
        )

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """A file, or the item that shows a page or a document."""
        return contents.once(_addresses).target(address, base)


def _modules(manifest: Manifest, found: Resources) -> tuple[Module, ...]:
    """The folders right below the root of the organisation as modules."""
    entries = manifest.entries
    roots = [entry for entry in entries if entry.depth == 0]
    top = 1 if len(roots) == 1 and not roots[0].resource else 0
    modules: list[tuple[str, str, list[Item]]] = []
    for entry in entries:
        if entry.depth == top and not entry.resource:
            modules.append((entry.id, entry.title, []))
        elif entry.depth >= top:
            if not modules or (entry.depth == top and modules[-1][1]):
                modules.append(("", "", []))
            modules[-1][2].append(_item(entry, manifest, found))
    return tuple(Module(id=id, title=title, items=with_tasks(items)) for id, title, items in modules)


def _item(entry: Entry, manifest: Manifest, found: Resources) -> Item:
    resource = manifest.resources.get(entry.resource)
    if resource is not None:
        return found.item(entry.id, entry.title, resource)
    if entry.resource:
        found.unread.append(f"“{entry.title}” shows the resource {entry.resource}, which is not there")
    return Item(id=entry.id, kind="heading", title=entry.title, place=f"{NAME}:{entry.line}")


def _rest(manifest: Manifest, found: Resources) -> tuple[Item, ...]:
    """What stands in no module, as items; banks are read."""
    for resource in manifest.resources.values():
        if is_bank(resource):
            found.read_bank(resource)
    return tuple(found.item(resource.id, "", resource) for resource in _outside(manifest))


def _outside(manifest: Manifest) -> Iterator[Resource]:
    """Pages, assessments and labs that stand in no module. Files only serve others, those in HTML, too, that others say
    they need."""
    shown = {entry.resource for entry in manifest.entries}
    forms = {resource.stands_for: resource.id for resource in manifest.resources.values()}
    needed = {id for resource in manifest.resources.values() for id in resource.needs}
    for resource in manifest.resources.values():
        kind = kind_of(resource)
        serves = kind == "download" or (kind == "lesson" and resource.id in needed) or resource.stands_for
        is_read = kind != "unknown" or is_assignment(resource)
        if shown.isdisjoint((resource.id, forms.get(resource.id))) and is_read and not serves and not is_bank(resource):
            yield resource


def _addresses(contents: Contents) -> Addresses:
    manifest = manifest_in(contents)
    placed = {resource.id: resource.id for resource in _outside(manifest)}
    placed |= {entry.resource: entry.id for entry in reversed(manifest.entries)}
    found = Resources(contents, manifest)
    for page, lab in pairwise(manifest.entries):
        if found.is_lab(lab.resource) and found.is_task(page.resource):
            placed[page.resource] = lab.id
    return found.addresses(placed, {entry.id: entry.id for entry in manifest.entries})
