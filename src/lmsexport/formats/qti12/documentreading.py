"""A QTI 1.2 document from anywhere: its assessments and its banks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti12.itemreading import Questions, fields, text_of
from lmsexport.formats.qti12.responses import number, tag
from lmsexport.validation import Bank, Draw, Item, Question, line_of

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def assessments(root: etree._Element, member: str, ask: Questions) -> Iterator[Item]:
    """The assessments of a document, as items of an outline. A section that stands alone is one, too."""
    found = list(root.iterfind("{*}assessment"))
    for element in found:
        yield _assessment(element, member, ask)
    if not found and (alone := [child for child in root if tag(child) in ("section", "item")]):
        parts = tuple(part for child in alone for part in _parts(child, member, ask))
        yield Item(id=member, kind="assessment", title=alone[0].get("title", "") or member, questions=parts)


def banks(root: etree._Element, member: str, ask: Questions) -> Iterator[Bank]:
    """The banks of a document."""
    for element in root.iterfind("{*}objectbank"):
        parts = [part for child in element for part in _parts(child, member, ask)]
        title = fields(element).get("bank_title") or element.get("title") or ""
        questions = tuple(part for part in parts if isinstance(part, Question))
        yield Bank(id=element.get("ident", ""), title=title, questions=questions)


def with_titles(items: Iterable[Item], found: Iterable[Bank]) -> tuple[Item, ...]:
    """The items with draws that name their banks by title, not by identifier."""
    titles = {bank.id: bank.title for bank in found}

    def named(part: Question | Draw) -> Question | Draw:
        return replace(part, bank=titles.get(part.bank) or part.bank) if isinstance(part, Draw) else part

    return tuple(replace(item, questions=tuple(map(named, item.questions))) for item in items)


def _assessment(element: etree._Element, member: str, ask: Questions) -> Item:
    known = fields(element)
    settings: dict[str, str] = {}
    if limit := known.get("qmd_timelimit"):
        settings["time limit"] = limit
    attempts = known.get("cc_maxattempts", "")
    if attempts and attempts.isdigit():
        settings["attempts"] = attempts
    parts = tuple(part for child in element.iterfind("{*}section") for part in _parts(child, member, ask))
    points = [_points(part) for part in parts]
    if parts and all(one is not None for one in points):
        settings["points"] = format(sum((one or Decimal(0) for one in points), Decimal(0)).normalize(), "f")
    if _is_shuffled(element):
        settings["shuffle questions"] = "yes"
    text = " ".join(filter(None, (text_of(one) for one in element.iterfind("{*}rubric"))))
    text = text or " ".join(filter(None, (text_of(one) for one in element.iterfind("{*}presentation_material"))))
    return Item(
        id=element.get("ident", ""), kind="assessment", title=element.get("title", ""), text=text, questions=parts,
        settings=settings, place=f"{member}:{line_of(element)}",
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
            yield ask(current, member)
        elif tag(current) == "section":
            drawn = _draw(current)
            if drawn is not None:
                yield drawn
            if drawn is None or current.find("{*}item") is not None:
                todo += reversed(list(current))


def _is_shuffled(assessment: etree._Element) -> bool:
    """Whether the questions come in a random order: as the order says, or as a draw of all that a section holds."""
    order = assessment.find(".//{*}selection_ordering/{*}order")
    if order is not None and (order.get("order_type") or "").lower() == "random":
        return True
    return any(_draws_all(section) for section in assessment.iter("{*}section"))


def _draws_all(section: etree._Element) -> bool:
    chosen = number(section.findtext("{*}selection_ordering/{*}selection/{*}selection_number"))
    bank = section.findtext("{*}selection_ordering/{*}selection/{*}sourcebank_ref")
    own = len(section.findall("{*}item"))
    return chosen is not None and not (bank or "").strip() and 0 < own <= chosen


def _draw(section: etree._Element) -> Draw | None:
    """A random selection (ASI Selection and Ordering 1.2, 3.1): of a bank elsewhere, or of the section's own items."""
    selection = section.find("{*}selection_ordering/{*}selection")
    chosen = number(selection.findtext("{*}selection_number")) if selection is not None else None
    if selection is None or chosen is None or not 0 < chosen < 1_000_000 or _draws_all(section):
        return None
    bank = (selection.findtext("{*}sourcebank_ref") or "").strip()
    points = number(selection.findtext("{*}selection_extension/{*}points_per_item"))
    return Draw(bank=bank or section.get("title", ""), number=int(chosen), points=points)
