"""Archives, folders and single files as one thing to read from. Whatever is wrong becomes one clear sentence."""

from __future__ import annotations

import gzip
import lzma
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, cast

from lmsexport.errors import LmsExportError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

MAX_MEMBERS = 200_000
"""An archive with more members than this is not read."""
MAX_RATIO = 250
"""How many times its own size an archive may unpack to before it is taken for a bomb (deflate reaches 1,032)."""
ALWAYS_READ = 1_000_000_000
"""Bytes that any archive may unpack to."""
MAX_READ = 50_000_000
"""Bytes that are read at once: what an archive says of itself can ask for any number."""
KEPT = 64_000_000
"""Bytes of the small members of a tar archive that stay in memory; more go to a temporary file."""
SMALL = 5_000_000
"""Bytes up to which a member of a tar archive is kept while the archive is read once."""


class PackageError(LmsExportError):
    """The file is no package that can be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands in an archive."""

    name: str
    """As it stands there, with forward slashes."""
    size: int
    """Bytes, as the archive says."""
    kind: Literal["file", "folder", "link", "special"] = "file"
    encrypted: bool = False
    legible: bool = True
    """Whether the archive says how the letters of the name are written."""
    handle: Any = None
    """What the archive's own reader knows it by."""

    @property
    def safe(self) -> bool:
        """Whether the name stays within the package on every system."""
        steps = self.name.split("/")
        drive = len(steps[0]) == 2 and steps[0][1] == ":"
        return bool(self.name) and not drive and "\\" not in self.name and not {"", ".", ".."} & set(steps)


