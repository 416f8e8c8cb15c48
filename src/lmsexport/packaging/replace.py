"""Put a finished file or folder in the place of an old one, so that a crash leaves the one or the other."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

TEMPORARY = ".part~"
"""Ending of what is not finished; a killed run leaves it behind, and the next build removes it."""

_ASIDE = ".old" + TEMPORARY
"""Ending of a folder that was moved aside where two folders cannot change places at once."""


@contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """A path beside `out` to write to; what was written there takes the place of `out` at the end, or disappears."""
    temporary = out.with_name(out.name + TEMPORARY)
    remove(temporary)
    try:
        yield temporary
        _replace(temporary, out)
    except BaseException:
        remove(temporary)
        raise


def clean(folder: Path) -> None:
    """Remove what killed runs left in a folder, and put back what they had moved aside."""
    for aside in folder.glob(f"*{_ASIDE}"):
        out = aside.with_name(aside.name.removesuffix(_ASIDE))
        if not out.exists():
            aside.rename(out)
    for left in folder.glob(f"*{TEMPORARY}"):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def keep(file: IO[bytes]) -> None:
    """Wait until a file is on the disk, so that a power cut cannot leave an empty one under its name."""
    file.flush()
    os.fsync(file.fileno())


def _replace(temporary: Path, out: Path) -> None:
    if not out.is_dir() and not temporary.is_dir():
        temporary.replace(out)
    elif not os.path.lexists(out):
        temporary.rename(out)
    elif _exchange(temporary, out):
        remove(temporary)
    else:
        aside = out.with_name(out.name + _ASIDE)
        remove(aside)
        out.rename(aside)
        temporary.rename(out)
        remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at once (Linux: renameat2, RENAME_EXCHANGE); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    here, exchange = -100, 2  # AT_FDCWD of fcntl.h, RENAME_EXCHANGE of linux/fs.h
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
