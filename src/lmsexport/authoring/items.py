"""The items of a module: files of their own, or a line in module.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from lmsexport.authoring import shorthand
from lmsexport.authoring.document import Document
from lmsexport.authoring.drafts import set_aside, without_draft_questions
from lmsexport.authoring.messages import shown
from lmsexport.authoring.reading import ENDINGS, UNKNOWN, Reading
from lmsexport.errors import ModelPath
from lmsexport.model import Assessment, Discussion, Download, Heading, Item, ItemBase, Lab, Lesson, Link, did_you_mean

_IN_FILES = {"quiz": Assessment, "test": Assessment, "lab": Lab, "discussion": Discussion}
"""Type of a YAML file → its class."""

_INLINE: dict[str, type[ItemBase]] = {"heading": Heading, "link": Link, "download": Download, "discussion": Discussion}
"""Key of an item in module.yaml → its class."""


def items(reading: Reading, document: Document, folder: str, module: int) -> Iterator[Item]:
    """The items that the module.yaml `document` lists, without the broken ones."""
    listed = document.data.get("items", [])
    if not isinstance(listed, list):
        reading.report(
            "wrong-value", "`items` must be a list", document.place(("items",)), "begin each entry with `- `"
        )
        reading.lose("items", UNKNOWN)
        return
    owner = str(shorthand.module(document.data, shorthand.id_from_name(folder)).get("id", ""))
    count = 0
    for index, entry in enumerate(listed):
        line = _Line(document, index, owner, ("modules", module, "items", count))
        if isinstance(entry, str):
            item = _item_file(reading, folder, entry, line)
        else:
            item = _inline_item(reading, entry, line)
        if item is not None:
            count += 1
            yield item


class _Line(NamedTuple):
    """An entry of a module.yaml."""

    document: Document
    number: int
    """Its position among the entries, from 0."""
    owner: str
    """Id of the module."""
    path: ModelPath
    """Where the item stands in the course."""


def _item_file(reading: Reading, folder: str, name: str, line: _Line) -> Item | None:
    asked = line.document.place(("items", line.number))
    if not name.lower().endswith(ENDINGS):
        kind = "link" if name.startswith(("http://", "https://")) else "download"
        message = f"{shown(name)} is no item: those are `.md` and `.yaml` files"
        reading.report("wrong-item", message, asked, f"write `- {kind}: …` with a `title` and an `id`")
        return None
    document = reading.read("items", folder, name, asked)
    if document is None:
        return None
    default_id = shorthand.id_from_name(name)
    data = shorthand.item(document.data, default_id) | {"source": document.name}
    data = without_draft_questions(reading, document, data)
    if shorthand.is_draft(data):
        set_aside(reading, document, data.get("id"), owner=line.owner, index=line.number, reason=data["draft"])
        return None
    model = _model(reading, document)
    item = None
    if model is not None:
        reading.refuse_secrets(document.data if model is Lab else {}, document)
        if document.body is not None:
            data |= {"type": "lesson", "body": document.body}
            if not document.body.strip():
                reading.report(
                    "empty", "the lesson has no text", document.place(("body",)), "write it below the second `---`"
                )
                data["body"] = "…"
        item = reading.build(model, data, document)
    if item is None:
        reading.lose("items", str(data.get("id", UNKNOWN)))
    else:
        reading.places.add(line.path, document)
    return item


def _model(reading: Reading, document: Document) -> Any:
    """The class of what a file holds; None after a problem was reported."""
    type = document.data.get("type")
    known: dict[str, Any] = _IN_FILES if document.body is None else {"lesson": Lesson}
    if type is None and document.body is not None:
        return Lesson
    if isinstance(type, str) and type in known:
        return known[type]
    code, message, hint = _no_item(type, document.body is not None)
    reading.report(code, message, document.place(("type",) if "type" in document.data else ()), hint)
    return None


def _no_item(type: Any, markdown: bool) -> tuple[str, str, str]:
    """Code, message and hint: why a file with this `type` is no item."""
    if markdown:
        return "wrong-type", f"a Markdown file is a lesson, not {shown(type)}", "write it as YAML, in a `.yaml` file"
    if type is None:
        known = ", ".join(f"`{name}`" for name in _IN_FILES)
        return "missing-key", "`type` is missing", f"say what the file holds: {known}"
    if type == "lesson":
        return "wrong-type", "a lesson is a Markdown file", "write it as Markdown, in an `.md` file"
    if type == "bank":
        return "wrong-type", "a bank is no item of a module", "list it under `banks` in course.yaml"
    return "unknown-type", f"there is no item of the type {shown(type)}", did_you_mean(str(type), _IN_FILES)


def _inline_item(reading: Reading, entry: Any, line: _Line) -> Item | None:
    document, within = line.document, ("items", line.number)
    if shorthand.is_draft(entry):
        set_aside(reading, document, entry.get("id"), within, line.owner, line.number)
        return None
    kind = next((kind for kind in _INLINE if isinstance(entry, dict) and kind in entry), None)
    if kind is None:
        message = "an item is the name of a file, or begins with `heading:`, `link:`, `download:` or `discussion:`"
        reading.report("wrong-item", message, document.place(within), _advice(entry))
        reading.lose("items", str(entry.get("id", UNKNOWN)) if isinstance(entry, dict) else UNKNOWN)
        return None
    reading.refuse_keys(entry, document, within)
    data = shorthand.inline_item(entry) | {"source": document.name}
    item = reading.build(_INLINE[kind], data, document, within)
    if item is None:
        reading.lose("items", str(data.get("id", UNKNOWN)))
        return None
    reading.places.add(line.path, document, within)
    return cast(Item, item)


def _advice(entry: Any) -> str:
    if not isinstance(entry, dict) or not entry:
        return "write `- name-of-the-file.md`"
    key, value = next(iter(entry.items()))
    if isinstance(value, str) and value.lower().endswith(ENDINGS):
        return f"write only the name: {shown(value)}"
    if "type" in entry or key in _IN_FILES:
        return "put it into a file of its own, and name the file here"
    return did_you_mean(key, _INLINE)
