"""A QTI 1.2 document from anywhere: its assessments and its banks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti12.read.item import Questions, fields
from lmsexport.formats.qti12.read.item_parts import text_of
from lmsexport.formats.qti12.read.response_processing import number, tag
from lmsexport.formats.shown_files import ShownFiles
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Bank, Draw, Item, Question, joined, line_of

_MOST = 1_000_000
"""Questions that are drawn at most."""


def assessments(root: etree._Element, member: str, ask: Questions, files: ShownFiles) -> Iterator[Item]:
    """The assessments of a document, as items of an outline. A section that stands alone is one, too."""
    elements = list(root.iterfind("{*}assessment"))
    for element in elements:
        yield _assessment(element, member, ask, files)
    if not elements and (alone := [child for child in root if tag(child) in ("section", "item")]):
        parts = tuple(part for child in alone for part in _parts(child, member, ask))
        yield Item(id=member, kind="assessment", title=alone[0].get("title", "") or member,
                   media=files.shown_in(root, member), questions=parts)  # fmt: skip


class Banks:
    """The banks of a package: those that documents hold, and the groups of questions that assessments draw from."""

    def __init__(self, ask: Questions) -> None:
        self._ask = ask
        self._held: dict[str, Bank] = {}
        self._groups: dict[str, Bank] = {}
        """By what a draw calls each before its bank has a title."""

    def read(self, root: etree._Element, member: str) -> None:
        """Read the banks of a document."""
        for element in root.iterfind("{*}objectbank"):
            ident, known = element.get("ident", ""), fields(element)
            title = known.get("bank_title") or element.get("title") or ""
            self._held.setdefault(ident or member, Bank(id=ident, title=title, questions=self._all(element, member)))
        for section in root.iter("{*}section"):
            if (selection := _selection(section)) is not None and selection.picks_from_own:
                ident = section.get("ident", "")
                bank = Bank(id=ident, title=section.get("title") or ident, questions=self._own(section, member))
                self._groups[_key(section, member)] = bank

    def _all(self, element: etree._Element, member: str) -> tuple[Question, ...]:
        parts = (part for child in element for part in _parts(child, member, self._ask))
        return tuple(part for part in parts if isinstance(part, Question))

    def _own(self, section: etree._Element, member: str) -> tuple[Question, ...]:
        return tuple(self._ask(item, member) for item in section.iterfind("{*}item"))

    @property
    def titled(self) -> Mapping[str, Bank]:
        """All banks by what draws call them. Writers call every group “Group”: each has a title of its own here."""
        found, uses = dict(self._held), Counter(bank.title for bank in self._held.values())
        for key, bank in self._groups.items():
            title = bank.title
            while title in uses:
                uses[bank.title] += 1
                title = f"{bank.title} ({uses[bank.title]})"
            uses[title] += 1
            found[key] = replace(bank, title=title)
        return found

    def __iter__(self) -> Iterator[Bank]:
        return iter(self.titled.values())

    def named_in(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """The items with draws that name their banks by title."""
        titles = {key: bank.title for key, bank in self.titled.items()}

        def named(part: Question | Draw) -> Question | Draw:
            return replace(part, bank=titles.get(part.bank) or part.bank) if isinstance(part, Draw) else part

        return tuple(replace(item, questions=tuple(map(named, item.questions))) for item in items)


def _assessment(element: etree._Element, member: str, ask: Questions, files: ShownFiles) -> Item:
    known = fields(element)
    settings: dict[str, str] = {}
    if limit := known.get("qmd_timelimit"):
        settings["time limit"] = limit
    attempts = known.get("cc_maxattempts", "")
    if attempts and attempts.isdigit():
        settings["attempts"] = attempts
    if known.get("qmd_feedbackpermitted", "").lower() == "no":
        settings["feedback shows"] = "never"
    if known.get("qmd_solutionspermitted", "").lower() == "no":
        settings["answers show"] = "never"
    parts = tuple(part for child in element.iterfind("{*}section") for part in _parts(child, member, ask))
    points = [_points(part) for part in parts]
    if parts and all(worth is not None for worth in points):
        settings["points"] = plain_number(sum((worth or Decimal(0) for worth in points), Decimal(0)))
    if _is_shuffled(element):
        settings["shuffle questions"] = "yes"
    text = joined(text_of(rubric, member) for rubric in element.iterfind("{*}rubric"))
    text = text or joined(text_of(part, member) for part in element.iterfind("{*}presentation_material"))
    return Item(
        id=element.get("ident", ""), kind="assessment", title=element.get("title", ""), text=text,
        media=files.shown_in(element, member), questions=parts, settings=settings, place=f"{member}:{line_of(element)}",
    )  # fmt: skip


def _points(part: Question | Draw) -> Decimal | None:
    if isinstance(part, Draw):
        return None if part.points is None else part.points * part.number
    return Decimal(0) if part.type == "text" else part.points


def _parts(element: etree._Element, member: str, ask: Questions) -> Iterator[Question | Draw]:
    """The questions and draws of a section, in order; iteratively, since sections may stand in each other."""
    todo = [element]
    while todo:
        current = todo.pop()
        if tag(current) == "item":
            yield _worth(ask(current, member), current)
        elif tag(current) == "bankentry_item":
            yield Draw(bank=current.get("sourcebank_ref", ""), number=1, points=number(current.get("points_possible")))
        elif tag(current) == "section":
            selection = _selection(current)
            if selection is not None and selection.draws:
                bank = _key(current, member) if selection.picks_from_own else selection.bank
                yield Draw(bank=bank, number=selection.number, points=selection.points(current, member, ask))
            drawn = selection is not None and selection.picks_from_own
            todo += reversed([child for child in current if not (drawn and tag(child) == "item")])


def _worth(question: Question, item: etree._Element) -> Question:
    """A question with the points that its group gives to each."""
    group = item.getparent()
    selection = _selection(group) if group is not None and tag(group) == "section" else None
    if selection is None or selection.each is None or question.type == "text":
        return question
    return replace(question, points=selection.each)


@dataclass(frozen=True, slots=True)
class _Selection:
    """A random selection (ASI Selection and Ordering 1.2, 3.1): of a bank elsewhere, or of the section's own items."""

    number: int
    own: int
    """How many questions the section itself holds."""
    bank: str
    each: Decimal | None
    """Points for each."""

    @property
    def draws_all(self) -> bool:
        """Whether it takes all of its own questions, in a random order."""
        return not self.bank and 0 < self.own <= self.number

    @property
    def draws(self) -> bool:
        """Whether it takes some. Of nothing, Canvas makes no group (`assessment_test_converter.rb`)."""
        return not self.draws_all and bool(self.bank or self.own)

    @property
    def picks_from_own(self) -> bool:
        """Whether those are its own: New Quizzes export them beside the reference to a bank that stays at home."""
        return self.draws and self.own > 0

    def points(self, section: etree._Element, member: str, ask: Questions) -> Decimal | None:
        """Points for each: as it says, else what all of its own questions are worth (Canvas, likewise)."""
        if self.each is not None:
            return self.each
        own = {ask(item, member).points for item in section.iterfind("{*}item")}
        return own.pop() if len(own) == 1 else None


def _selection(section: etree._Element) -> _Selection | None:
    element = section.find("{*}selection_ordering/{*}selection")
    chosen = number(element.findtext("{*}selection_number")) if element is not None else None
    if element is None or chosen is None or not 0 < chosen < _MOST:
        return None
    return _Selection(
        int(chosen),
        len(section.findall("{*}item")),
        (element.findtext("{*}sourcebank_ref") or "").strip(),
        number(element.findtext("{*}selection_extension/{*}points_per_item")),
    )


def _key(section: etree._Element, member: str) -> str:
    """What a draw calls its group: writers give one `ident` to groups of several assessments."""
    return f"{member}:{line_of(section)}"


def _is_shuffled(assessment: etree._Element) -> bool:
    """Whether the questions come in a random order: as the order says, or as a draw of all that a section holds."""
    order = assessment.find(".//{*}selection_ordering/{*}order")
    if order is not None and (order.get("order_type") or "").lower() == "random":
        return True
    selections = map(_selection, assessment.iter("{*}section"))
    return any(selection is not None and selection.draws_all for selection in selections)