class Holder:
    """What entries are read from."""

    kind: Literal["zip", "tar", "folder", "file"]
    entries: tuple[Entry, ...]

    def open(self, entry: Entry) -> IO[bytes]:
        """An entry from its beginning."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the file."""

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what a damaged archive raises into `PackageError`."""
        try:
            yield
        except PackageError:
            raise
        except _BROKEN as error:
            raise PackageError(f"it is damaged: {error or type(error).__name__}") from error


_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, MemoryError,
)  # fmt: skip


def opened(path: Path) -> Holder:
    """What a path holds. Raises `PackageError` when it is not there, cannot be read, or unpacks to far too much."""
    if not path.exists():
        raise PackageError(f"there is no file or folder {path.as_posix()}")
    if path.is_dir():
        return _Folder(path)
    if not path.is_file():
        raise PackageError("it is no file")
    with Holder().guarded():
        with path.open("rb") as file:
            head = file.read(512)
        if head[:2] == b"\x1f\x8b" or head[257:262] == b"ustar":
            return _Tar(path)
        if zipfile.is_zipfile(path):
            return _Zip(path)
        if head[:4] == b"PK\x03\x04":
            raise PackageError("it begins like a zip archive, but its end is missing: was the upload cut off?")
        return _File(path)


class _Folder(Holder):
    kind = "folder"

    def __init__(self, path: Path) -> None:
        entries = []
        for found in sorted(path.rglob("*")):
            name = found.relative_to(path).as_posix()
            if found.is_symlink():
                entries.append(Entry(name, 0, "link"))
            elif found.is_file():
                entries.append(Entry(name, found.stat().st_size, handle=found))
            if len(entries) > MAX_MEMBERS:
                raise PackageError(f"it has more than {MAX_MEMBERS:,} files")
        self.entries = tuple(entries)

    def open(self, entry: Entry) -> IO[bytes]:
        return cast(Path, entry.handle).open("rb")


class _File(Holder):
    kind = "file"

    def __init__(self, path: Path) -> None:
        self.entries = (Entry(path.name.replace("\\", "_"), path.stat().st_size, handle=path),)

    def open(self, entry: Entry) -> IO[bytes]:
        return cast(Path, entry.handle).open("rb")


class _Zip(Holder):
    kind = "zip"

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise PackageError(f"it has more than {MAX_MEMBERS:,} members")
        _refuse_bomb(sum(info.file_size for info in infos), path)
        self.entries = tuple(self._entry(info) for info in infos)

    @staticmethod
    def _entry(info: zipfile.ZipInfo) -> Entry:
        mode = info.external_attr >> 16 if info.create_system == 3 else 0
        kind: Literal["file", "folder", "link", "special"] = "file"
        if info.is_dir():
            kind = "folder"
        elif stat.S_ISLNK(mode):
            kind = "link"
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            kind = "special"
        legible = info.orig_filename.isascii() or bool(info.flag_bits & 0x800)  # APPNOTE 4.4.4, bit 11
        name = info.orig_filename.rstrip("/") if kind == "folder" else info.orig_filename
        return Entry(name, info.file_size, kind, bool(info.flag_bits & 0x1), legible, info)

    def open(self, entry: Entry) -> IO[bytes]:
        with self.guarded():
            return self._zip.open(entry.handle)

    def close(self) -> None:
        self._zip.close()


class _Tar(Holder):
    """Read once from its beginning to its end, keeping the small members: a compressed tar cannot be read anywhere."""

    kind = "tar"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: IO[bytes] = cast(IO[bytes], tempfile.SpooledTemporaryFile(KEPT))  # noqa: SIM115 - closed by `close`
        self._at: dict[int, int] = {}
        """Where a kept member begins, by its offset in the archive."""
        entries: list[Entry] = []
        with self._reading() as archive:
            for info in archive:
                if len(entries) >= MAX_MEMBERS:
                    raise PackageError(f"it has more than {MAX_MEMBERS:,} members")
                entries.append(self._entry(info))
                if info.isfile() and info.size <= SMALL:
                    self._keep(archive, info)
        self.entries = tuple(entries)

    @contextmanager
    def _reading(self) -> Iterator[tarfile.TarFile]:
        limit = max(ALWAYS_READ, MAX_RATIO * self._path.stat().st_size)
        with self._path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            bounded = _Bounded(cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw, limit)
            with tarfile.open(fileobj=cast(IO[bytes], bounded), mode="r:") as archive:
                yield archive

    def _keep(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        file = archive.extractfile(info)
        if file is not None:
            self._at[info.offset_data] = self._kept.tell()
            self._kept.write(file.read(info.size))

    @staticmethod
    def _entry(info: tarfile.TarInfo) -> Entry:
        kind: Literal["file", "folder", "link", "special"] = "special"
        if info.isfile():
            kind = "file"
        elif info.isdir():
            kind = "folder"
        elif info.issym() or info.islnk():
            kind = "link"
        return Entry(info.name, info.size, kind, handle=info)

    def open(self, entry: Entry) -> IO[bytes]:
        info = cast(tarfile.TarInfo, entry.handle)
        at = self._at.get(info.offset_data)
        if at is not None:
            self._kept.seek(at)
            return BytesIO(self._kept.read(info.size))
        return self._again(info)

    def _again(self, info: tarfile.TarInfo) -> IO[bytes]:
        """A large member, for which the archive is read again as far as it stands."""
        with self.guarded(), ExitStack() as stack:
            archive = stack.enter_context(self._reading())
            found = next((entry for entry in archive if entry.offset_data == info.offset_data), None)
            file = archive.extractfile(found) if found else None
            if file is None:
                raise PackageError("it is damaged: a member is gone")
            return BufferedReader(_Streamed(file, stack.pop_all()))

    def close(self) -> None:
        self._kept.close()


class _Streamed(RawIOBase):
    """A member of an archive that is open for it alone."""

    def __init__(self, file: IO[bytes], archive: ExitStack) -> None:
        self._file, self._archive = file, archive

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        into = memoryview(buffer)
        block = self._file.read(len(into))
        into[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._archive.close()
        super().close()


class _Bounded:
    """A file that refuses to be read beyond a limit, or to read very much at once."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._limit = file, limit

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise PackageError("a part of the archive claims to be much too large")
        self._refuse(self.tell() + size)
        return self._file.read(size)

    def seek(self, position: int, whence: int = 0) -> int:
        self._refuse(position)
        return self._file.seek(position, whence)

    def tell(self) -> int:
        return self._file.tell()

    def _refuse(self, position: int) -> None:
        if position > self._limit:
            raise PackageError(_BOMB)


_BOMB = "the archive unpacks to far more than a course can have: nobody should unpack it"


def _refuse_bomb(size: int, path: Path) -> None:
    if size > max(ALWAYS_READ, MAX_RATIO * path.stat().st_size):
        raise PackageError(_BOMB)
