"""The site: its pages, what stands around them, and the files that they use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import ResolvedCourse, wording
from lmsexport.model import Assessment, Download, Heading, Item, Lab, Module, completion_state
from lmsexport.packaging import Package
from lmsexport.packaging.addresses import launch_url
from lmsexport.pages.assessments import AssessmentPages
from lmsexport.pages.assets import assets
from lmsexport.pages.facts import brief, facts, item_gate, module_gate, number, state
from lmsexport.pages.renderer import MEDIA, PAGES, SiteRenderer, with_single_anchors

MENU_REACH = 12
"""So many items before and after its own a page shows in its menu; menus would inflate large sites."""


@dataclass(frozen=True, slots=True)
class Play:
    """How the pages are played."""

    reload: bool = False
    """Whether they follow edits of the source."""
    lms: bool = False
    """Whether an LMS records what a student does."""
    alone: bool = False
    """Whether the LMS launches each page by itself, so that no page leads to another."""
    whole: str = ""
    """Title of the course that the pages are a part of, when they are not all of it."""
    data: Callable[[Item | None], Markup] = field(default=lambda _: Markup(""))
    """What the script of a page has to know of the course: of the home page (None), or of an item's."""
    logo: str = ""
    """A file of the source that stands at the head of the pages."""
    colours: str = ""
    """Style rules for the course's own colours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in the contents and menus."""

    item: Item
    kind: str
    """What it is, in the words of the language."""
    url: str
    """Its page, seen from the root of the site; empty for a heading."""
    done: str
    """The state that completes it; empty for a heading."""
    done_label: str
    """The same in the words of the language."""
    brief: list[str]
    gate: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The part of a module's contents around one of its items."""

    entries: list[Entry]
    before: bool
    """Whether items before these are left out."""
    after: bool
    """Whether items after these are left out."""

    @property
    def whole(self) -> bool:
        """Whether the whole module is there."""
        return not (self.before or self.after)


@dataclass(slots=True)
class Group:
    """The items of a module below one heading, or before the first."""

    heading: Entry | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class _Inner:
    """The pages of the items, which SCORM and cmi5 have in common, and what they were made from."""

    course: ResolvedCourse
    how: tuple[object, ...]
    pages: tuple[tuple[str, bytes], ...]
    used: frozenset[str]
    """The files that they show."""
    has_code: bool


_LAST: list[_Inner] = []
"""Those that were written last."""


