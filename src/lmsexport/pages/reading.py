"""Our own pages read back: what a package that plays a course says of it, with the answers that it seals."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import unquote

from lxml import etree

from lmsexport.content import wording
from lmsexport.model import State
from lmsexport.pages.assessment_rules import rules_of, settings_of, sizes_of
from lmsexport.pages.facts import state
from lmsexport.pages.questions.all_types import read_question, read_text_block
from lmsexport.pages.questions.data import ResponseSize
from lmsexport.pages.questions.shown import number, there
from lmsexport.pages.record_room import Room, room_for
from lmsexport.validation import (
    Bank,
    Contents,
    Draw,
    Item,
    Module,
    Outline,
    PackageError,
    Question,
    joined,
    rich_of,
    words,
)

HOME = "index.html"

_KINDS: Mapping[str, Any] = {
    "lesson": "lesson", "quiz": "assessment", "test": "assessment", "lab": "lab", "link": "link",
    "download": "download", "discussion": "discussion",
}  # fmt: skip
"""What the body of a page is called → the kind of the item."""

_NO_TEXT = frozenset({"mark-done", "launch", "assessment", "note"})
"""Classes of what a page has beside its text."""

_FILE = re.compile(r'\b(?:src|href|poster)="([^"]+)"')
_DAMAGED = (
    KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, AssertionError, StopIteration,
    RuntimeError, PackageError,
)  # fmt: skip
"""What pages of others, or pages that were changed, make of code that knows its own."""


def is_ours(contents: Contents, start: str = HOME) -> bool:
    """Whether a package begins with the contents page that lmsexport writes."""
    root = _page(contents, start)
    body = root.find("body") if root is not None else None
    return body is not None and body.get("class") == "page-index" and bool(body.get("data-course"))


def is_alone(contents: Contents, start: str = HOME) -> bool:
    """Whether the pages of `is_ours` are a site: the body of those that an LMS plays says where their root is."""
    root = _page(contents, start)
    body = root.find("body") if root is not None else None
    return body is not None and body.get("data-root") is None


def read_pages(contents: Contents) -> Outline:
    """The course that the pages of a package show. For `is_ours` only; what is damaged is named in `unread`."""
    return contents.once(_read)[0]


def room_of_pages(contents: Contents) -> Room:
    """The room that a record needs of the course that the pages of a package play. For `is_ours` only."""
    return contents.once(_read)[1]


def script_data_on_pages(contents: Contents) -> Mapping[str, Mapping[str, Any]]:
    """What the script of each page is told that an LMS can launch: member → data (`record.course_data`)."""
    return contents.once(_read)[2]


def _read(contents: Contents) -> tuple[Outline, Room, Mapping[str, Mapping[str, Any]]]:
    reading = _Reading(contents)
    try:
        outline = reading.course()
    except _DAMAGED as error:
        told = f"{HOME} is not as lmsexport writes it, so nothing is read: {type(error).__name__}"
        return Outline(unread=(told,)), room_for(0, ()), {}
    return outline, room_for(len(reading.needs), reading.attempts), reading.script_data


def _page(contents: Contents, member: str) -> etree._Element | None:
    if (data := contents.page(member)) is None:
        return None
    try:
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _share(row: etree._Element) -> tuple[str, str]:
    """A grade category and its percent, which pages show with the decimal mark of their language."""
    title, share = (_text_of(row.find(name)) for name in ("dt", "dd"))
    return title, share.removesuffix("%").strip().replace(",", ".")


def _with(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements with a class, in order."""
    return (one for one in root.iter(etree.Element) if name in (one.get("class") or "").split())


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(_with(root, name), None)


def _text_of(element: etree._Element | None) -> str:
    return "" if element is None else words(element)


