"""The date of a package: that of its newest member, which tells courses of one name apart."""

from __future__ import annotations

import datetime
import tarfile
import zipfile
from collections.abc import Iterator

from lmsexport.validation import Contents


def date_of(contents: Contents) -> datetime.date:
    """The date of the newest member, as the archive says it; of a file or a folder, when it was changed last."""
    return max(_dates(contents), default=None) or _changed(contents)


def _dates(contents: Contents) -> Iterator[datetime.date]:
    for entry in contents.entries:
        try:
            if isinstance(entry.handle, zipfile.ZipInfo):
                yield datetime.date(*entry.handle.date_time[:3])
            elif isinstance(entry.handle, tarfile.TarInfo):
                yield datetime.datetime.fromtimestamp(entry.handle.mtime, datetime.UTC).date()
        except (ValueError, OverflowError, OSError):
            continue


def _changed(contents: Contents) -> datetime.date:
    return datetime.datetime.fromtimestamp(contents.path.stat().st_mtime, datetime.UTC).date()
