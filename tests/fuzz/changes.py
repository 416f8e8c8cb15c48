"""Changes within an archive, which leave it an archive."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

from hostile.damage import MARKUP, NUMBERS, TEXTS

_PIECES = re.compile(r"<[^<>]*>|[^<>]+")


def changed(data: bytes, chance: Random) -> bytes:
    """A zip archive with one member changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()[:2_000]]
    if not members:
        return data
    documents = [place for place, (name, _) in enumerate(members) if name.endswith(("xml", "html", "js"))]
    place = chance.choice(documents or range(len(members)))
    name, content = members[place]
    if chance.random() < 0.05:
        del members[place]
    else:
        members[place] = (name, edited(content.decode("utf-8", "replace"), chance).encode("utf-8", "replace"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.NameToInfo.clear()
            archive.writestr(name, content)
    return made.getvalue()


def edited(text: str, chance: Random) -> str:
    """A text with some of its tags, values and words changed."""
    pieces = _PIECES.findall(text)
    for _ in range(chance.choice((1, 2, 5)) if pieces else 0):
        here, there = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(7):
            case 0:
                pieces[here] = ""
            case 1:
                pieces[here] = pieces[there]
            case 2:
                pieces[here], pieces[there] = pieces[there], pieces[here]
            case 3:
                pieces[here] += pieces[there]
            case 4:
                pieces[here] = re.sub(r'"[^"]*"', f'"{_value(chance)}"', pieces[here], count=1)
            case 5:
                pieces[here] = re.sub(r"-?[0-9]+", chance.choice(NUMBERS), pieces[here], count=1)
            case _:
                pieces[here] = pieces[here] if pieces[here].startswith("<") else _value(chance)
    return "".join(pieces)


def _value(chance: Random) -> str:
    text = chance.choice((*TEXTS, *NUMBERS, *MARKUP))[:2_000]
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\\", "/")
