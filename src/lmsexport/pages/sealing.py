"""Texts that must not stand readable in the source of a page: the answers of assessments that hide them.

Sealing keeps them from eyes, from searches and from reading along; it is no encryption. Whoever runs the script of the
page can unseal them, since the page itself has to. `templates/player/assets/sealed.js` is the other side.
"""

from __future__ import annotations

import base64

from markupsafe import Markup

from lmsexport.pages.renderer import rendered

_SEAL = 0x5EA1
_MASK = 0xFFFFFFFF

_TURN = 1009
"""So many numbers are drawn for a text; a longer one begins again with the first."""


def sealed(text: str, name: str) -> Markup:
    """The text under a name: base64 of UTF-8, each byte mixed with a stream of numbers that the name begins."""
    return rendered(base64.b64encode(_mixed(text.encode(), name)).decode())


def unsealed(text: str, name: str) -> str:
    """The text that was sealed under a name."""
    return _mixed(base64.b64decode(text), name).decode()


def _mixed(data: bytes, name: str) -> bytes:
    """The bytes, each mixed with one of the stream; twice gives them back."""
    length = len(data)
    stream = (_stream(name, min(length, _TURN)) * (length // _TURN + 1))[:length]
    return (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(length, "little")


def _stream(name: str, length: int) -> bytes:
    """The numbers of `random` in `attempt.js` (mulberry32), a byte of each."""
    state = _SEAL
    for char in name:
        state = ((state ^ ord(char)) * 0x01000193) & _MASK
    found = bytearray(length)
    for at in range(length):
        state = (state + 0x6D2B79F5) & _MASK
        mixed = ((state ^ (state >> 15)) * (1 | state)) & _MASK
        mixed = ((mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & _MASK)) & _MASK) ^ mixed
        found[at] = ((mixed ^ (mixed >> 14)) & _MASK) >> 24
    return bytes(found)
