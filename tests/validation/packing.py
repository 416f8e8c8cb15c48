"""Packages for tests of the judge, sound and damaged, made byte by byte where no program would make them."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from lmsexport.validation.judge import Judgement, judge
from lmsexport.validation.store import Store

Files = Mapping[str, bytes | str]


def as_bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


def zipped(path: Path, files: Files) -> Path:
    """A zip archive as most programs write it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, as_bytes(content))
    return path


def tarred(path: Path, files: Files, mode: str = "w:gz") -> Path:
    """A tar archive, compressed unless said otherwise."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            add(archive, name, as_bytes(content))
    return path


def add(archive: tarfile.TarFile, name: str, content: bytes = b"", **fields: object) -> None:
    """A member of a tar archive, with any fields of its head."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field, value in fields.items():
        setattr(info, field, value)
    archive.addfile(info, io.BytesIO(content))


def folder(path: Path, files: Files) -> Path:
    """The files unpacked."""
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_bytes(content))
    return path


class Raw:
    """A zip archive whose every field can lie (APPNOTE.TXT 4.3.6)."""

    def __init__(self) -> None:
        self.members = bytearray()
        self.directory = bytearray()
        self.count = 0

    def member(
        self, name: bytes, content: bytes = b"", *, method: int = 0, size: int | None = None, crc: int | None = None,
        flags: int = 0, mode: int = 0o100644, disk: int = 0, extra: bytes = b"", inner: bytes | None = None,
        packed: bytes | None = None,
    ) -> int:  # fmt: skip
        """Add a member; where it begins. `inner` is the name in its own head, `packed` what is stored of it."""
        packed = _packed(content, method) if packed is None else packed
        size = len(content) if size is None else size
        crc = zlib.crc32(content) if crc is None else crc
        start, inner = len(self.members), name if inner is None else inner
        self.members += struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, flags, method, 0, 33, crc, len(packed), size,
                                    len(inner), 0) + inner + packed  # fmt: skip
        self.record(name, start, len(packed), size, crc, method=method, flags=flags, mode=mode, disk=disk, extra=extra)
        return start

    def record(
        self, name: bytes, start: int, packed: int, size: int, crc: int, *, method: int = 0, flags: int = 0,
        mode: int = 0o100644, disk: int = 0, extra: bytes = b"",
    ) -> None:  # fmt: skip
        """Add an entry to the directory alone."""
        head = (20, 3, 20, flags, method, 0, 33, crc, packed, size)
        tail = (len(name), len(extra), 0, disk, 0, mode << 16, start)
        self.directory += struct.pack("<4sBBHHHHHLLLHHHHHLL", b"PK\1\2", *head, *tail) + name + extra
        self.count += 1

    def write(self, path: Path) -> Path:
        number = min(self.count, 0xFFFF)
        end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, number, number, len(self.directory), len(self.members), 0)
        path.write_bytes(bytes(self.members + self.directory) + end)
        return path


def _packed(content: bytes, method: int) -> bytes:
    if method == zipfile.ZIP_DEFLATED:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        return squeeze.compress(content) + squeeze.flush()
    return content


def tar_header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The head of a member without the member."""
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info.tobuf(tarfile.GNU_FORMAT)


def tar_of(path: Path, blocks: Iterable[bytes], compress: bool = True) -> Path:
    """An archive of given blocks, with the two empty ones that end it."""
    data = b"".join(blocks) + bytes(1024)
    path.write_bytes(gzip.compress(data) if compress else data)
    return path


def judged(path: Path, store: Store | None = None) -> Judgement:
    """What the judge says of a package, which is closed again."""
    with judge(path, store) as found:
        return found


def broken(path: Path) -> set[str]:
    """The rules that a package breaks."""
    return {found.rule.id for found in judged(path).findings}