class _Reading:
    """Pages while they are read."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.unread: list[str] = []
        self.banks: dict[tuple[str, ...], Bank] = {}
        self.shuffled: set[tuple[str, ...]] = set()
        self.titles: dict[str, str] = {}
        self.needs: dict[str, dict[str, Any]] = {}
        self.script_data: dict[str, Mapping[str, Any]] = {}
        self.categories: dict[str, str] = {}
        self.done: dict[str, str] = {}
        self.gates: dict[str, str] = {}
        self.language = ""
        self.attempts: list[list[ResponseSize]] = []

    def course(self) -> Outline:
        """The contents page, and all pages that it leads to."""
        home = there(_page(self.contents, HOME))
        self.language = home.get("lang", "")
        data = self.data_of(home, HOME)
        self.needs = {str(one["id"]): one for one in data.get("items", ())}
        grading = _first(home, "grading")
        self.categories = dict(map(_share, grading.iter("div"))) if grading is not None else {}
        sections = list(_with(home, "module"))
        for link in _with(home, "entry"):
            named = link.find(".//a") if link.find(".//a") is not None else _first(link, "entry-title")
            ident = link.get("data-entry", "")
            self.titles[ident] = _text_of(named)
            self.done[ident] = link.get("data-done", "")
            self.gates[ident] = self.gate(link)
        modules = tuple(self.module(section) for section in sections)
        facts = _first(home, "cover-facts")
        about = map(rich_of, facts) if facts is not None else ()
        return Outline(
            title=_text_of(home.find(".//h1")),
            text=joined([rich_of(_first(home, "cover-description"), HOME), *about]),
            language=self.language,
            modules=self.gated(modules, sections),
            banks=tuple(self.banks.values()),
            grade_categories=self.categories,
            settings={"part of": _text_of(whole)} if (whole := _first(home, "cover-whole")) is not None else {},
            unread=tuple(self.unread),
        )

    def data_of(self, page: etree._Element, member: str) -> Mapping[str, Any]:
        """What the script of a page is told; nothing on most pages."""
        data = json.loads(_script_text(page, "page.course") or "{}")
        if not isinstance(data, dict):
            raise TypeError(member)
        if data:
            self.script_data[member] = data
        return data

    # -- modules -----------------------------------------------------------------------------------------------

    def module(self, section: etree._Element) -> Module:
        """A module of the contents page with its items."""
        title = section.find(".//h2")
        place = _first(section, "module-number")
        heading = _text_of(title)
        if place is not None:
            heading = f"{_text_of(place)}. {heading.removeprefix(_text_of(place)).strip()}"
        items = []
        for part in section.iter(etree.Element):
            classes = (part.get("class") or "").split()
            if "module-heading" in classes:
                named = part.find("h3")
                text = joined(rich_of(one, HOME, whole=True) for one in part if one is not named)
                ident = named.get("id", "") if named is not None else ""
                media = self.media(part, HOME)
                items.append(Item(id=ident, kind="heading", title=_text_of(named), text=text, media=media))
            elif "entry" in classes:
                items.append(self.item(part.get("data-entry", "")))
        return Module(
            id=section.get("id", ""), title=heading, text=rich_of(_first(section, "module-description"), HOME),
            items=tuple(items),
        )  # fmt: skip

    def gated(self, modules: tuple[Module, ...], sections: list[etree._Element]) -> tuple[Module, ...]:
        """The modules with those that each of them waits for: the contents page names them."""
        headings = {module.title: f"{module.title}: complete" for module in modules}
        found = []
        for module, section in zip(modules, sections, strict=True):
            head = _first(section, "module-head")
            own = sorted(_names_in(self.gate(head) if head is not None else "", headings))
            settings = {"requires": "\n".join(own)} if own else {}
            found.append(replace(module, settings=settings))
        return tuple(found)

    def gate(self, element: etree._Element) -> str:
        """What has to be done before, as a list in words, without the sentence around it."""
        before, _, after = wording(self.language).opens_after(items="\0").partition("\0")
        return _text_of(_first(element, "gate")).removeprefix(before).removesuffix(after)

    def needed(self, ident: str) -> list[str]:
        """What an item waits for: as the course's data say it, else as the contents page does in words."""
        needs = self.needs.get(ident, {}).get("needs")
        if needs:
            return [f"{self.titles.get(str(id), str(id))}: {done}" for id, done in needs]
        gate = self.gates.get(ident, "")
        if not gate:
            return []
        labels = {name: state(name, wording(self.language)) for name in get_args(State)}
        names = {
            f"{title} ({label})": f"{title}: {name}" for title in self.titles.values() for name, label in labels.items()
        }
        return _names_in(gate, names)

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, ident: str) -> Item:
        """An item with what its page says."""
        member = f"pages/{ident}.html"
        page = _page(self.contents, member)
        title = self.titles.get(ident, "")
        if page is None:
            self.unread.append(f"the page of “{title}”, {member}, is not there")
            return Item(id=ident, kind="unknown", title=title)
        try:
            return self._item(ident, member, page)
        except _DAMAGED as error:
            self.unread.append(f"{member} is not as lmsexport writes it: {type(error).__name__}")
            return Item(id=ident, kind="unknown", title=title)

    def _item(self, ident: str, member: str, page: etree._Element) -> Item:
        body = there(page.find("body"))
        kind = _KINDS.get((body.get("class") or "").partition(" ")[0].removeprefix("page-"), "unknown")
        article = there(page.find(".//article"))
        self.data_of(page, member)
        head = [one for one in article.iter(etree.Element) if {"subtitle", "instructions"} & set(_classes(one))]
        inner = next((one for one in article.iterchildren("div") if "body" in _classes(one)), None)
        around = inner if inner is not None else [one for one in article if one.tag != "header"]
        parts = [one for one in around if not _NO_TEXT & set(_classes(one))]
        settings = {"complete when": self.done[ident]} if self.done.get(ident) else {}
        if needs := sorted(self.needed(ident)):
            settings["requires"] = "\n".join(needs)
        for avatar in list(_with(article, "avatar")):  # a letter of the name that stands beside it
            avatar.text = None
        facts = [words(one) for one in article.iter("dd")]
        if category := next((one for one in self.categories if one in facts), ""):
            settings["grade category"] = category
        asked: tuple[Question | Draw, ...] = ()
        extra = ""
        if kind == "assessment":
            rules, extra = rules_of(article)
            asked = tuple(self.asked(rules, article, member))
            settings |= settings_of(rules, asked)
            self.attempts.append(list(sizes_of(rules)))
            if wording(self.language).ungraded in facts:
                settings["graded"] = "no"
        settings |= self.graded(kind, article)
        launch = _first(article, "launch")
        link = launch.find(".//a") if launch is not None else None
        address = link.get("href", "") if link is not None and kind != "download" else ""
        return Item(
            id=ident, kind=kind, title=_text_of(article.find(".//h1")),
            text=joined(rich_of(one, member, whole=True) for one in [*head, *parts]), url=address,
            media=self.media(article, member, extra), questions=asked, settings=settings, place=f"{member}:1",
        )  # fmt: skip

    def graded(self, kind: str, article: etree._Element) -> dict[str, str]:
        """What the head of a page says of the points of a lab, and of the weight of an assessment or a lab."""
        say = wording(self.language)
        labels = {"lab": {say.label_points: "points", say.label_weight: "weight"},
                  "assessment": {say.label_weight: "weight"}}.get(kind, {})  # fmt: skip
        told = [(words(one), one.getnext()) for one in article.iter("dt")]
        said = {labels[label]: words(value) for label, value in told if label in labels and value is not None}
        return {name: f"{number(text.replace(say.decimal_mark, '.')):f}" for name, text in said.items()}

    def media(self, root: etree._Element, member: str, more: str = "") -> tuple[str, ...]:
        """The sums of the files that a page shows or offers."""
        found = set()
        addresses = [str(one.get(name)) for one in root.iter(etree.Element) for name in ("src", "href", "poster")
                     if one.get(name)]  # fmt: skip
        for address in [*addresses, *_FILE.findall(more)]:
            path = unquote(address.partition("#")[0])
            file = posixpath.normpath(posixpath.join(posixpath.dirname(member), path)) if path else ""
            if file in self.contents and not file.endswith(".html"):
                found.add(self.contents.digest(file))
        return tuple(sorted(found))

    # -- questions ---------------------------------------------------------------------------------------------

    def asked(self, rules: Mapping[str, Any], article: etree._Element, member: str) -> Iterator[Question | Draw]:
        """The questions of an assessment in its order; what it draws from becomes a bank."""
        data = rules.get("questions", {})
        shown = {one.get("data-question", ""): one for one in _with(article, "exercise")}
        texts = {one.get("data-text", ""): one for one in _with(article, "text-block")}
        shuffle = bool(rules.get("shuffleChoices"))
        for place in rules.get("order", ()):
            if "text" in place:
                yield read_text_block(texts[place["text"]], member)
            elif "question" in place:
                ident = place["question"]
                yield read_question(shown[ident], data[ident], shuffles=shuffle, member=member)
            else:
                names = tuple(map(str, place["of"]))
                if names not in self.banks or (shuffle and names not in self.shuffled):  # as those say who draw from it
                    drawn = tuple(
                        read_question(shown[name], data[name], shuffles=shuffle, member=member)
                        for name in names
                        if name in shown
                    )
                    self.banks[names] = Bank(id="", title="", questions=drawn)
                if shuffle:
                    self.shuffled.add(names)
                yield Draw(bank="", number=int(place["draw"]), points=number(place["points"]))


def _names_in(text: str, names: Mapping[str, str]) -> list[str]:
    """What a text names, the longest names first, so that no part of one counts for another."""
    found: list[str] = []
    for name in sorted(filter(None, names), key=len, reverse=True):
        found += [names[name]] * text.count(name)
        text = text.replace(name, "\0")
    return found


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _script_text(page: etree._Element, ident: str) -> str:
    return next((one.text or "" for one in page.iter("script") if one.get("id") == ident), "")
