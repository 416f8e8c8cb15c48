"""A course as the files that its author would have written: the inverse of `load`.

For every course that was loaded, `load(write(course)) == course`, and writing what was loaded gives the same files. The
model keeps less than a source: comments, the order of keys, how a number or a text was spelled, where lines of a text
were folded, and ids that were written though they were those by default. What is written for these is up to `yamlout`
and `short_forms`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lmsexport.authoring.files import CONTROL
from lmsexport.authoring.short_forms import Fields, inline_item, value
from lmsexport.authoring.shorthand import id_from_name
from lmsexport.authoring.yamlout import yaml_text
from lmsexport.errors import InternalError
from lmsexport.model import Bank, Course, Item, Lesson, Module


def write(course: Course) -> dict[str, str]:
    """Path → text of each file of a course's source, relative to its folder; without media.

    The paths are the `source` fields of the course, its modules, items and banks; a course that has none gets them from
    `layout`. An item whose `source` is that of its module stands in module.yaml. Raises `InternalError` when two parts
    have one file, and for a text that no file can hold.
    """
    files: dict[str, str] = {}
    for path, text in _files(course):
        if path in files or not path:
            raise InternalError(f"two parts of the course have the file `{path}`" if path else "a part has no file")
        files[path] = text
    return files


def _files(course: Course) -> Iterator[tuple[str, str]]:
    yield course.source, yaml_text(_head(course))
    for bank in course.banks:
        yield bank.source, _text(bank.source, {"type": "bank"} | _named(bank, bank.source))
    for module in course.modules:
        yield module.source, yaml_text(_listing(module))
        for item in module.items:
            if item.source != module.source:
                yield item.source, _text(item.source, _named(item, item.source), _body(item))


def _head(course: Course) -> Fields:
    head: Fields = value(course)
    listed = {"banks": [bank.source for bank in course.banks], "modules": list(map(_folder, course.modules))}
    return {key: listed.get(key, each) for key, each in head.items()}


def _folder(module: Module) -> str:
    return posixpath.dirname(module.source) or "."


def _listing(module: Module) -> Fields:
    """What module.yaml holds."""
    listing = _named(module, _folder(module))
    if len(module.requires) == 1:
        listing["requires"] = module.requires[0]
    return listing | ({"items": [_entry(item, module) for item in module.items]} if module.items else {})


def _entry(item: Item, module: Module) -> Fields | str:
    if item.source == module.source:
        return inline_item(item)
    return posixpath.relpath(item.source, _folder(module))


def _body(item: Item) -> str:
    """The text of a lesson, which stands in its file as it is."""
    body = item.body if isinstance(item, Lesson) else ""
    if found := CONTROL.search(body) or re.search("\r", body):
        raise InternalError(f"no file can hold the character U+{ord(found[0]):04X}, which is in the lesson `{item.id}`")
    return body


def _named(part: Module | Item | Bank, name: str) -> Fields:
    """The keys of a part without the id that it gets from the name of its file or folder."""
    written: Fields = value(part)
    return {key: each for key, each in written.items() if key != "id" or each != id_from_name(name)}


def _text(path: str, data: Fields, body: str = "") -> str:
    """The text of a file: YAML, in Markdown between two lines of `---`."""
    return f"---\n{yaml_text(data)}---\n{body}" if path.endswith(".md") else yaml_text(data)
