"""Quizzes and tests of an outline as parts of a course."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from lmsexport.authoring.short_forms import Fields
from lmsexport.importing.grades import Grades
from lmsexport.importing.identities import Identities
from lmsexport.importing.items import Said, common
from lmsexport.importing.parts import BrokenError, Part, part
from lmsexport.importing.questions import Questions
from lmsexport.importing.settings import decimal, switch, whole
from lmsexport.importing.texts import UNDER_TITLE, Texts
from lmsexport.importing.told import Origin, Told
from lmsexport.model import Assessment, Model, Pool
from lmsexport.model.assessment import full_points
from lmsexport.validation import Draw, Item, Question
from lmsexport.validation.outline import Settings


class Listed(NamedTuple):
    """Something that an assessment or a bank lists."""

    id: str
    part: Part | Fields
    """The keys alone, of what no course has."""
    reason: str
    """Why it is a draft whatever else there is to say; empty if there is no such reason."""
    place: str

    def built(self) -> Model:
        """The part of the model. Raises `BrokenError` when it breaks a rule, or is none that courses have."""
        if self.reason or not isinstance(self.part, Part):
            raise BrokenError(self.reason)
        return self.part.built()

    def written(self) -> Fields:
        """What there is of it."""
        return self.part.written() if isinstance(self.part, Part) else self.part


class Assessments:
    """Makes parts of the course of assessments and of what they list."""

    def __init__(self, texts: Texts, told: Told, ids: Identities, grades: Grades) -> None:
        self.texts = texts
        self.told = told
        self.ids = ids
        self.questions = Questions(texts, told)
        self.banks: dict[str, str] = {}
        """Title of each bank → its id."""
        self.grades = grades

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
            pass_mark=self._pass_mark(item, listed, origin), attempts=whole(said, "attempts"),
            time_limit=self._minutes(said, origin),
            shuffle_questions=switch(said, "shuffle questions"), shuffle_choices=switch(said, "shuffle choices"),
            questions_per_page=whole(said, "questions per page"), feedback_shows=said.get("feedback shows"),
            answers_show=said.get("answers show"), counts=said.get("counts"), graded=graded,
            **(self.grades.fields(said) if graded else {}),
        )  # fmt: skip
        return Part(made.model, dict(made.fields) | common(item, self.texts.items))

    def _pass_mark(self, item: Item, listed: list[Any], origin: Origin) -> Decimal | None:
        """In percent of all points."""
        said, total = decimal(item.settings, "pass mark"), decimal(item.settings, "points")
        if said is None:
            return None
        if not total:
            total = sum(map(full_points, listed), Decimal(0))
        if not total:
            self.told.say("not kept", f"the pass mark of {said} points: the questions give none", origin)
            return None
        return min(Decimal(100), round(said * 100 / total, 5).normalize() + 0)

    def _minutes(self, said: Settings, origin: Origin) -> int | None:
        minutes = decimal(said, "time limit")
        if not minutes:
            return None
        rounded = int(minutes.to_integral_value(rounding="ROUND_CEILING"))
        if rounded != minutes:
            self.told.say("changed", f"the time limit of {minutes} minutes is {rounded}", origin)
        return rounded
