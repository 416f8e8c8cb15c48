"""Keys and secrets have no place in a course: a source that contains one is refused, and the secret is never printed.

Two signs give a secret away: the name of a setting (in tools, labs and options), and the shape of a value (anywhere).
The shapes are the prefixes that issuers publish for scanners. Lessons about secrets stay possible: a mere mention has
no payload, and a payload with little variety is an example.
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

_SHAPES = (
    ("a private key", "PRIVATE KEY", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
     r"(?:\\[nr]|[\s\"'|>+:,]|[\w-]+: [^\n]*\n)*[A-Za-z0-9+/=]{40,}"),
    ("an access key of AWS", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("an access key of AWS", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    ("a token of GitHub", "gh", r"\bgh[pousr]_[A-Za-z0-9]{36,}"),
    ("a token of GitHub", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{50,}"),
    ("a token of GitLab", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("a key of an AI service", "sk-", r"\bsk-[A-Za-z0-9_-]{32,}"),
    ("a key of Google", "AIza", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("a token of Slack", "xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
    ("a key of Stripe", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    ("a token of Hugging Face", "hf_", r"\bhf_[A-Za-z0-9]{30,}"),
    ("a signed token (JWT)", "eyJ", r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}"),
)  # fmt: skip
"""Kind, a sign without which the search is not worth while, and the shape."""
_SEARCHES = tuple((kind, sign, re.compile(shape)) for kind, sign, shape in _SHAPES)
_EXAMPLE = re.compile(
    r"example|your|placeholder|dummy|sample|fake|insert|replace|(.)\1{5}|0123456|1234567|abcdefg", re.IGNORECASE
)


def secret_shapes(text: str) -> Iterator[tuple[int, str]]:
    """Index and kind of everything in a text that has the shape of a secret."""
    for kind, sign, shape in _SEARCHES:
        if sign in text:
            for found in shape.finditer(text):
                if not _is_example(found[0]):
                    yield found.start(), kind


def _is_example(value: str) -> bool:
    """Whether nobody could mean it: it says so, or it is written with a few characters again and again."""
    if value.startswith("-----"):
        return len(set(value[-40:])) < 12
    return bool(_EXAMPLE.search(value)) or len(set(value)) < 12


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
