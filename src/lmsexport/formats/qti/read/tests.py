"""Tests, sections and banks of QTI 2 or 3 from anywhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import unquote

from lxml import etree

from lmsexport.formats.qti.read.documents import called, tree
from lmsexport.formats.qti.read.expressions import number
from lmsexport.formats.qti.read.interactions import own_text, own_words
from lmsexport.formats.qti.read.item import ReadItem, read_item
from lmsexport.formats.qti.read.test_settings import bounded, settings_of
from lmsexport.model.numbers import tidy
from lmsexport.validation import (
    NOTHING,
    Bank,
    Contents,
    Draw,
    Item,
    PackageError,
    Question,
    RichText,
    joined,
    line_of,
    rich_of,
)

_RESULTS = frozenset({"passed", "failed"})
"""Feedback on a whole test that tells only whether it is passed."""

_DEEPEST = 30
_MOST = 1_000_000_000
"""More points or questions than anybody means."""


def beside(member: str, href: str) -> str:
    """The member that an address in another one means."""
    if "://" in href:
        return href
    path = unquote(href.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(member), path)) if path else member


@dataclass
class PackageReader:
    """A package while it is read."""

    contents: Contents
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Member → what a question is tagged with."""
    used: set[str] = field(default_factory=set)
    """Members of the items that a test or a bank has."""
    banks: dict[str, Bank] = field(default_factory=dict)
    """By the identifier of their section."""
    unread: list[str] = field(default_factory=list)
    _items: dict[str, ReadItem] = field(default_factory=dict)

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, member: str) -> Question | None:
        """The question in a document; None where there is none."""
        if member not in self._items:
            root = tree(self.contents, member)
            if root is None or root.tag != "assessmentItem":
                return None
            item = read_item(root, member, self._passages(root, member))
            item.question = replace(item.question, tags=self.tags.get(member, ()))
            self._items[member] = item
            self.unread += item.unread
        self.used.add(member)
        return self._items[member].question

    def _passages(self, root: etree._Element, member: str) -> RichText:
        """The texts that a question of QTI 3 shares with others."""
        passages = []
        for link in root.iterfind("assessmentStimulusRef"):
            where = beside(member, link.get("href", ""))
            stimulus = tree(self.contents, where)
            passages.append(rich_of(stimulus.find("stimulusBody"), where) if stimulus is not None else NOTHING)
        return joined(passages)

    def media(self, members: list[tuple[str, etree._Element]]) -> tuple[str, ...]:
        """The sums of the files that documents show, or lead to."""
        sums = set()
        for member, root in members:
            for element in root.iter("a", "img", "audio", "video", "source", "object", "param", "track"):
                address = next(filter(None, map(element.get, ("src", "data", "href", "value"))), "")
                file = beside(member, address)
                if file in self.contents and file != member:
                    try:
                        sums.add(self.contents.digest(file))
                    except PackageError:
                        continue
        return tuple(sorted(sums))

    # -- tests -------------------------------------------------------------------------------------------------

    def test(self, member: str, root: etree._Element) -> Item:
        """A test."""
        parts = list(root.iterfind("testPart"))
        sections = [section for part in parts for section in self._sections(part, member)]
        parts_asked = [part for place, section in enumerate(sections) for part in self.inside(*section, place > 0)]
        above, where = sections[0] if sections else (root, member)
        settings = settings_of(root, parts, [section for section, _ in sections], parts_asked)
        for feedback in root.iter("testFeedback"):
            if feedback.get("identifier") not in _RESULTS:
                self.unread.append(f"{called(root)} says at its end: “{own_words(feedback)[:80]}”")
        members = [part.place.rpartition(":")[0] for part in parts_asked if isinstance(part, Question)]
        items = [(name, item) for name in members if (item := tree(self.contents, name)) is not None]
        return Item(
            id=root.get("identifier", ""), kind="assessment", title=" ".join(root.get("title", "").split()),
            text=_rubrics(above, where), media=self.media([(member, root), *items]),
            questions=tuple(parts_asked), settings=settings, place=f"{member}:{line_of(root)}",
        )  # fmt: skip

    def section(self, member: str, root: etree._Element) -> Bank:
        """A section that stands alone: a bank."""
        questions = tuple(part for part in self.inside(root, member, False) if isinstance(part, Question))
        title = " ".join(root.get("title", "").split())
        return Bank(id=root.get("identifier", ""), title=title, text=_rubrics(root, member), questions=questions)

    def inside(self, section: etree._Element, member: str, titled: bool, depth: int = 0) -> Iterator[Question | Draw]:
        """The questions and draws of a section, in order; `titled` to begin with what it says itself."""
        texts = _rubrics(section, member) if titled else NOTHING
        if texts:
            yield Question(
                id=section.get("identifier", ""), type="text", title=section.get("title", ""), prompt=texts,
                place=f"{member}:{line_of(section)}",
            )  # fmt: skip
        selection = section.find("selection")
        drawn = number(selection.get("select")) if selection is not None else None
        if drawn is not None and 0 <= drawn < _MOST:
            yield self._draw(section, member, int(drawn))
            return
        for child in section:
            if child.tag == "assessmentItemRef":
                question = self.item(beside(member, child.get("href", "")))
                if question is not None:
                    yield _weighted(question, child)
                else:
                    self.unread.append(f"the question {child.get('href') or '?'}, which a test asks, is not there")
            elif child.tag in ("assessmentSection", "assessmentSectionRef") and depth < _DEEPEST:
                for inner, where in self._resolved(child, member):
                    yield from self.inside(inner, where, True, depth + 1)

    def _sections(self, part: etree._Element, member: str) -> Iterator[tuple[etree._Element, str]]:
        for child in part:
            if child.tag in ("assessmentSection", "assessmentSectionRef"):
                yield from self._resolved(child, member)

    def _resolved(self, element: etree._Element, member: str) -> Iterator[tuple[etree._Element, str]]:
        """A section, or the one in another document."""
        if element.tag == "assessmentSection":
            yield element, member
            return
        where = beside(member, element.get("href", ""))
        root = tree(self.contents, where)
        if root is not None and root.tag == "assessmentSection":
            yield root, where
        else:
            self.unread.append(f"the section {element.get('href') or '?'}, which a test has, is not there")

    def _draw(self, section: etree._Element, member: str, number_of: int) -> Draw:
        """A draw; its bank is the section itself, unless a bank with its title is in the package."""
        references = list(section.iter("assessmentItemRef"))
        drawn = [(self.item(beside(member, reference.get("href", ""))), reference) for reference in references]
        weighted = [_weighted(question, reference) for question, reference in drawn if question is not None]
        points = {question.points for question in weighted if question.type != "text"}
        title = " ".join(section.get("title", "").split()) or section.get("identifier", "")
        plain = tuple(question for question, _ in drawn if question is not None)
        self.banks.setdefault(title, Bank(id=section.get("identifier", ""), title=title, questions=plain))
        return Draw(bank=title, number=number_of, points=points.pop() if len(points) == 1 else None)


def _rubrics(section: etree._Element, member: str) -> RichText:
    """What a section says itself."""
    return joined(own_text(rubric, member) for rubric in section.iterfind("rubricBlock"))


def _weighted(question: Question, reference: etree._Element) -> Question:
    """A question with its points as its test counts them."""
    weight = reference.find("weight")
    factor = bounded(weight.get("value")) if weight is not None else None
    if factor is None or question.points is None or abs(question.points) > _MOST:
        return question
    return replace(question, points=tidy(round(question.points * Decimal(repr(factor)), 9)))
