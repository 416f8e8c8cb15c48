"""Common Cartridges from anywhere, of the versions 1.0 to 1.3, thin ones too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from lmsexport.formats.cartridge.rules import RULES
from lmsexport.formats.cartridgeschemas import documents_of, version_of
from lmsexport.formats.manifests import NAME, Entry, Manifest, manifest_of
from lmsexport.formats.resources import Resources, is_bank, kind_of
from lmsexport.validation import Bank, Contents, Document, Item, Module, Outline, Rule


class CartridgeReader:
    """Reads Common Cartridges."""

    kind: ClassVar[str] = "cartridge"
    title: ClassVar[str] = "Common Cartridge"
    rank: ClassVar[int] = 30
    rules: ClassVar[tuple[Rule, ...]] = RULES

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

    def read(self, contents: Contents) -> Outline:
        """The course."""
        manifest = manifest_of(contents)
        if manifest is None:
            return Outline(unread=("the manifest cannot be read",))
        found = Resources(contents, manifest)
        modules, shown = _modules(manifest, found)
        outside, banks = _rest(manifest, found, shown)
        return Outline(
            title=manifest.title,
            text=manifest.description,
            language=manifest.language,
            modules=(*modules, Module(id="", title="", items=outside)) if outside else modules,
            banks=banks,
            unread=tuple(dict.fromkeys(found.unread)),
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


def _rest(manifest: Manifest, found: Resources, shown: set[str]) -> tuple[tuple[Item, ...], tuple[Bank, ...]]:
    """What stands in no module: pages, assessments and labs as items; banks as banks. Files only serve others."""
    items, banks = [], []
    for resource in manifest.resources.values():
        if is_bank(resource):
            banks += list(found.banks(resource))
        elif resource.id not in shown and kind_of(resource) not in ("download", "unknown"):
            items.append(found.item(resource.id, "", resource))
    return tuple(items), tuple(banks)
