"""Where each part of a course and each of its files stands: folders and names as an author would have chosen them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lmsexport.authoring.file_names import Names, safe_name, slug
from lmsexport.authoring.shorthand import INLINE_ITEMS
from lmsexport.authoring.targets import Targets
from lmsexport.authoring.yamlout import Word
from lmsexport.content.readdressed import address_of, addresses, readdressed
from lmsexport.content.surroundings import AUDIO, IMAGE, VIDEO, ending
from lmsexport.content.texts import TextAt, texts, with_texts
from lmsexport.errors import ModelPath
from lmsexport.model import Bank, Course, Discussion, Download, Draft, Item, Lesson, Module
from lmsexport.model.checks import identities

UNLISTED = "files/unlisted"
"""Folder for files that no text and no item shows."""

_LONGEST_IN_LINE = 200
"""Characters of a prompt up to which a discussion stands in module.yaml."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A course whose parts and files have their places."""

    course: Course
    """The course with the `source` of each part, and with texts that lead to the new places."""
    files: Mapping[str, str]
    """Where each file was → where it goes, relative to the course's folder."""
    unmoved: tuple[ModelPath, ...]
    """Texts that stayed as they are, since their addresses cannot be told from what is around them: HTML that browsers
    read and nobody writes. What they lead to may be missed there."""


def layout(course: Course, files: Iterable[str] = ()) -> Layout:
    """Give a course and its files their places.

    `files` are all files that go with the course. Its texts and downloads name them as always, relative to the `source`
    of the part that they stand in; a part that has none stands at the top of the course's folder. So texts of an import
    name a file by its path in `files`, and an item as `item:<id>`, which becomes the path of its file where it has one.

    All places are new, whatever stood where. Names come from titles or, where these have no Latin letters, from ids;
    no two paths are the same on any system. A file goes into the folder of the module that alone shows it, else to the
    top; captions stay beside their film. What leads nowhere stays as it is. Pure: the same course, the same layout.
    """
    names = Names()
    sources = dict(_sources(course, names))
    sources |= _sources_of_questions(course, sources)
    targets = Targets(course, files)
    placed = _places_of_files(targets, _shown(course, targets, sources), names)
    mover = _Mover(course, targets, sources, placed)
    return Layout(mover.course(), placed, tuple(mover.unmoved))


# -- parts ---------------------------------------------------------------------------------------------------------

Sources = Mapping[ModelPath, str]
"""Path in the model of each part that has a file → the file."""


def _sources(course: Course, names: Names) -> Iterator[tuple[ModelPath, str]]:
    yield (), names.take("course.yaml")
    for path, bank in _listed(course, "", ((("banks", b), bank) for b, bank in enumerate(course.banks))):
        yield path, names.take(f"banks/{safe_name(slug(_title(bank)) or bank.id)}.yaml")
    for m, module in enumerate(course.modules):
        folder = _numbered(m, len(course.modules), slug(module.title) or module.id)
        yield ("modules", m), names.take(f"{folder}/module.yaml")
        items = ((("modules", m, "items", i), item) for i, item in enumerate(module.items))
        yield from _item_sources(_listed(course, module.id, items), folder, names)


def _listed(
    course: Course, owner: str, parts: Iterable[tuple[ModelPath, Item | Bank]]
) -> list[tuple[ModelPath, Item | Bank | Draft]]:
    """What an owner lists, with its drafts at their places among them."""
    listed: list[tuple[ModelPath, Item | Bank | Draft]] = list(parts)
    drafts = ((("drafts", d), draft) for d, draft in enumerate(course.drafts) if draft.owner == owner)
    for path, draft in sorted(drafts, key=lambda found: found[1].index):
        listed.insert(draft.index, (path, draft))
    return listed


