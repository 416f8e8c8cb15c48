"""Hashes over files and folders; what has not been touched is not read again. This module imports nothing heavy."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lmsexport import __version__

_NOT_SOURCE = frozenset({"dist", "node_modules", "__pycache__"})
"""Folders that no course is read from; hidden ones are none either."""


class Stamp(NamedTuple):
    """A file as it was: cheap to compare by size and times, safe to compare by its hash."""

    size: int
    mtime: int
    """When its content was changed, in nanoseconds."""
    ctime: int
    """When anything about it was changed: catches a copy that kept the time of its original."""
    sha256: str


class Fingerprints:
    """Hashes of files; one that has the size and times it had is not read again."""

    def __init__(self, known: dict[str, Stamp]) -> None:
        self._known = known
        self.seen: dict[str, Stamp] = {}
        """The stamps of all files that were asked for."""

    def of_file(self, key: str, path: Path | str) -> str:
        """SHA-256 of a file, remembered under `key`; empty when it cannot be read."""
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode):
                return ""
            known = self.seen.get(key) or self._known.get(key)
            if known and known[:3] == (status.st_size, status.st_mtime_ns, status.st_ctime_ns):
                self.seen[key] = known
                return known.sha256
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
        self._stamp(key, status, digest)
        return digest

    def remember_output(self, out: Path, name: str, sha256: str) -> None:
        """Take the sum of a file that was just written to the output folder."""
        self._stamp(f"out/{name}", os.stat(out / name), sha256)

    def _stamp(self, key: str, status: os.stat_result, sha256: str) -> None:
        self.seen[key] = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, sha256)

    def of_source(self, source: Path, out: Path) -> str:
        """A hash over a course's folder, without what cannot belong to it and without the output folder."""
        built = os.path.realpath(out)
        names = _walk(source, lambda folder: _may_be_source(folder, built))
        return self._of_files("source", source, (name for name in names if not _is_hidden(name)))

    def of_folder(self, key: str, folder: Path) -> str:
        """A hash over the names and contents of all files below a folder; that of a package's members."""
        return self._of_files(key, folder, _walk(folder, lambda folder: not folder.endswith("__pycache__")))

    def of_output(self, out: Path, name: str) -> str:
        """SHA-256 of an output, a file or a folder, as the report has it; empty when it is not there."""
        path = out / name
        return self.of_folder(f"out/{name}", path) if path.is_dir() else self.of_file(f"out/{name}", path)

    def _of_files(self, key: str, folder: Path, names: Iterator[str]) -> str:
        lines = (f"{self.of_file(f'{key}/{name}', f'{folder}/{name}')}  {name}\n" for name in sorted(names))
        return hashlib.sha256("".join(lines).encode(errors="surrogateescape")).hexdigest()


def fingerprint(*parts: str) -> str:
    """One hash over several."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def installed() -> str:
    """What is installed, in one text: lmsexport, Python, and every distribution with its version."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
        except OSError:
            continue  # a zip file, or a folder that is not there
    return " ".join((__version__, sys.version, *sorted(found)))


def _is_hidden(name: str) -> bool:
    return name.endswith("~") or name.rpartition("/")[2].startswith(".")


def _may_be_source(folder: str, out: str) -> bool:
    name = os.path.basename(folder)
    return not name.startswith(".") and name not in _NOT_SOURCE and os.path.realpath(folder) != out


def _walk(root: Path, enters: Callable[[str], bool]) -> Iterator[str]:
    """The files below a folder by their paths within it; links to folders are not followed."""
    for base, folders, names in os.walk(root):
        folders[:] = [name for name in folders if enters(f"{base}/{name}")]
        within = os.path.relpath(base, root).replace(os.sep, "/")
        prefix = "" if within == "." else f"{within}/"
        yield from (prefix + name for name in names)
