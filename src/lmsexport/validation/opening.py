"""What a path holds: an archive, a folder or a single file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lmsexport.validation.archives import Holder, PackageError, guarded
from lmsexport.validation.folders import File, Folder
from lmsexport.validation.tars import Tar, is_tar
from lmsexport.validation.zips import Zip


def opened(path: Path) -> Holder:
    """What a path holds. Raises `PackageError` when it is not there, cannot be read, or unpacks to far too much."""
    with guarded():
        if not path.exists():
            raise PackageError(f"there is no file or folder {path.as_posix()}")
        if path.is_dir():
            return Folder(path)
        if not path.is_file():
            raise PackageError("it is no file")
        with path.open("rb") as file:
            head = file.read(512)
        if head[:2] == b"\x1f\x8b" or is_tar(head):
            return Tar(path)
        if zipfile.is_zipfile(path):
            return Zip(path)
        if head[:4] in (b"PK\x07\x08", b"PK00"):  # APPNOTE 8.5.3 and 8.5.4
            raise PackageError("it is one part of an archive in several parts: join them first")
        if head[:4] == b"PK\x03\x04":
            raise PackageError("it begins like a zip archive, but its end is missing: was the upload cut off?")
        return File(path)