def _item_sources(
    listed: list[tuple[ModelPath, Item | Bank | Draft]], folder: str, names: Names
) -> Iterator[tuple[ModelPath, str]]:
    """Path and file of each item that has a file of its own, and the file that lists the drafts that have none."""
    in_files = [(path, item) for path, item in listed if not _fits_in_line(item)]
    for number, (path, item) in enumerate(in_files):
        name = _numbered(number, len(in_files), slug(_title(item)) or item.id)
        yield path, names.take(f"{folder}/{name}{'.md' if _is_lesson(item) else '.yaml'}")
    yield from ((path, f"{folder}/module.yaml") for path, item in listed if path[0] == "drafts" and _fits_in_line(item))


def _title(part: Item | Bank | Draft) -> str:
    return str(part.written.get("title", "")) if isinstance(part, Draft) else part.title


def _is_lesson(item: Item | Bank | Draft) -> bool:
    return isinstance(item, Lesson) or (isinstance(item, Draft) and item.body is not None)


def _sources_of_questions(course: Course, sources: Sources) -> Sources:
    """The files of the assessments and banks that list draft questions."""
    lists = {id: sources[path] for path, _, id in identities(course) if path in sources}
    drafts = ((("drafts", d), draft) for d, draft in enumerate(course.drafts))
    return {path: lists[draft.owner] for path, draft in drafts if path not in sources}


def _numbered(position: int, count: int, name: str) -> str:
    """`01-the-source`, so that folders list parts in their order."""
    return f"{position + 1:0{max(2, len(str(count)))}}-{name}"


def _fits_in_line(item: Item | Bank | Draft) -> bool:
    """Whether an item stands in module.yaml rather than in a file of its own."""
    if isinstance(item, Draft):
        return item.body is None and "type" not in item.written
    if isinstance(item, Discussion):
        return "\n" not in item.prompt and len(item.prompt) <= _LONGEST_IN_LINE
    return not isinstance(item, Bank) and item.type in INLINE_ITEMS


def _source_at(sources: Sources, path: ModelPath) -> str:
    """The file that holds the value at a path of the model."""
    return next(sources[path[:n]] for n in range(len(path), -1, -1) if path[:n] in sources)


# -- files ---------------------------------------------------------------------------------------------------------


def _shown(course: Course, targets: Targets, sources: Sources) -> Mapping[str, set[str]]:
    """Each file that a text or an item shows → the new folders of the modules that do; the top for other parts."""
    shown: defaultdict[str, set[str]] = defaultdict(set)

    def show(file: str | None, path: ModelPath) -> None:
        if file:
            shown[file].add(posixpath.dirname(_source_at(sources, path[:2])))

    for at in texts(course):
        for address in addresses(at.text):
            show(targets.file(at.source, address), at.path[:2] if at.path[0] == "modules" else ())
    for m, module in enumerate(course.modules):
        for item in module.items:
            if isinstance(item, Download):
                show(targets.named(item.source or module.source, item.file), ("modules", m))
    for d, draft in enumerate(course.drafts):
        for file in _shown_in_draft(draft, targets):
            show(file, ("drafts", d))
    return shown


def _shown_in_draft(draft: Draft, targets: Targets) -> Iterator[str | None]:
    for text in _texts_of_draft(draft):
        yield from (targets.file(draft.source, address) for address in addresses(text))
    yield targets.named(draft.source, str(draft.written.get("download", "")))


def _texts_of_draft(draft: Draft) -> Iterator[str]:
    """All that is written in a draft."""
    yield draft.body or ""
    yield from _strings(draft.written)


def _strings(written: Any) -> Iterator[str]:
    match written:
        case str():
            yield str(written)
        case dict() | list():
            for each in written.values() if isinstance(written, dict) else written:
                yield from _strings(each)


def _places_of_files(targets: Targets, shown: Mapping[str, set[str]], names: Names) -> dict[str, str]:
    captions = {posixpath.splitext(file)[0] + ".vtt": file for file in targets.files if ending(file) in VIDEO}
    placed: dict[str, str] = {}
    for file in sorted(targets.files, key=lambda file: (file in captions, file)):
        if film := captions.get(file):
            place = posixpath.splitext(placed[film])[0] + ".vtt"
        else:
            folders = shown.get(file, set())
            folder = "/".join(folders) if len(folders) == 1 else ""
            place = posixpath.join(folder, _kind(file) if folders else UNLISTED, safe_name(file))
        placed[file] = names.take(place)
    return placed