class Site:
    """Writes one course as a site; `shared` are the templates of its pages, where several formats have the same."""

    def __init__(
        self, course: ResolvedCourse, templates: Environment, play: Play, shared: Environment | None = None
    ) -> None:
        self.course = course
        self.words = wording(course.course.language)
        self.templates = templates
        self.shared = shared or templates
        self.play = play
        self.home = SiteRenderer("", course.items)
        self.inner = SiteRenderer("../", course.items)
        self.assessments = AssessmentPages(course, self.shared, self.inner, self.words, lms=play.lms)
        self.modules = [(module, [self._entry(item) for item in module.items]) for module in course.course.modules]

    def package(self) -> Package:
        """All files of the site."""
        package = Package()
        package.add("index.html", with_single_anchors(self._index()))
        inner, play = self._inner(), self.play
        for name, page in inner.pages:
            package.add(name, page)
        code = inner.has_code or self.home.has_code
        for name, content in assets(self.templates, reload=play.reload, code=code, colours=play.colours):
            package.add(f"assets/{name}", content)
        for path in sorted(inner.used | self.home.used):
            package.add(MEDIA + path, self.course.files[path])
        return package

    def _inner(self) -> _Inner:
        """The pages of the items: those that were written last, where they would be the same."""
        play = self.play
        how = (self.shared, play.reload, play.lms, play.whole, play.logo, play.data if play.alone else None)
        if not _LAST or _LAST[0].how != how or not _LAST[0].course.is_the_same_as(self.course):
            pages = tuple((name, with_single_anchors(page).encode()) for name, page in self._pages())
            _LAST[:] = [_Inner(self.course, how, pages, frozenset(self.inner.used), self.inner.has_code)]
        return _LAST[0]

    def _entry(self, item: Item) -> Entry:
        done = completion_state(item)
        return Entry(
            item,
            kind="" if isinstance(item, Heading) else getattr(self.words, item.type),
            url="" if isinstance(item, Heading) else f"{PAGES}{item.id}.html",
            done=done or "",
            done_label=state(done, self.words) if done else "",
            brief=brief(item, self.words),
            gate=item_gate(item, self.course.items, self.words),
        )

    def _index(self) -> str:
        course, fragment = self.course.course, self.course.fragment
        with_page = (entry for _, entries in self.modules for entry in entries if entry.url)
        modules = [
            (module, module_gate(module, course, self.words), _groups(entries)) for module, entries in self.modules
        ]
        return self.templates.get_template("index.html.j2").render(
            self._common(self.home),
            html=lambda text, source=course.source: self.home.block(fragment(source, text)),
            modules=modules,
            whole=self.play.whole,
            first=next(with_page, None),
            data_for_player="" if self.play.alone else self.play.data(None),
            fetched=False,
        )

    def _pages(self) -> Iterator[tuple[str, str]]:
        common = self._common(self.inner)
        around = [entry for _, entries in self.modules for entry in entries if entry.url]
        turns = {
            entry.item.id: (before, after)
            for before, entry, after in zip([None, *around], around, [*around[1:], None], strict=False)
        }
        for module, entries in self.modules:
            for position, entry in enumerate(entries):
                if entry.url:
                    previous, following = turns[entry.item.id]
                    template = "assessment" if isinstance(entry.item, Assessment) else entry.item.type
                    yield (
                        entry.url,
                        self.shared.get_template(f"{template}.html.j2").render(
                            common,
                            module=module,
                            item=entry.item,
                            kind=entry.kind,
                            menu=None if self.play.lms else _menu(entries, position),
                            gate=entry.gate,
                            previous=previous,
                            next=following,
                            facts=facts(entry.item, self.course.course, self.words),
                            html=self._html(entry.item.source or module.source),
                            data_for_player=self.play.data(entry.item) if self.play.alone else "",
                            fetched=self.play.lms and not self.play.alone,
                            marks_done=entry.item.type in ("lab", "discussion"),
                            **self._own(entry.item, module),
                        ),
                    )

    def _html(self, source: str) -> Any:
        fragment, block = self.course.fragment, self.inner.block
        return lambda text: block(fragment(source, text)) if text else Markup("")

    def _own(self, item: Item, module: Module) -> dict[str, Any]:
        """What the template of this kind of item needs beside the item."""
        match item:
            case Assessment():
                return self.assessments.view(item)
            case Lab():
                tool = self.course.course.tool_of(item)
                return {"tool": tool, "launch": launch_url(self.course.course, item)}
            case Download():
                path = self.course.media_path(item.source or module.source, item.file)
                return {"file": self.inner.media_url(path), "name": path.rpartition("/")[2]}
            case _:
                return {}

    def _common(self, renderer: SiteRenderer) -> dict[str, Any]:
        return {
            "course": self.course.course,
            "words": self.words,
            "root": renderer.root,
            "reload": self.play.reload,
            "lms": self.play.lms,
            "alone": self.play.alone,
            "logo": renderer.media_url(self.play.logo) if self.play.logo else "",
            "number": lambda value: number(value, self.words),
        }


def _groups(entries: list[Entry]) -> list[Group]:
    groups = [Group(None, [])]
    for entry in entries:
        if isinstance(entry.item, Heading):
            groups.append(Group(entry, []))
        else:
            groups[-1].entries.append(entry)
    return groups


def _menu(entries: list[Entry], position: int) -> Menu:
    first = max(0, position - MENU_REACH)
    last = min(len(entries), position + MENU_REACH + 1)
    return Menu(entries[first:last], before=first > 0, after=last < len(entries))
