"""A course as the files that its author would have written: the inverse of `load`.

For every course that was loaded, `load(write(course)) == course`, and writing what was loaded gives the same files. The
model keeps less than a source: comments, the order of keys, how a number or a text was spelled, where lines of a text
were folded, and ids that were written though they were those by default. What is written for these is up to `yamlout`
and `short_forms`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from lmsexport.authoring.files import CONTROL
from lmsexport.authoring.short_forms import Fields, inline_item, value
from lmsexport.authoring.shorthand import id_from_name
from lmsexport.authoring.yamlout import yaml_text
from lmsexport.errors import InternalError
from lmsexport.model import Bank, Course, Draft, Item, Lesson, Module


def write(course: Course) -> dict[str, str]:
    """Path → text of each file of a course's source, relative to its folder; without media.

    The paths are the `source` fields of the course, its modules, items and banks; a course that has none gets them from
    `layout`. An item whose `source` is that of its module stands in module.yaml. Raises `InternalError` when two parts
    have one file, and for a text that no file can hold.
    """
    files: dict[str, str] = {}
    for path, text in _Writer(course).files():
        if path in files or not path:
            raise InternalError(f"two parts of the course have the file `{path}`" if path else "a part has no file")
        files[path] = text
    return files


class _Writer:
    """Writes one course. What an owner lists are its parts, with its drafts at their places among them."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.drafts: dict[str, list[Draft]] = {}
        for draft in course.drafts:
            self.drafts.setdefault(draft.owner, []).append(draft)

    def files(self) -> Iterator[tuple[str, str]]:
        """Each file with its text."""
        yield self.course.source, yaml_text(self._head())
        for bank in self.course.banks:
            yield bank.source, _text(bank.source, {"type": "bank"} | self._named(bank, bank.source))
        for draft in self.drafts.get("", ()):
            yield draft.source, yaml_text(draft.written)
        for module in self.course.modules:
            yield module.source, yaml_text(self._listing(module))
            for item in module.items:
                if item.source != module.source:
                    yield item.source, _text(item.source, self._named(item, item.source), _body(item))
            for draft in self.drafts.get(module.id, ()):
                if draft.source != module.source:
                    yield draft.source, _text(draft.source, draft.written, draft.body or "")

    def _head(self) -> Fields:
        head: Fields = value(self.course)
        banks = self._with_drafts([bank.source for bank in self.course.banks], "", lambda draft: draft.source)
        head |= {"banks": banks} if banks else {}
        return head | {"modules": list(map(_folder, self.course.modules))}

    def _listing(self, module: Module) -> Fields:
        """What module.yaml holds."""
        listing = self._named(module, _folder(module))
        if len(module.requires) == 1:
            listing["requires"] = module.requires[0]
        entries = [_entry(item, module) for item in module.items]
        items = self._with_drafts(entries, module.id, lambda draft: _entry_of_draft(draft, module))
        return listing | ({"items": items} if items else {})

    def _named(self, part: Module | Item | Bank, name: str) -> Fields:
        """The keys of a part without the id that it gets from the name of its file or folder."""
        written: Fields = value(part)
        if "questions" in written:
            written["questions"] = self._with_drafts(written["questions"], part.id, lambda draft: draft.written)
        return {key: each for key, each in written.items() if key != "id" or each != id_from_name(name)}

    def _with_drafts(self, listed: list[Any], owner: str, written: Callable[[Draft], Any]) -> list[Any]:
        """What an owner lists, with its drafts."""
        entries = list(listed)
        for draft in sorted(self.drafts.get(owner, ()), key=lambda draft: draft.index):
            entries.insert(draft.index, written(draft))
        return entries


def _folder(module: Module) -> str:
    return posixpath.dirname(module.source) or "."


def _entry(item: Item, module: Module) -> Fields | str:
    if item.source == module.source:
        return inline_item(item)
    return posixpath.relpath(item.source, _folder(module))


def _entry_of_draft(draft: Draft, module: Module) -> Fields | str:
    if draft.source == module.source:
        return draft.written
    return posixpath.relpath(draft.source, _folder(module))


def _body(item: Item) -> str:
    """The text of a lesson, which stands in its file as it is."""
    body = item.body if isinstance(item, Lesson) else ""
    if found := CONTROL.search(body) or re.search("\r", body):
        raise InternalError(f"no file can hold the character U+{ord(found[0]):04X}, which is in the lesson `{item.id}`")
    return body


def _text(path: str, data: Fields, body: str = "") -> str:
    """The text of a file: YAML, in Markdown between two lines of `---`."""
    return f"---\n{yaml_text(data)}---\n{body}" if path.endswith(".md") else yaml_text(data)
