"""What archives, folders and single files have in common: entries to read from. Nothing in them is trusted."""

from __future__ import annotations

import hashlib
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from lmsexport.errors import LmsExportError

MAX_MEMBERS = 200_000
"""An archive with more members than this is not read."""
MAX_RATIO = 250
"""How many times its own size an archive may unpack to before it is taken for a bomb (deflate reaches 1,032)."""
ALWAYS_READ = 1_000_000_000
"""Bytes that any archive may unpack to."""
BLOCK = 1 << 18
"""Bytes that are read at once."""

TOO_MANY = f"it has more than {MAX_MEMBERS:,} files"
BOMB = "the archive unpacks to far more than a course can have: nobody should unpack it"


class PackageError(LmsExportError):
    """The file is no package that can be read."""


Kind = Literal["file", "folder", "link", "special"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands in an archive."""

    name: str
    """As it stands there, with forward slashes, and without `./` at its beginning."""
    size: int
    """Bytes, as the archive says."""
    kind: Kind = "file"
    encrypted: bool = False
    legible: bool = True
    """Whether the archive says how the letters of the name are written."""
    packing: str = ""
    """How it is compressed, when that is not the one way that every program knows."""
    handle: Any = None
    """What the archive's own reader knows it by."""

    @property
    def safe(self) -> bool:
        """Whether the name stays within the package on every system."""
        steps = self.name.split("/")
        drive = self.name[1:2] == ":" and self.name[0].isalpha()
        return not drive and not {"\\", "\0"} & set(self.name) and not {"", ".", ".."} & set(steps)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the bytes of a member are."""

    size: int
    sha1: str
    """In hexadecimal digits, as the next."""
    sha256: str


class Stream(AbstractContextManager["Stream"]):
    """A member from its beginning. Reading raises `PackageError` where the member is damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all; fewer at the end."""
        with guarded():
            return self._file.read(size)

    def close(self) -> None:
        """Let go of it."""
        self._file.close()

    def __exit__(self, *_: object) -> None:
        self.close()


class Holder:
    """What entries are read from."""

    kind: Literal["zip", "tar", "tar.gz", "folder", "file"]
    entries: tuple[Entry, ...]

    def open(self, entry: Entry) -> Stream:
        """An entry from its beginning. Raises `PackageError`."""
        raise NotImplementedError

    def sums(self, entry: Entry) -> Sums:
        """Read an entry to its end. Raises `PackageError` when that fails."""
        with self.open(entry) as file:
            return summed_up(file)

    def close(self) -> None:
        """Let go of the file."""


def summed(data: bytes) -> Sums:
    """The sums of a member that is read already."""
    return Sums(len(data), hashlib.sha1(data, usedforsecurity=False).hexdigest(), hashlib.sha256(data).hexdigest())


def summed_up(file: Stream) -> Sums:
    """The sums of all that is still to be read."""
    short, long, size = hashlib.sha1(usedforsecurity=False), hashlib.sha256(), 0
    while block := file.read(BLOCK):
        short.update(block)
        long.update(block)
        size += len(block)
    return Sums(size, short.hexdigest(), long.hexdigest())


_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, OverflowError, MemoryError, IndexError,
)  # fmt: skip
"""What the readers of the standard library raise for damaged archives."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what a damaged archive raises into `PackageError`."""
    try:
        yield
    except PackageError:
        raise
    except _BROKEN as error:
        if isinstance(error, OSError) and error.strerror:
            raise PackageError(f"it cannot be read: {error.strerror}") from error
        said = " ".join(str(error).split()) or type(error).__name__
        raise PackageError(f"it is damaged: {said}") from error


def within(name: str) -> str:
    """A name without `./` at its beginning, which stays where it is; empty for the package itself."""
    while name.startswith("./"):
        name = name[2:]
    return "" if name == "." else name


def unpacked_limit(path: Path) -> int:
    """How many bytes an archive may unpack to."""
    return max(ALWAYS_READ, MAX_RATIO * path.stat().st_size)
