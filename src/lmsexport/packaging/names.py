"""Names of files in packages that every LMS, zip program and web server reads alike."""

from __future__ import annotations

import posixpath
import re
import unicodedata

from lmsexport.packaging.identifiers import short_hash

_PORTABLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")


def portable(path: str) -> str:
    """A path of a source as ASCII letters, digits, `.`, `_` and `-`, which need no escaping in a URI (RFC 3986, 2.3).

    A path that has others is rewritten and gets a short hash, so that no two paths meet; its ending stays.
    """
    if all(map(_PORTABLE.fullmatch, path.split("/"))):
        return path
    stem, ending = posixpath.splitext("/".join(map(_portable_step, path.split("/"))))
    return f"{stem}-{short_hash(path, length=6)}{ending}"


def _portable_step(step: str) -> str:
    if _PORTABLE.fullmatch(step):
        return step
    stem, ending = (_OTHER.sub("-", _ascii(part)).strip("-.") for part in posixpath.splitext(step))
    return f"{stem or 'file'}.{ending}" if ending else stem or "file"


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
