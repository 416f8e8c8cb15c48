"""Zip archives (APPNOTE.TXT 6.3), read member by member."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, cast

from lmsexport.validation.archives import (
    BOMB,
    MAX_MEMBERS,
    TOO_MANY,
    Entry,
    Holder,
    Kind,
    PackageError,
    Stream,
    guarded,
    unpacked_limit,
    within,
)  # fmt: skip

_RECORD = b"PK\x01\x02"
_RECORD_SIZE, _HEADER_SIZE = 46, 30
"""Bytes of an entry of the directory (4.3.12) and of the head of a member (4.3.7), without names."""
_UTF8 = 0x800
"""Bit 11 of the flags: the name is UTF-8 (4.4.4)."""
_UNICODE_PATH = 0x7075
"""The extra field with a name in UTF-8 beside another one (4.6.9)."""


class Zip(Holder):
    """A zip archive. Members that share bytes are refused when they are read: so bombs of 46 MB become 4.5 PB."""

    kind = "zip"

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._read_directory(unpacked_limit(path))
        except BaseException:
            self._file.close()
            raise

    def _read_directory(self, limit: int) -> None:
        self._zip = zipfile.ZipFile(cast(IO[bytes], _Counting(self._file)))
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise PackageError(TOO_MANY)
        if any(info.volume for info in infos):
            raise PackageError("it is one part of an archive in several parts: join them first")
        if sum(info.file_size for info in infos) > limit:
            raise PackageError(BOMB)
        self._overlapping = _overlapping(infos, self._zip.start_dir)
        entries = map(_entry, infos)
        self.entries = tuple(entry for entry in entries if entry.name or entry.kind != "folder")

    def open(self, entry: Entry) -> Stream:
        info = cast(zipfile.ZipInfo, entry.handle)
        if info.header_offset in self._overlapping:
            raise PackageError("it shares bytes with another file of the archive: nobody should unpack it")
        if entry.encrypted:
            raise PackageError("it needs a password")
        if entry.packing:
            raise PackageError(f"it is compressed by {entry.packing}, which few programs can unpack")
        with guarded():
            return Stream(self._zip.open(info))

    def close(self) -> None:
        self._zip.close()
        self._file.close()


class _Counting:
    """A file that counts the records of a large directory before anybody makes objects of them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if len(data) > MAX_MEMBERS * _RECORD_SIZE and data.count(_RECORD) > MAX_MEMBERS:
            raise PackageError(TOO_MANY)
        return data

    def seekable(self) -> bool:
        return True


def _overlapping(infos: list[zipfile.ZipInfo], end: int) -> frozenset[int]:
    """Where members begin that reach into the next one, or into the directory."""
    found = set()
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if info.header_offset + _HEADER_SIZE + info.compress_size > end:
            found |= {info.header_offset, end}
        end = info.header_offset
    return frozenset(found)


def _entry(info: zipfile.ZipInfo) -> Entry:
    name, legible = _named(info)
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    kind: Kind = "file"
    if name.endswith("/"):
        kind, name = "folder", name.rstrip("/")
    elif stat.S_ISLNK(mode):
        kind = "link"
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        kind = "special"
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    packing = "" if known else _METHODS.get(info.compress_type, f"method {info.compress_type}")
    return Entry(within(name), info.file_size, kind, bool(info.flag_bits & 0x1), legible, packing, info)


_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
"""Ways to compress (4.4.5) other than storing and deflating."""


def _named(info: zipfile.ZipInfo) -> tuple[str, bool]:
    """The name, and whether the archive says how it is written. If it does not, UTF-8 is tried, as LMSs do."""
    name = info.orig_filename
    if name.isascii() or info.flag_bits & _UTF8:
        return name, True
    raw = name.encode("cp437", "replace")
    if (said := _unicode_path(info.extra, raw)) is not None:
        return said, True
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return name, False


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and field[:1] == b"\1" and field[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return field[5:].decode("utf-8", "replace")
    return None
