"""Quizzes and tests of an outline as parts of a course."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from lmsexport.importing.identities import Identities
from lmsexport.importing.items import Said, common
from lmsexport.importing.parts import Part, part
from lmsexport.importing.questions import Questions
from lmsexport.importing.texts import UNDER_TITLE, Texts
from lmsexport.importing.told import Origin, Told
from lmsexport.model import Assessment, Pool
from lmsexport.validation import Draw, Item, Question


class Listed(NamedTuple):
    """Something that an assessment or a bank lists."""

    id: str
    part: Part | dict[str, Any]
    """The keys alone, of what no course has."""
    reason: str
    """Why it is a draft whatever else there is to say; empty if there is no such reason."""
    place: str


class Assessments:
    """Makes parts of the course of assessments and of what they list."""

    def __init__(self, texts: Texts, told: Told, ids: Identities) -> None:
        self.texts = texts
        self.told = told
        self.ids = ids
        self.questions = Questions(texts, told)
        self.banks: dict[str, str] = {}
        """Title of each bank → its id."""
        self.categories: dict[str, str] = {}
        """Title of each grade category → its id."""

    def listed(self, found: Question | Draw, owner: str, number: int) -> Listed:
        """A question of the assessment or bank `owner`, there the `number`-th from 1, or a draw."""
        if isinstance(found, Draw):
            id = self.ids.give(f"{owner}-draw{number}", f"{owner}-draw{number}")
            bank = self.banks.get(found.bank)
            drawn = part(
                Pool, id=id, bank=bank or self.ids.give("", found.bank), draw=found.number, points=found.points
            )
            return Listed(id, drawn, "" if bank else f"the bank “{found.bank}” is not in the package", "")
        id = self.ids.give(found.id, f"{owner}-q{number}")
        if self.questions.knows(found):
            return Listed(id, self.questions.part(found, id), "", found.place)
        reason = f"courses have no questions of the type `{found.type}`"
        return Listed(id, self.questions.unknown(found, id), reason, found.place)

    def assessment(self, item: Item, id: str, listed: list[Any]) -> Part:
        """An assessment with the questions that are whole."""
        origin = Origin(id, item.place)
        said, parts = item.settings, Said(item)
        examines = "pass mark" in said or said.get("attempts") == "1" or "time limit" in said
        text = self.texts(parts.text("instructions", item.text), origin, UNDER_TITLE, item=id)
        graded = said.get("graded") != "no"
        made = part(
            Assessment, id=id, type="test" if examines else "quiz", title=" ".join(item.title.split()) or "Quiz",
            subtitle=parts.line("subtitle"), instructions=text, questions=listed,
            pass_mark=self._pass_mark(item, listed, origin), attempts=_whole(said.get("attempts")),
            time_limit=self._minutes(said.get("time limit"), origin),
            shuffle_questions=_yes(said, "shuffle questions"), shuffle_choices=_yes(said, "shuffle choices"),
            questions_per_page=_whole(said.get("questions per page")), feedback_shows=said.get("feedback shows"),
            answers_show=said.get("answers show"), counts=said.get("counts"), graded=graded,
            grade_category=self.categories.get(said.get("grade category", "")) if graded else None,
            weight=said.get("weight") if graded else None,
        )  # fmt: skip
        return Part(made.model, dict(made.fields) | common(item, self.texts.items))

    def _pass_mark(self, item: Item, listed: list[Any], origin: Origin) -> Decimal | None:
        """In percent of all points."""
        said, total = _decimal(item.settings.get("pass mark")), _decimal(item.settings.get("points"))
        if said is None:
            return None
        if not total:
            total = sum((_points(one) for one in listed), Decimal(0))
        if not total:
            self.told.say("not kept", f"the pass mark of {said} points: the questions give none", origin)
            return None
        return min(Decimal(100), round(said * 100 / total, 5).normalize() + 0)

    def _minutes(self, said: str | None, origin: Origin) -> int | None:
        minutes = _decimal(said)
        if not minutes:
            return None
        whole = int(minutes.to_integral_value(rounding="ROUND_CEILING"))
        if whole != minutes:
            self.told.say("changed", f"the time limit of {minutes} minutes is {whole}", origin)
        return whole


def _points(one: Any) -> Decimal:
    """The points of a question or of all that a draw draws."""
    return (getattr(one, "points", None) or Decimal(0)) * getattr(one, "draw", 1)


def _decimal(said: str | None) -> Decimal | None:
    try:
        found = Decimal(said or "")
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _whole(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() and int(said) else None


def _yes(said: Any, name: str) -> bool | None:
    return None if name not in said else said[name] == "yes"
