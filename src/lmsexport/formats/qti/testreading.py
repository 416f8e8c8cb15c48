"""Tests, sections and banks of QTI 2 or 3 from anywhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import unquote

from lxml import etree

from lmsexport.formats.qti.conditions import plain_number, tidy
from lmsexport.formats.qti.expressions import number
from lmsexport.formats.qti.itemreading import ReadItem, read_item
from lmsexport.formats.qti.prompts import said
from lmsexport.formats.qti.trees import called, tree
from lmsexport.validation import Bank, Contents, Draw, Item, PackageError, Question, line_of, words

_RESULTS = frozenset({"passed", "failed"})
"""Feedback on a whole test that tells only whether it is passed."""

_DEEPEST = 30
_MOST = 1_000_000_000
"""More points, seconds or questions than anybody means."""


def beside(member: str, href: str) -> str:
    """The member that an address in another one means."""
    if "://" in href:
        return href
    path = unquote(href.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(member), path)) if path else member


@dataclass
class Reading:
    """A package while it is read."""

    contents: Contents
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Member → what a question is tagged with."""
    asked: set[str] = field(default_factory=set)
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
            found = read_item(root, member, self._passages(root, member))
            found.question = replace(found.question, tags=self.tags.get(member, ()))
            self._items[member] = found
            self.unread += found.unread
        self.asked.add(member)
        return self._items[member].question

    def _passages(self, root: etree._Element, member: str) -> str:
        """The texts that a question of QTI 3 shares with others."""
        found = []
        for link in root.iterfind("assessmentStimulusRef"):
            stimulus = tree(self.contents, beside(member, link.get("href", "")))
            body = stimulus.find("stimulusBody") if stimulus is not None else None
            found.append(words(body) if body is not None else "")
        return " ".join(filter(None, found))

    def media(self, members: list[tuple[str, etree._Element]]) -> tuple[str, ...]:
        """The sums of the files that documents show."""
        found = set()
        for member, root in members:
            for element in root.iter("img", "audio", "video", "source", "object", "track"):
                file = beside(member, element.get("src") or element.get("data") or "")
                if file in self.contents and file != member:
                    try:
                        found.add(self.contents.digest(file))
                    except PackageError:
                        continue
        return tuple(sorted(found))

    # -- tests -------------------------------------------------------------------------------------------------

    def test(self, member: str, root: etree._Element) -> Item:
        """A test."""
        parts = list(root.iterfind("testPart"))
        sections = [section for part in parts for section in self._sections(part, member)]
        asked = [one for place, section in enumerate(sections) for one in self.inside(*section, place > 0)]
        texts = [said(rubric) for rubric in (sections[0][0] if sections else root).iterfind("rubricBlock")]
        settings = _settings(root, parts, [section for section, _ in sections], asked)
        for told in root.iter("testFeedback"):
            if told.get("identifier") not in _RESULTS:
                self.unread.append(f"{called(root)} says at its end: “{said(told)[:80]}”")
        own = [(member, root)] + [
            (found.place.rpartition(":")[0], item)
            for found in asked
            if isinstance(found, Question) and (item := tree(self.contents, found.place.rpartition(":")[0])) is not None
        ]
        return Item(
            id=root.get("identifier", ""), kind="assessment", title=" ".join(root.get("title", "").split()),
            text=" ".join(filter(None, texts)), media=self.media(own), questions=tuple(asked), settings=settings,
            place=f"{member}:{line_of(root)}",
        )  # fmt: skip

    def section(self, member: str, root: etree._Element) -> Bank:
        """A section that stands alone: a bank."""
        asked = [one for one in self.inside(root, member, False) if isinstance(one, Question)]
        texts = " ".join(said(rubric) for rubric in root.iterfind("rubricBlock"))
        title = " ".join(root.get("title", "").split())
        return Bank(id=root.get("identifier", ""), title=title, text=texts, questions=tuple(asked))

    def inside(self, section: etree._Element, member: str, titled: bool, depth: int = 0) -> Iterator[Question | Draw]:
        """The questions and draws of a section, in order; `titled` to begin with what it says itself."""
        texts = " ".join(filter(None, map(said, section.iterfind("rubricBlock")))) if titled else ""
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
                found = self.item(beside(member, child.get("href", "")))
                if found is not None:
                    yield _weighted(found, child)
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
        found = [(self.item(beside(member, one.get("href", ""))), one) for one in references]
        weighted = [_weighted(question, one) for question, one in found if question is not None]
        points = {question.points for question in weighted if question.type != "text"}
        title = " ".join(section.get("title", "").split()) or section.get("identifier", "")
        plain = tuple(question for question, _ in found if question is not None)
        self.banks.setdefault(title, Bank(id=section.get("identifier", ""), title=title, questions=plain))
        return Draw(bank=title, number=number_of, points=points.pop() if len(points) == 1 else None)