def _kind(file: str) -> str:
    """The folder for files of this kind."""
    end = ending(file)
    return "images" if end in IMAGE else "media" if end in AUDIO | VIDEO else "files"


# -- what leads to them --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mover:
    """Moves the parts of a course."""

    old: Course
    targets: Targets
    sources: Sources
    files: Mapping[str, str]
    unmoved: list[ModelPath] = field(default_factory=list)

    def course(self) -> Course:
        """The course in its new places."""
        course = with_texts(self.old, self._text)
        modules = tuple(self._module(m, module) for m, module in enumerate(course.modules))
        banks = tuple(
            bank.model_copy(update={"source": self.sources["banks", b]}) for b, bank in enumerate(course.banks)
        )
        drafts = tuple(self._draft(draft, ("drafts", d)) for d, draft in enumerate(course.drafts))
        options, source = self._option(course.options), self.sources[()]
        moved = {"modules": modules, "banks": banks, "drafts": drafts, "options": options, "source": source}
        return course.model_copy(update=moved)

    def _draft(self, draft: Draft, path: ModelPath) -> Draft:
        source = self.sources[path]

        def moved(written: Any) -> Any:
            match written:
                case Word():
                    return written
                case str():
                    return self._readdressed(written, draft.source, source, path)
                case list():
                    return type(written)(map(moved, written))
                case dict():
                    return type(written)({key: moved(each) for key, each in written.items()})
            return written

        written = moved(draft.written)
        if file := self.targets.named(draft.source, str(written.get("download", ""))):
            written["download"] = _relative(self.files[file], source)
        body = None if draft.body is None else self._readdressed(draft.body, draft.source, source, path)
        return draft.model_copy(update={"written": written, "body": body, "source": source})

    def _module(self, m: int, module: Module) -> Module:
        items = tuple(self._item(item, ("modules", m, "items", i), module) for i, item in enumerate(module.items))
        return module.model_copy(update={"items": items, "source": self.sources["modules", m]})

    def _item(self, item: Item, path: ModelPath, module: Module) -> Item:
        source = _source_at(self.sources, path)
        new: dict[str, object] = {"source": source}
        if isinstance(item, Download) and (file := self.targets.named(item.source or module.source, item.file)):
            new["file"] = _relative(self.files[file], source)
        if isinstance(item, Lesson) and not item.source:
            new["body"] = "\n" + item.body.strip("\n") + "\n"  # from its front matter, an empty line
        return item.model_copy(update=new)

    def _text(self, at: TextAt) -> str:
        return self._readdressed(at.text, at.source, _source_at(self.sources, at.path), at.path)

    def _readdressed(self, text: str, old: str, new: str, path: ModelPath) -> str:
        try:
            return readdressed(text, lambda address: self._address(old, address, new))
        except ValueError:
            self.unmoved.append(path)
            return text

    def _address(self, old: str, address: str, new: str) -> str:
        """An address in the file `old` as it is to be in the file `new`."""
        path, mark, anchor = address.partition("#")
        if file := self.targets.file(old, address):
            return address_of(_relative(self.files[file], new)) + mark + anchor
        item = self.targets.item(old, path)
        if item is None:
            return address
        source = self.sources.get(item.path)
        if source is None:
            return f"item:{item.id}{mark}{anchor}"
        return (address_of(_relative(source, new)) if source != new or not anchor else "") + mark + anchor

    def _option(self, value: Any) -> Any:
        """An option of a target; one that names a file names it in its new place."""
        if isinstance(value, dict):
            return {key: self._option(entry) for key, entry in value.items()}
        file = self.targets.named("course.yaml", value) if isinstance(value, str) else None
        return self.files[file] if file else value


def _relative(path: str, source: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(source) or ".")
