"""Common Cartridges from anywhere, of the versions 1.0 to 1.3, thin ones too."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import ClassVar

from lmsexport.formats.cartridge.rules.all_rules import RULES
from lmsexport.formats.imscc.resources import Resources, is_bank, kind_of
from lmsexport.formats.imscc.schemas import documents_of, version_of
from lmsexport.formats.manifests import NAME, Entry, Manifest, downloads, manifest_of
from lmsexport.validation import Contents, Document, Item, Module, Outline, Reader, RichText, Rule


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
        modules, shown = _modules(manifest, found)
        outside = _rest(manifest, found, shown)
        modules = (*modules, Module(id="", title="", items=outside)) if outside else modules
        return Outline(
            title=manifest.title,
            text=RichText(manifest.description),
            language=manifest.language,
            modules=tuple(replace(module, items=found.banks.named_in(module.items)) for module in modules),
            banks=tuple(found.banks),
            unread=tuple(dict.fromkeys((*found.unread, *found.left_over()))),
        )


def _modules(manifest: Manifest, found: Resources) -> tuple[tuple[Module, ...], set[str]]:
    """The folders right below the root of the organisation as modules; and the resources that they show."""
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
    shown = {entry.resource for entry in entries}
    return tuple(Module(id=id, title=title, items=tuple(items)) for id, title, items in modules), shown


def _item(entry: Entry, manifest: Manifest, found: Resources) -> Item:
    resource = manifest.resources.get(entry.resource)
    if resource is not None:
        return found.item(entry.id, entry.title, resource)
    if entry.resource:
        found.unread.append(f"“{entry.title}” shows the resource {entry.resource}, which is not there")
    return Item(id=entry.id, kind="heading", title=entry.title, place=f"{NAME}:{entry.line}")


def _rest(manifest: Manifest, found: Resources, shown: set[str]) -> tuple[Item, ...]:
    """What stands in no module: pages, assessments and labs as items; banks are read. Files only serve others, those in
    HTML, too, that others say they need."""
    items = []
    needed = {id for resource in manifest.resources.values() for id in resource.needs}
    for resource in manifest.resources.values():
        kind = kind_of(resource)
        if kind == "lesson" and resource.id in needed:
            continue
        if is_bank(resource):
            found.read_bank(resource)
        elif resource.id not in shown and kind not in ("download", "unknown"):
            items.append(found.item(resource.id, "", resource))
    return tuple(items)
