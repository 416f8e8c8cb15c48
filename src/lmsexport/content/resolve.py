"""Parse every text of a course once, and check that its links, files and anchors lead somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from lmsexport.content.answers import equal_answers
from lmsexport.content.composed import ComposedTexts, is_composed
from lmsexport.content.fragment import EMPTY, Fragment
from lmsexport.content.grammar import is_plain
from lmsexport.content.markdown import render
from lmsexport.content.memory import Memory, Rows
from lmsexport.content.plain_lines import markdown_in_lines
from lmsexport.content.source import Places, Source
from lmsexport.content.surroundings import Destinations, Note, Surroundings
from lmsexport.content.texts import TextAt, texts
from lmsexport.errors import ModelPath, Problem, Severity
from lmsexport.model import Course, Download, Item, Lesson, did_you_mean

folder_of = cache(posixpath.dirname)
"""The folder of a file of the source; asked for with every text, and there are few files."""

_Key = tuple[str, str]
"""A folder and a text: links start from the folder, so the same text in another folder is another fragment."""


class ResolvedCourse:
    """A course whose texts are parsed and whose links are checked. Targets read it; nobody changes it."""

    def __init__(
        self,
        course: Course,
        files: Mapping[str, Path],
        destinations: Destinations,
        fragments: dict[_Key, Fragment],
        composed: ComposedTexts | None = None,
    ) -> None:
        self.course = course
        self.files = files
        self.composed = composed or ComposedTexts()
        self._destinations = destinations
        self._fragments = fragments

    def with_course(self, course: Course, composed: ComposedTexts | None = None) -> ResolvedCourse:
        """The same texts and files around another course, which may hold texts that were composed for it."""
        return ResolvedCourse(course, self.files, self._destinations, self._fragments, composed or self.composed)

    def is_the_same_as(self, other: ResolvedCourse) -> bool:
        """Whether the other is this course, resolved at the same time: whatever shows it shows the same."""
        return self._fragments is other._fragments and self.course == other.course

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The items by id."""
        return {item.id: item for item in self.course.items}

    @cached_property
    def linking(self) -> Collection[ModelPath]:
        """Where nodes stand of which a text links to an item."""
        rendered = chain(self._fragments.values(), self.composed.values())
        if not any(len(fragment.pieces) > 1 and fragment.links for fragment in rendered):
            return frozenset()
        found = (at for at in texts(self.course) if self.fragment(at.source, at.text).links)
        return frozenset(at.path[: -2 if isinstance(at.path[-1], int) else -1] for at in found)

    def fragment(self, source_file: str, markdown: str) -> Fragment:
        """A text of the file `source_file`, rendered. A text that is not in the course is rendered now."""
        if not markdown:
            return EMPTY
        if is_composed(markdown):
            return self.composed[markdown]
        key = (folder_of(source_file), markdown)
        found = self._fragments.get(key)
        if found is None:
            around = Surroundings(self._destinations, source_file)
            found = self._fragments[key] = render(markdown, around, top_level=2)
        return found

    def media_path(self, source_file: str, name: str) -> str:
        """The path, relative to the course's folder, of a file that `source_file` names."""
        path = posixpath.normpath(posixpath.join(folder_of(source_file), name))
        return self._destinations.file(path) or path


@dataclass(frozen=True, slots=True)
class _Text:
    """A rendered text with what is to be said of it wherever it stands."""

    fragment: Fragment
    around: Surroundings


def resolve(source: Source, memory: Memory | None = None) -> tuple[ResolvedCourse, list[Problem]]:
    """Render all texts, save those that `memory` knows; the course, and every problem in the order of the source."""
    destinations = Destinations(source.course, source.files)
    memory = memory or Memory()
    memory.among(destinations)
    rendered: dict[tuple[str, str, bool], _Text] = {}
    fragments: dict[_Key, Fragment] = {}
    found: list[tuple[TextAt, _Text]] = []
    anchors: dict[str, set[str]] = {}
    quiet = Surroundings(destinations, "")
    for at in texts(source.course):
        key = (folder_of(at.source), at.text, at.under_title)
        if is_plain(at.text):  # most texts: nothing is to be said of them, and nothing is kept but the text
            fragments.setdefault(key[:2], render(at.text, quiet))
            continue
        text = rendered.get(key)
        if text is None:
            text = rendered[key] = _rendered(at, destinations, memory)
            fragments.setdefault(key[:2], text.fragment)
        if text.around.notes or text.around.anchored or not text.fragment.shows:
            found.append((at, text))
        anchors.setdefault(at.owner, set()).update(text.fragment.anchors)
    problems = [problem for at, text in found for problem in _problems(at, text, anchors, source.places)]
    problems += _downloads(source.course, destinations, source.places)
    problems += _glossaries(source.course, source.places)
    problems += markdown_in_lines(source.course, source.places)
    problems += equal_answers(source.course, fragments, source.places)
    return ResolvedCourse(source.course, source.files, destinations, fragments), problems