def _bounded(text: str | None) -> float | None:
    """A number of a size that somebody means."""
    found = number(text)
    return found if found is not None and abs(found) < _MOST else None


def _weighted(question: Question, reference: etree._Element) -> Question:
    """A question with its points as its test counts them."""
    weight = reference.find("weight")
    factor = _bounded(weight.get("value")) if weight is not None else None
    if factor is None or question.points is None or abs(question.points) > _MOST:
        return question
    return replace(question, points=tidy(round(question.points * Decimal(repr(factor)), 9)))


def _settings(
    root: etree._Element, parts: list[etree._Element], sections: list[etree._Element], asked: list[Question | Draw]
) -> dict[str, str]:
    found: dict[str, str] = {}
    points = [
        (one.points * one.number if one.points is not None else None) if isinstance(one, Draw)
        else Decimal(0) if one.type == "text" else one.points
        for one in asked
    ]  # fmt: skip
    if points and None not in points:
        found["points"] = plain_number(sum((one for one in points if one is not None), Decimal(0)))
    if (mark := _pass_mark(root)) is not None:
        found["pass mark"] = plain_number(mark)
    control = next((one.find("itemSessionControl") for one in [*parts, *sections]
                    if one.find("itemSessionControl") is not None), None)  # fmt: skip
    alone = any(part.get("submissionMode") == "individual" for part in parts)
    if control is not None:
        attempts = control.get("maxAttempts", "")
        if alone and re.fullmatch("[1-9][0-9]{0,8}", attempts):
            found["attempts"] = attempts
        when = "immediately" if alone else "after-submission"
        for setting, attribute in (("feedback shows", "showFeedback"), ("answers show", "showSolution")):
            if (value := control.get(attribute)) is not None:
                found[setting] = when if value == "true" else "never"
    limits = (one.find("timeLimits") for one in (root, *(parts if len(parts) == 1 else ())))
    seconds = next((number(one.get("maxTime")) for one in limits if one is not None), None)
    if seconds and 0 < seconds < _MOST:
        found["time limit"] = plain_number(round(Decimal(repr(seconds)) / 60, 2))
    orders = [section.find("ordering") for section in sections]
    shuffled = any(one is not None and one.get("shuffle") == "true" for one in orders)
    found["shuffle questions"] = "yes" if shuffled else "no"
    shuffles = [one.settings["shuffle"] for one in asked
                if isinstance(one, Question) and one.type != "true-false" and "shuffle" in one.settings]  # fmt: skip
    if shuffles:
        found["shuffle choices"] = "yes" if shuffles.count("yes") * 2 >= len(shuffles) else "no"
    return found


def _pass_mark(root: etree._Element) -> Decimal | None:
    """Points that are needed to pass: the mastery value of the score, else what a rule compares the score with."""
    for outcome in root.iterfind("outcomeDeclaration"):
        if outcome.get("identifier") == "SCORE" and (mark := _bounded(outcome.get("masteryValue"))) is not None:
            return round(Decimal(repr(mark)), 5)
    compared = [
        _bounded(test.findtext("baseValue"))
        for test in root.iterfind("outcomeProcessing//gte")
        if any(one.get("identifier") == "SCORE" for one in test.iterfind("variable"))
    ]
    return Decimal(repr(compared[0])) if len(compared) == 1 and compared[0] is not None else None
