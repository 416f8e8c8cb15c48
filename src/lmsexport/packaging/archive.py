"""Write a package to disk: reproducible, streamed, and whole or not at all."""

from __future__ import annotations

import datetime
import gzip
import hashlib
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BufferedWriter, RawIOBase
from pathlib import Path
from typing import IO, Literal, cast

from lmsexport.errors import InternalError, LmsExportError
from lmsexport.packaging.package import Package, Part
from lmsexport.packaging.replace import fresh, keep

Archive = Literal["zip", "tar.gz", "folder", "file"]
"""How a package is packed; a `file` is its only part as it stands."""

LEVEL = 6
"""Compression level of all archives (RFC 1951 knows 0 to 9)."""

EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2106, 2, 7, tzinfo=datetime.UTC)
"""The times that every archive can say: zip begins in 1980 (APPNOTE 4.4.6), gzip ends in 2106 (RFC 1952, 2.3.1)."""

_PACKED = frozenset(".7z .avif .bz2 .docx .epub .gif .gz .jpeg .jpg .m4a .m4v .mbz .mov .mp3 .mp4 .ogg .ogv .opus "
                    ".pdf .png .pptx .webm .webp .woff .woff2 .xlsx .xz .zip".split())  # fmt: skip
"""Endings of files that are compressed already."""

_BLOCK = 1 << 18
"""Bytes that are copied at a time."""

_DEFLATED: dict[bytes, tuple[int, bytes]] = {}
"""CRC and compressed bytes of members that were written last, by the SHA-256 of their contents."""

_REMEMBERED = 4096
"""So many: about three packages of a large course."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a package."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes before compression: the same on every machine."""


@dataclass(frozen=True, slots=True)
class Written:
    """A package on disk."""

    path: Path
    size: int
    """Bytes on disk; of a folder, of all files together."""
    sha256: str
    """Of the archive; of a folder, of its members (`sum_of_members`)."""
    members: tuple[Member, ...]


def clamped(when: datetime.datetime) -> datetime.datetime:
    """The nearest time that every archive can say."""
    return min(max(when, EARLIEST), LATEST)


def write_package(
    package: Package,
    archive: Archive,
    out: Path,
    when: datetime.datetime,
    proof: Callable[[Path, Sequence[Member]], None] | None = None,
) -> Written:
    """Write a package to `out`, as `fresh_package` does; it stands there complete, or what stood there before does."""
    with fresh_package(package, archive, out, when, proof) as written:
        return written


@contextmanager
def fresh_package(
    package: Package,
    archive: Archive,
    out: Path,
    when: datetime.datetime,
    proof: Callable[[Path, Sequence[Member]], None] | None = None,
) -> Iterator[Written]:
    """Write a package beside `out`; it takes its place at the end, so that several can do so together, or none.

    Files carry the time `when`, mode 644 and no owner. Parts on disk are copied block by block. What is written is
    given to `proof` before it takes its place; what that raises leaves everything as it was. Raises `OSError` when the
    disk is full or the folder cannot be written.
    """
    with fresh(out) as temporary:
        members = tuple(_WRITERS[archive](package, temporary, int(clamped(when).timestamp())))
        if archive == "folder":
            sha256, size = sum_of_members((m.name, m.sha256) for m in members), sum(m.size for m in members)
        else:
            with open(temporary, "rb+") as file:
                sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size
                keep(file)
        if proof is not None:
            proof(temporary, members)
        yield Written(out, size, sha256, members)


def write_file(out: Path, content: str, mode: int = 0o644) -> str:
    """Write a text file whole or not at all; its SHA-256. Nobody else can read it before it has its `mode`."""
    data = content.encode()
    with fresh(out) as temporary, open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        temporary.chmod(mode)
        file.write(data)
        keep(file)
    return hashlib.sha256(data).hexdigest()


def sum_of_members(members: Iterator[tuple[str, str]]) -> str:
    """One SHA-256 over names and sums, sorted: what `sha256sum` prints for the sorted files, hashed."""
    return hashlib.sha256("".join(f"{sha256}  {name}\n" for name, sha256 in sorted(members)).encode()).hexdigest()


