"""Keys and secrets have no place in a course: a source that contains one is refused, and the secret is never printed.

Two signs give a secret away: the name of a setting (in tools, labs and options), and the shape of a value (anywhere;
see `model.secrets`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lmsexport.errors import ModelPath

_NAME = re.compile(
    r"(^|_)(secret|password|passwd|passphrase|pwd|token|credentials?|apikey|"
    r"(api|access|auth|client|consumer|encryption|private|resource|secret|shared|signing)_?key)$|^key$"
)
"""Names of settings that hold secrets, in snake case."""


def secret_names(data: Any, path: ModelPath = ()) -> Iterator[tuple[ModelPath, str]]:
    """Every setting that is named like a secret, and every address that carries one: its path, and what is wrong."""
    if isinstance(data, dict):
        for name, value in data.items():
            if value and _NAME.search(_snake(name)):
                yield (*path, name), f"`{name}` names a secret"
            else:
                yield from secret_names(value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from secret_names(value, (*path, index))
    elif isinstance(data, str) and "://" in data and (name := _in_address(data)):
        yield path, f"this address carries a secret (its {name})"


def _snake(name: str) -> str:
    """`clientSecret` and `client-secret` are `client_secret`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").replace(" ", "_")


def _in_address(address: str) -> str:
    """What is secret in a web address, if anything is."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.password:
        return "password"
    return next((f"`{name}`" for name, value in parse_qsl(parts.query) if value and _NAME.search(_snake(name))), "")
