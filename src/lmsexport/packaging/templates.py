"""The templates of a format, and the check that every XML document passes."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any, cast

import jinja2
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from lxml import etree

from lmsexport.errors import InternalError
from lmsexport.shipped import shipped_templates

SHARED = "shared"
"""The folder of templates that several formats use."""


@cache
def templates(format: str, user: Path | None = None, *further: str) -> Environment:
    """The templates of a format, of `further` folders, and those that all share; a user's own come first, by path.

    All values are escaped for XML and HTML; an undefined value is an error.
    """
    roots = [root for root in (user, shipped_templates()) if root is not None]
    folders = [root / name for root in roots for name in (format, *further, SHARED)]
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=None if user else _compiled(),
    )


class Compiled(FileSystemBytecodeCache):
    """Templates that are compiled already, as Python keeps its modules; found by all that compiling depends on."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template in an environment, or room for it."""
        settings = jinja2.__version__, environment.autoescape, getattr(environment.finalize, "__qualname__", "")
        return super().get_bucket(environment, f"{name} {settings}", filename, source)


@cache
def _compiled() -> Compiled | None:
    """Where compiled templates are kept: beside the templates, where Python may write what it compiles."""
    folder = shipped_templates() / "__pycache__"
    try:
        if not sys.dont_write_bytecode:
            folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return Compiled(str(folder)) if folder.is_dir() and os.access(folder, os.W_OK) else None


class _Nothing:
    """Takes what a parser reads, and keeps none of it: a tree of a large document has ten times its size."""

    def close(self) -> None:
        """The end of the document."""


_PARSER = etree.XMLParser(target=cast(Any, _Nothing()), resolve_entities=False, no_network=True, huge_tree=True)


def wellformed(name: str, xml: str) -> bytes:
    """The document as UTF-8, after an XML parser has read it. Raises `InternalError` when it is not well-formed."""
    data = xml.encode()
    try:
        etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise InternalError(f"{name} is not well-formed XML: {error}") from error
    for entry in _PARSER.error_log:  # a prefix without a namespace (Namespaces in XML 1.0, 5) does not stop the parser
        raise InternalError(f"{name} is not well-formed XML: {entry.message}, line {entry.line}")
    return data
