"""Tar archives (POSIX.1-2017, pax), also compressed by gzip (RFC 1952)."""

from __future__ import annotations

import gzip
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from lmsexport.validation.archives import (
    ALWAYS_READ,
    BOMB,
    MAX_MEMBERS,
    TOO_MANY,
    Entry,
    Holder,
    Kind,
    PackageError,
    Stream,
    Sums,
    guarded,
    summed_up,
    unpacked_limit,
    within,
)  # fmt: skip

_GZIP = b"\x1f\x8b"

MAX_READ = 5_000_000
"""Bytes that are read at once: what an archive says of itself can ask for any number."""
MAX_NAME = 4_096
"""Letters of a name with its folders; no system takes longer ones."""
KEPT = 64_000_000
"""Bytes of the small members that stay in memory; more go to a temporary file."""
SMALL = 5_000_000
"""Bytes up to which a member is kept while the archive is read once."""


def is_tar(head: bytes) -> bool:
    """Whether a file begins with the head of a member: it has a checksum, since the seventh edition of Unix."""
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


class Tar(Holder):
    """Read once from its beginning to its end, keeping small members and the sums of large ones.

    A compressed archive cannot be read from anywhere: what is read later is read again from the beginning.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self.kind = "tar.gz" if file.read(2) == _GZIP else "tar"
        self._kept: IO[bytes] = cast(IO[bytes], tempfile.SpooledTemporaryFile(KEPT))  # noqa: SIM115 - closed by `close`
        self._at: dict[int, int] = {}
        """Where a kept member begins, by its offset in the archive."""
        self._sums: dict[int, Sums] = {}
        """The sums of large members, by their offset in the archive."""
        try:
            self.entries = tuple(self._read_once())
        except BaseException:
            self.close()
            raise

    def _read_once(self) -> Iterator[Entry]:
        with self._reading() as (archive, bounded):
            for number, info in enumerate(_members(archive)):
                if number >= MAX_MEMBERS:
                    raise PackageError(TOO_MANY)
                entry = _entry(info)
                if entry.name or entry.kind != "folder":
                    yield entry
                if entry.kind == "file":
                    self._keep(archive, info)
            bounded.finish()

    @contextmanager
    def _reading(self) -> Iterator[tuple[tarfile.TarFile, _Bounded]]:
        with self._path.open("rb") as raw:
            file = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if self.kind == "tar.gz" else raw
            bounded = _Bounded(file, unpacked_limit(self._path))
            with tarfile.open(fileobj=cast(IO[bytes], bounded), mode="r:") as archive:
                yield archive, bounded

    def _keep(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        file = archive.extractfile(info)
        if file is None:
            return
        if info.size > SMALL:
            self._sums[info.offset_data] = summed_up(Stream(file))
        else:
            self._at[info.offset_data] = self._kept.tell()
            self._kept.write(file.read(info.size))

    def open(self, entry: Entry) -> Stream:
        offset = cast(int, entry.handle)
        with guarded():
            if (at := self._at.get(offset)) is not None:
                self._kept.seek(at)
                return Stream(BytesIO(self._kept.read(entry.size)))
            return self._again(offset)

    def _again(self, offset: int) -> Stream:
        """A large member, for which the archive is read again as far as it stands."""
        with ExitStack() as stack:
            archive, _ = stack.enter_context(self._reading())
            found = next((info for info in _members(archive) if info.offset_data == offset), None)
            file = archive.extractfile(found) if found else None
            if file is None:
                raise PackageError("it is damaged: a file has gone while the archive was read")
            return _Member(file, stack.pop_all())

    def sums(self, entry: Entry) -> Sums:
        known = self._sums.get(cast(int, entry.handle))
        return known if known is not None else super().sums(entry)

    def close(self) -> None:
        self._kept.close()


class _Member(Stream):
    """A member of an archive that is open for it alone."""

    def __init__(self, file: IO[bytes], archive: ExitStack) -> None:
        super().__init__(file)
        self._archive = archive

    def read(self, size: int = -1) -> bytes:
        blocks, left = [], size if size >= 0 else ALWAYS_READ
        while left > 0 and (block := super().read(min(left, MAX_READ))):
            blocks.append(block)
            left -= len(block)
        return b"".join(blocks)

    def close(self) -> None:
        self._archive.close()


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The members in order. Raises `PackageError` for sizes and names that nobody should believe."""
    while (info := archive.next()) is not None:
        if info.size < 0:
            raise PackageError("it is damaged: a file has a negative size")
        if len(info.name) > MAX_NAME:
            raise PackageError(f"it is damaged: a name has more than {MAX_NAME:,} letters")
        yield info
        archive.members.clear()  # type: ignore[attr-defined]  # else all of them stay in memory


def _kind(info: tarfile.TarInfo) -> Kind:
    if info.issparse():  # a terabyte of nothing in a few bytes
        return "special"
    if info.isfile():
        return "file"
    if info.isdir():
        return "folder"
    return "link" if info.issym() or info.islnk() else "special"


def _entry(info: tarfile.TarInfo) -> Entry:
    kind = _kind(info)
    return Entry(within(info.name), info.size if kind == "file" else 0, kind, handle=info.offset_data)


class _Bounded:
    """A file that is read forwards only, up to a limit, and never very much at once."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._limit = file, limit
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise PackageError("it is damaged: a part of it claims to be much too large")
        self._refuse(self.tell() + size)
        self._last = self._file.read(size)
        return self._last

    def seek(self, position: int, whence: int = 0) -> int:
        if position < self.tell():
            raise PackageError("it is damaged: a part of it says to stand before itself")
        self._refuse(position)
        return self._file.seek(position, whence)

    def tell(self) -> int:
        return self._file.tell()

    def finish(self) -> None:
        """Read to the end, which has the checksum of gzip; there is nothing behind the last member but zeros."""
        block = self._last
        while block:
            if block.count(0) < len(block):
                raise PackageError("it is damaged: what stands behind its last file is none")
            block = self.read(1 << 16)

    def _refuse(self, position: int) -> None:
        if position > self._limit:
            raise PackageError(BOMB)
