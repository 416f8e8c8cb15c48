"""Small legal courses that are written down: a JSON list of `name` and `files` over a course with one module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from legal.course import MEDIA
from legal.folder import Folder

BASE = {
    "course.yaml": "id: c\ntitle: C\ndate: 2026-01-01\nmodules: [m]\n",
    "m/module.yaml": "title: M\nitems: [q.yaml]\n",
}


def cases(path: Path) -> Iterator[tuple[str, Folder]]:
    """Each course by its name."""
    media = {"img.png": "green.png", "clip.mp4": "clip.mp4", "tone.mp3": "tone.mp3"}
    for case in json.loads(path.read_text(encoding="utf-8")):
        texts: dict[str, str] = BASE | case["files"]
        files = {name: text.encode() for name, text in texts.items()}
        files |= {name: (MEDIA / original).read_bytes() for name, original in media.items()}
        yield case["name"], Folder(dict(files))