def _write_zip(package: Package, out: Path, seconds: int) -> Iterator[Member]:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    with zipfile.ZipFile(out, "w", compresslevel=LEVEL) as archive:
        for part in package:
            info = zipfile.ZipInfo(part.name, moment.timetuple()[:6])
            info.create_system = 3  # Unix, on every machine: the mode below is meant for it
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_STORED if _is_packed(part.name) else zipfile.ZIP_DEFLATED
            info.file_size = part.size  # decides about zip64
            if isinstance(part.content, bytes) and part.size <= _BLOCK and info.compress_type == zipfile.ZIP_DEFLATED:
                yield _add_small(archive, info, part.content)
                continue
            with _Reading(part) as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, _BLOCK)
            yield source.member


def _add_small(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes) -> Member:
    """Add a member as `ZipFile` would; what another archive of this process holds, too, is not compressed again."""
    digest = hashlib.sha256(content).digest()
    if digest not in _DEFLATED:
        if len(_DEFLATED) >= _REMEMBERED:
            del _DEFLATED[next(iter(_DEFLATED))]
        _DEFLATED[digest] = zlib.crc32(content), zlib.compress(content, LEVEL, -zlib.MAX_WBITS)
    info.CRC, deflated = _DEFLATED[digest]
    info.header_offset, info.compress_size = archive.start_dir, len(deflated)
    assert archive.fp is not None
    archive.fp.write(info.FileHeader(zip64=False) + deflated)
    archive.start_dir = archive.fp.tell()
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    return Member(info.filename, len(content), digest.hex())


def _write_tar(package: Package, out: Path, seconds: int) -> Iterator[Member]:
    with (
        open(out, "wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=seconds) as packed,
        BufferedWriter(cast(RawIOBase, packed), _BLOCK) as buffered,
        tarfile.open(fileobj=buffered, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for part in package:
            info = tarfile.TarInfo(part.name)
            info.size, info.mtime, info.mode = part.size, seconds, 0o644
            with _Reading(part) as source:
                try:
                    archive.addfile(info, source)
                except ValueError as error:
                    raise InternalError(f"{part.name!r} does not fit into a tar archive: {error}") from error
            yield source.member


def _write_folder(package: Package, out: Path, seconds: int) -> Iterator[Member]:
    out.mkdir()
    for part in package:
        path = out / part.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with _Reading(part) as source, open(path, "wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)
        path.chmod(0o644)
        os.utime(path, (seconds, seconds))
        yield source.member


def _write_file(package: Package, out: Path, seconds: int) -> Iterator[Member]:
    if len(package) != 1:
        raise InternalError(f"a package of {len(package)} parts is no single file")
    (part,) = package
    with _Reading(part) as source, open(out, "wb") as target:
        shutil.copyfileobj(source, target, _BLOCK)
    out.chmod(0o644)
    os.utime(out, (seconds, seconds))
    yield source.member


_WRITERS: dict[Archive, Callable[[Package, Path, int], Iterator[Member]]] = {
    "zip": _write_zip,
    "tar.gz": _write_tar,
    "folder": _write_folder,
    "file": _write_file,
}


class _Reading(AbstractContextManager["_Reading"]):
    """Reads a part, and hashes what is read."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._expected = part.size
        self._digest = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> _Reading:
        self._file: IO[bytes] = self._part.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        self._size += len(block)
        if len(block) < size:
            self._refuse_change()
        return block

    @property
    def member(self) -> Member:
        """What was read."""
        self._refuse_change()
        return Member(self._part.name, self._size, self._digest.hexdigest())

    @property
    def _named(self) -> str:
        content = self._part.content
        return str(content) if isinstance(content, Path) else f"a file in {self._part.name}"

    def _refuse_change(self) -> None:
        if self._size != self._expected:
            raise LmsExportError(f"{self._named} changed while it was packed: build again")


def _is_packed(name: str) -> bool:
    return Path(name).suffix.lower() in _PACKED
