"""The schema store: official schemas of the standards bodies, in the user's cache, each pinned by its SHA-256.

`schemas.json` lists every file that lmsexport knows. A file with another sum is refused, so that the same package is
judged in the same way everywhere. Reading the store never touches the network; only `fetch` does.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import posixpath
import re
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import IO, Any

from lxml import etree

from lmsexport.errors import LmsExportError
from lmsexport.packaging.replace import fresh

XS = "{http://www.w3.org/2001/XMLSchema}"

_LARGEST = 5_000_000
"""Bytes; no schema is larger."""

Open = Callable[[str], IO[bytes]]
"""Opens an address."""


@dataclass(frozen=True, slots=True)
class Known:
    """A schema file that lmsexport knows."""

    name: str
    """Folder and name: `scorm-1.2/adlcp_rootv1p2.xsd`."""
    sha256: str
    address: str
    """Where its publisher offers it; empty where it comes only within an archive."""


@cache
def known() -> Mapping[str, Known]:
    """All files that the store can hold, by name."""
    rows = json.loads(Path(__file__).with_name("schemas.json").read_text(encoding="utf-8"))
    return {name: Known(name, row["sha256"], row["address"]) for name, row in rows.items()}


def store_folder() -> Path:
    """LMSEXPORT_SCHEMAS, else `lmsexport/schemas` in the user's cache (XDG Base Directory Specification 0.8)."""
    if own := os.environ.get("LMSEXPORT_SCHEMAS"):
        return Path(own)
    cache_home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (cache_home if cache_home.is_absolute() else Path.home() / ".cache") / "lmsexport" / "schemas"


class MissingSchemasError(LmsExportError):
    """The store does not hold what a document needs; `names` says what."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(", ".join(self.names))


class Store:
    """The schemas at hand."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or store_folder()
        self._compiled: dict[tuple[str, ...], etree.XMLSchema] = {}

    @cached_property
    def held(self) -> Mapping[str, Path]:
        """The files that are here with the right sum, by name."""
        paths = {name: self.folder / name for name in known()}
        return {name: path for name, path in paths.items() if path.is_file() and _sum(path) == known()[name].sha256}

    def add(self, folder: Path) -> list[str]:
        """Take in every known file below a folder, whatever it is called there; their names. Others are left alone."""
        by_sum: dict[str, list[str]] = {}
        for file in known().values():
            by_sum.setdefault(file.sha256, []).append(file.name)
        added = []
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in (".xsd", ".dtd") and path.stat().st_size <= _LARGEST:
                for name in by_sum.get(_sum(path), ()):
                    self._keep(name, path.read_bytes())
                    added.append(name)
        self.__dict__.pop("held", None)
        return sorted(set(added))

    def fetch(self, names: Iterable[str], opening: Open | None = None) -> Iterator[tuple[str, str]]:
        """Load files from their official addresses: name, and why it could not be had (empty when all is well)."""
        for name in names:
            yield name, self._fetched(known()[name], opening or _open)
        self.__dict__.pop("held", None)

    def _fetched(self, file: Known, opening: Open) -> str:
        if not file.address:
            return "its publisher offers it only within an archive: load that, unpack it, and use `schemas add`"
        try:
            with opening(file.address) as answer:
                data = answer.read(_LARGEST + 1)
        except (OSError, ValueError, http.client.HTTPException) as error:
            return f"{file.address}: {error or type(error).__name__}"
        if hashlib.sha256(data).hexdigest() != file.sha256:
            return f"{file.address} has another file now than the one that lmsexport knows"
        self._keep(file.name, data)
        return ""

    def _keep(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh(path) as temporary:
            temporary.write_bytes(data)

    def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
        """One schema of several files, each for its own namespace. Raises `MissingSchemasError`.

        The files are compiled once, in a folder of their own and without what no validator takes (`_mended`).
        """
        if missing := [name for name in names if name not in self.held]:
            raise MissingSchemasError(missing)
        if names not in self._compiled:
            with tempfile.TemporaryDirectory(prefix="lmsexport-schemas-") as folder:
                self._compiled[names] = _compiled(Path(folder), names, self.held)
        return self._compiled[names]


def _open(address: str) -> IO[bytes]:
    answer: Any = urllib.request.urlopen(address, timeout=30)  # noqa: S310 - the addresses of schemas.json
    return answer  # type: ignore[no-any-return]


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compiled(folder: Path, names: tuple[str, ...], held: Mapping[str, Path]) -> etree.XMLSchema:
    """The schemas of a few files with all that they include, written side by side as in the store."""
    todo, done = list(names), set[str]()
    spaces: dict[str, str] = {}
    while todo:
        name = todo.pop()
        if name in done:
            continue
        done.add(name)
        tree = _parsed(held[name])
        spaces[name] = tree.getroot().get("targetNamespace", "")
        todo += _mended(tree, name, held)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        tree.write(path, encoding="utf-8", xml_declaration=True)
    root = etree.Element(f"{XS}schema")
    for name in names:
        etree.SubElement(root, f"{XS}import", namespace=spaces[name], schemaLocation=name)
    wrapper = folder / "all.xsd"
    etree.ElementTree(root).write(wrapper)
    return etree.XMLSchema(etree.parse(wrapper, _PARSER))


_PARSER = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)


def _mended(tree: etree._ElementTree, name: str, held: Mapping[str, Path]) -> list[str]:
    """Make a schema fit for compiling without network; the names of the files that it includes.

    Addresses become the files that stand for them in the store. Two published schemas cannot be compiled as they are:
    Canvas' gives one thing two types and puts attributes before elements, and SCORM 1.2's for the XML namespace makes
    that its default one.
    """
    included = []
    for element in tree.iter(f"{XS}import", f"{XS}include", f"{XS}redefine"):
        location = element.get("schemaLocation", "")
        found = _found(location, name, held) if location else None
        if found:
            element.set("schemaLocation", posixpath.relpath(found, posixpath.dirname(name) or "."))
            included.append(found)
        elif location:
            del element.attrib["schemaLocation"]
    if name == "canvas/cccv1p0.xsd":
        _mend_types(tree)
    return included


def _found(location: str, name: str, held: Mapping[str, Path]) -> str | None:
    """The file of the store that a location stands for."""
    if "://" not in location:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), location))
        return beside if beside in held else None
    base = posixpath.basename(location)
    near = [known for known in held if posixpath.basename(known) == base]
    return min(near, key=lambda known: (posixpath.dirname(known) != posixpath.dirname(name), known), default=None)


def _parsed(path: Path) -> etree._ElementTree:
    """A schema without a default namespace that no document can have."""
    data = re.sub(rb'xmlns="http://www.w3.org/XML/1998/namespace"\s*', b"", path.read_bytes(), count=1)
    return etree.ElementTree(etree.fromstring(data, _PARSER))


def _mend_types(tree: etree._ElementTree) -> None:
    """Give every element one type, and let attributes come after elements (XML Schema 1.0, 3.3.2 and 3.4.2)."""
    for element in list(tree.iter(f"{XS}element", f"{XS}attribute")):
        for own in [element.find(f"{XS}{kind}Type") for kind in ("complex", "simple")]:
            if own is not None and element.get("type"):
                element.remove(own)
    for kind in tree.iter(f"{XS}complexType"):
        kind.extend(kind.findall(f"{XS}attribute"))
