"""Make a course smaller as long as it still fails: whole parts first, then fields, then words."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from legal.folder import Folder, Lesson
from legal.law import RefusedError

Path = tuple[str | int, ...]
"""Where a part of a folder stands: the file, then keys and indices."""


def shrunk(folder: Folder, fails: Callable[[Folder], bool], most: int = 400) -> Folder:
    """The smallest folder that was found to fail in so many tries; one that `check` refuses does not count."""
    best, tries, size = folder, 0, 0
    while tries < most and size != (size := _size(best)):
        for path in sorted(_paths(best), key=len):
            for smaller in _smaller(best, path):
                tries += 1
                if tries > most:
                    return best
                if _still(smaller, fails):
                    best = smaller
                    break
    return best


def _still(folder: Folder, fails: Callable[[Folder], bool]) -> bool:
    try:
        return fails(folder)
    except RefusedError:
        return False


def _size(folder: Folder) -> int:
    return sum(1 for _ in _paths(folder)) + sum(len(folder.content(name)) for name in folder.files)


def _data(file: Any) -> Any:
    return file.settings if isinstance(file, Lesson) else file


def _paths(folder: Folder) -> Iterator[Path]:
    for name, file in folder.files.items():
        yield (name,)
        if isinstance(file, Lesson):
            yield (name, "body")
        if not isinstance(file, bytes):
            yield from ((name, *path) for path in _below(_data(file)))


def _below(value: Any) -> Iterator[Path]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield (key,)
        yield from ((key, *path) for path in _below(each))


def _smaller(folder: Folder, path: Path) -> Iterator[Folder]:
    """The folder without the part at a path, and with less of its text."""
    name, *rest = path
    if str(name) not in folder.files:
        return
    file = folder.files[str(name)]
    if not rest:
        yield Folder({key: each for key, each in folder.files.items() if key != name}, folder.style)
        return
    if rest == ["body"] and isinstance(file, Lesson):
        for text in _shorter(file.body):
            yield _with(folder, str(name), Lesson(file.settings, text))
        return
    owner: Any = _data(file)
    for step in rest[:-1]:
        owner = owner[step] if _has(owner, step) else None
    if not _has(owner, rest[-1]):
        return
    changes: list[Any] = [None, *_shorter(owner[rest[-1]])]
    for number, text in enumerate(changes):
        changed = copy.deepcopy(file)
        inner: Any = _data(changed)
        for step in rest[:-1]:
            inner = inner[step]
        if number:
            inner[rest[-1]] = text
        else:
            del inner[rest[-1]]
        yield _with(folder, str(name), changed)


def _has(owner: Any, step: str | int) -> bool:
    return (isinstance(owner, dict) and step in owner) or (
        isinstance(owner, list) and isinstance(step, int) and step < len(owner)
    )


def _with(folder: Folder, name: str, file: Any) -> Folder:
    return Folder({**folder.files, name: file}, folder.style)


def _shorter(value: Any) -> list[str]:
    """A text with fewer paragraphs, lines or words."""
    if not isinstance(value, str) or len(value) < 2:
        return []
    shorter = ["x"] if value != "x" else []
    for mark in ("\n\n", "\n", " "):
        parts = value.split(mark)
        if len(parts) > 1:
            half = len(parts) // 2
            shorter += [mark.join(parts[:half]), mark.join(parts[half:])]
    return shorter
