"""What has the shape of a key or a secret, in a source as in a package.

The shapes are the prefixes that issuers publish for scanners. Lessons about secrets stay possible: a mere mention has
no payload, and a payload with little variety is an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHAPES = (
    ("a private key", "PRIVATE KEY", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
     r"(?:\\[nr]|[\s\"'|>+:,]|[\w-]+: [^\n]*\n)*+[A-Za-z0-9+/=]{40,}"),
    ("an access key of AWS", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("an access key of AWS", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    *(("a token of GitHub", sign, rf"\b{sign}[A-Za-z0-9]{{36,}}") for sign in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")),
    ("a token of GitHub", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{50,}"),
    ("a token of GitLab", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("a key of an AI service", "sk-", r"\bsk-(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Z])[A-Za-z0-9_-]{32,}"),
    ("a key of Google", "AIza", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("a token of Slack", "xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
    ("a key of Stripe", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    ("a token of Hugging Face", "hf_", r"\bhf_[A-Za-z0-9]{30,}"),
    ("an address with a password", "@",
     r"://[^\s/:@\"'<>{}$]{1,60}:(?!(?:pass\w*|secret|changeme|token)@)[^\s/:@\"'<>{}$*]{6,60}@"
     r"(?!localhost|127\.|host\b)[\w.-]+\.\w"),
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
