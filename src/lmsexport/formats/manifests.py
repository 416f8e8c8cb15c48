"""IMS manifests from anywhere: resources, and the items that an organisation puts them into (IMS CP 1.1.4 and 1.2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from lmsexport.validation import Breach, Contents, line_of

NAME = "imsmanifest.xml"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a package brings along."""

    id: str
    type: str
    href: str
    """The member that it begins with, as the member is called; an address when it is elsewhere; may be empty."""
    files: tuple[str, ...]
    """All its members, as they are called."""
    needs: tuple[str, ...]
    """Identifiers of the resources that it depends on."""
    line: int
    stands_for: str = ""
    """Identifier of the resource that it is another form of, for LMSs that do not know its type (`variant`, CC 1.3)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of an organisation."""

    id: str
    title: str
    resource: str
    """Identifier of its resource; empty for a heading."""
    depth: int
    """0 for an item right below the organisation."""
    parent: str
    """Identifier of the item around it; empty for none."""
    line: int


class Manifest:
    """What a manifest says."""

    def __init__(self, root: etree._Element, members: Container[str] = ()) -> None:
        self.root = root
        self._members = members

    @property
    def namespace(self) -> str:
        """The namespace that tells the version of the packaging."""
        return etree.QName(self.root).namespace or ""

    @property
    def schema(self) -> tuple[str, str]:
        """What the manifest calls its format, and the version."""
        metadata = self.root.find("{*}metadata")
        if metadata is None:
            return "", ""
        name, version = (metadata.findtext(f"{{*}}{part}") or "" for part in ("schema", "schemaversion"))
        return name.strip(), version.strip()

    @property
    def title(self) -> str:
        """The title in its metadata, else that of its first organisation."""
        general = self.root.find("{*}metadata/{*}lom/{*}general/{*}title")
        said = "".join(map(str, general.itertext())).strip() if general is not None else ""
        return said or (self.root.findtext("{*}organizations/{*}organization/{*}title") or "").strip()

    @property
    def description(self) -> str:
        """The description in its metadata."""
        said = self.root.find("{*}metadata/{*}lom/{*}general/{*}description")
        return "".join(map(str, said.itertext())).strip() if said is not None else ""

    @property
    def language(self) -> str:
        """The language in its metadata."""
        return (self.root.findtext("{*}metadata/{*}lom/{*}general/{*}language") or "").strip()

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by identifier; of two with one, the first."""
        found: dict[str, Resource] = {}
        all_base = self.root.find("{*}resources")
        base = _base(self.root) + (_base(all_base) if all_base is not None else "")
        for element in self.root.iterfind("{*}resources/{*}resource"):
            own = base + _base(element)
            href = element.get("href", "")
            files = tuple(
                self._member(own, one.get("href", "")) for one in element.iterfind("{*}file") if one.get("href")
            )
            needs = tuple(one.get("identifierref", "") for one in element.iterfind("{*}dependency"))
            variant = element.find("{*}variant")
            resource = Resource(
                element.get("identifier", ""), element.get("type", ""), self._member(own, href) if href else "", files,
                needs, line_of(element), variant.get("identifierref", "") if variant is not None else "",
            )  # fmt: skip
            found.setdefault(resource.id, resource)
        return found

    def _member(self, base: str, href: str) -> str:
        """The member that an address means (RFC 3986, 5.2); addresses elsewhere stay as they are."""
        if "://" in href or href.startswith("//"):
            return href
        paths = [posixpath.normpath(path) for path in spellings(base + href)]
        return next((path for path in paths if path in self._members), paths[-1] if paths else "")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The items of the first organisation, in reading order."""
        organisations = self.root.find("{*}organizations")
        if organisations is None:
            return ()
        default = organisations.get("default")
        found = list(organisations.iterfind("{*}organization"))
        chosen = next((one for one in found if one.get("identifier") == default), found[0] if found else None)
        return tuple(_entries(chosen)) if chosen is not None else ()


def _entries(organisation: etree._Element) -> Iterator[Entry]:
    depth: dict[etree._Element, int] = {organisation: -1}
    for element in organisation.iter("{*}item"):
        parent = element.getparent()
        if parent is None or parent not in depth:
            continue
        depth[element] = depth[parent] + 1
        yield Entry(
            element.get("identifier", ""),
            (element.findtext("{*}title") or "").strip(),
            element.get("identifierref", ""),
            depth[element],
            parent.get("identifier", "") if parent is not organisation else "",
            line_of(element),
        )


def _base(element: etree._Element) -> str:
    return element.get("{http://www.w3.org/XML/1998/namespace}base", "")


def spellings(address: str) -> Iterator[str]:
    """The paths that an address can mean: its letters as they are, since writers forget to encode them (`Lab #3.txt`),
    then as RFC 3986 has it, without query and fragment."""
    yield from dict.fromkeys(path for path in (address, unquote(re.split("[?#]", address)[0])) if path)


def is_elsewhere(address: str) -> bool:
    """Whether an address leads out of the package, or holds what it means itself."""
    return "://" in address or address.startswith(("//", "data:", "#", "mailto:"))


BRIGHTSPACE = "http://desire2learn.com/xsd/d2lcp_v2p0"


def written_by_brightspace(manifest: Manifest) -> bool:
    """Whether a manifest is that of Brightspace, which names the namespace of SCORM, and uses nothing of it."""
    return BRIGHTSPACE in manifest.root.nsmap.values()


def absent(manifest: Manifest, contents: Contents) -> Iterator[tuple[Resource, str]]:
    """The files that resources list and the package does not hold."""
    for resource in manifest.resources.values():
        for name in dict.fromkeys((resource.href, *resource.files)):
            if name and not is_elsewhere(name) and name not in contents:
                yield resource, name


def missing_files(contents: Contents) -> Iterator[Breach]:
    """The same as breaches, with what is written otherwise."""
    manifest = manifest_of(contents)
    for resource, name in absent(manifest, contents) if manifest else ():
        what = f"{name} is listed, and not in the package{contents.otherwise(name)}"
        yield Breach(what, NAME, resource.line)


def missing_manifest(contents: Contents) -> Iterator[Breach]:
    """A package without a manifest."""
    if not contents.single and NAME not in contents:
        yield Breach(f"there is no {NAME}{contents.otherwise(NAME)}")


def listed(manifest: Manifest) -> set[str]:
    """All files that resources list."""
    return {name for resource in manifest.resources.values() for name in (resource.href, *resource.files)}


def downloads(contents: Contents) -> frozenset[str]:
    """The files that a manifest lists as such (`webcontent`): students see or download them as they are."""
    manifest = manifest_of(contents)
    files = (one for one in (manifest.resources.values() if manifest else ()) if one.type == "webcontent")
    return frozenset(name for resource in files for name in (resource.href, *resource.files))


def manifest_in(contents: Contents) -> Manifest:
    """The manifest of a package that was recognised by it."""
    found = manifest_of(contents)
    assert found is not None, "only packages with a manifest are recognised"
    return found


def manifest_of(contents: Contents) -> Manifest | None:
    """The manifest of a package; the same one for all who ask, None for none that can be read."""
    return contents.once(_read)


def _read(contents: Contents) -> Manifest | None:
    root = contents.xml(NAME)
    return Manifest(root, contents) if root is not None and etree.QName(root).localname == "manifest" else None