def unknown_texts(source: Source, memory: Memory) -> list[TextAt]:
    """The texts with markup that `memory` does not know, each once."""
    memory.among(Destinations(source.course, source.files))
    found = {
        (folder_of(at.source), at.text, at.under_title): at
        for at in texts(source.course)
        if not is_plain(at.text) and not memory.knows(folder_of(at.source), at.text, at.under_title)
    }
    return list(found.values())


def rendered_rows(source: Source, share: Iterable[TextAt]) -> Rows:
    """Render some texts of a course for the memory of another process; texts with problems are left to it."""
    destinations, memory = Destinations(source.course, source.files), Memory()
    for at in share:
        _rendered(at, destinations, memory)
    return memory.kept


def _rendered(at: TextAt, destinations: Destinations, memory: Memory) -> _Text:
    """A text, remembered or rendered now."""
    around = Surroundings(destinations, at.source)
    if known := memory.recall(around.folder, at.text, at.under_title):
        fragment, around.anchored = known
    else:
        fragment = render(at.text, around, top_level=1 if at.under_title else 2)
        if not around.notes:
            memory.keep(around.folder, at.text, at.under_title, fragment, around.anchored)
    return _Text(fragment, around)


def _problems(at: TextAt, text: _Text, anchors: Mapping[str, set[str]], places: Places) -> Iterator[Problem]:
    """The problems of a text, at one of its places."""
    notes = [*text.around.notes, *_lost_anchors(at, text, anchors)]
    if at.required and not text.fragment.shows and not any(note.severity is Severity.ERROR for note in notes):
        notes.append(Note("empty-text", "nothing of this text shows", "write what students should read", 0))
    for note in sorted(notes, key=lambda note: note.line):
        yield Problem(note.code, note.message, places(at.path, note.line), note.hint, note.severity)


def _lost_anchors(at: TextAt, text: _Text, anchors: Mapping[str, set[str]]) -> Iterator[Note]:
    """The links of a text to headings that their item does not have."""
    for item, anchor, line in text.around.anchored:
        known = anchors.get(item or at.owner, set())
        if anchor not in known:
            where = f"`{item}` has no heading" if item else "there is no heading"
            hint = did_you_mean(anchor, known) or "an anchor is the heading in lower case, with hyphens for spaces"
            yield Note("unknown-anchor", f"{where} `#{anchor}`", hint, line)


def _downloads(course: Course, destinations: Destinations, places: Places) -> Iterator[Problem]:
    """The problems of the files that downloads name."""
    for m, module in enumerate(course.modules):
        for i, item in enumerate(module.items):
            if isinstance(item, Download):
                around = Surroundings(destinations, item.source or module.source)
                around.download(item.file)
                for note in around.notes:
                    place = places(("modules", m, "items", i, "file"))
                    yield Problem(note.code, note.message, place, note.hint, note.severity)


def _glossaries(course: Course, places: Places) -> Iterator[Problem]:
    """Terms that a lesson defines twice."""
    for m, module in enumerate(course.modules):
        for i, item in enumerate(module.items):
            seen: set[str] = set()
            for t, term in enumerate(item.glossary if isinstance(item, Lesson) else ()):
                if term.term.casefold() in seen:
                    place = places(("modules", m, "items", i, "glossary", t))
                    message = f"the glossary defines “{term.term}” twice"
                    yield Problem("duplicate-term", message, place, "merge the two", Severity.WARNING)
                seen.add(term.term.casefold())
