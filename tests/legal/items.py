"""Random items of modules: lessons, quizzes, tests, labs, links, downloads, headings and discussions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from legal.dice import Dice
from legal.folder import Fields, Lesson
from legal.questions import POINTS, Questions
from legal.texts import Texts

KINDS = ("lesson", "quiz", "test", "lab", "link", "download", "heading", "discussion")
SHOWS = ("immediately", "after-submission", "after-close", "never")
ADDRESSES = (
    "https://example.org/", "https://example.org/read?a=1&b=2#part", "http://example.org", "https://example.org/ä/%20",
    "https://example.org/?tenant=a&tenant=b&debug=&q=a%2Bb", "https://example.org:8443/x;y?q='1'", "https://例え.jp/",
)  # fmt: skip


@dataclass(slots=True)
class Plan:
    """An item before it is written: what others need to know to point to it."""

    kind: str
    id: str
    file: str = ""
    """Path of its file; empty for an item that stands in module.yaml."""
    place: bool = False
    """Whether it is a lesson with the heading that others link to."""
    states: tuple[str, ...] = ()
    """How far a student can come with it."""
    settings: Fields = field(default_factory=dict)
    """What its states come from."""


@dataclass(slots=True)
class Chosen:
    """What the course has that items refer to."""

    tools: list[str]
    categories: list[str]
    banks: dict[str, int]
    """How many questions can be drawn from each bank."""


class Items:
    """Writes the items of one course."""

    def __init__(self, dice: Dice, texts: Texts, questions: Questions, chosen: Chosen, ids: Any) -> None:
        self.dice, self.texts, self.questions, self.chosen, self.ids = dice, texts, questions, chosen, ids
        self.amount = dice.pick(20, 50, 80)
        """How many of the optional fields an item has, in percent."""

    def settings(self, kind: str) -> Fields:
        """The settings that decide how far a student can come."""
        match kind:
            case "quiz" | "test":
                marks = (0, 50, "80%", 100, "66.67", "0.5%")
                return self.dice.maybe(50 if kind == "test" else 20, pass_mark=lambda: self.dice.pick(*marks))
            case "lab":
                return self.dice.maybe(40, points=lambda: self.dice.pick(*POINTS))
        return {}

    def states(self, kind: str, settings: Fields) -> tuple[str, ...]:
        """How far a student can come with an item of a kind."""
        match kind:
            case "heading":
                return ()
            case "quiz" | "test":
                return ("viewed", "submitted", "passed") if "pass_mark" in settings else ("viewed", "submitted")
            case "discussion":
                return ("viewed", "submitted")
            case "lab":
                return ("viewed", "submitted") if settings.get("points", "0") != "0" else ("viewed",)
        return ("viewed",)

    def write(self, plan: Plan, gates: Fields) -> Fields | Lesson:
        """An item, with the gates that were chosen for it."""
        more = gates | self.dice.maybe(20 if plan.states else 0, complete_when=lambda: self.dice.pick(*plan.states))
        more |= self.dice.maybe(10, published=lambda: self.dice.pick(False, False, True))
        fields: Fields | Lesson = getattr(self, f"_{plan.kind}")(plan)
        if isinstance(fields, Lesson):
            fields.settings |= more
            return fields
        return fields | plan.settings | more

    def _lesson(self, plan: Plan) -> Lesson:
        texts = self.texts
        settings = {"title": texts.title()} | self.dice.maybe(
            self.amount, subtitle=texts.line, guiding_question=texts.line, glossary=self._glossary,
            minutes=lambda: self.dice.pick(1, 10, 10_080),
            objectives=lambda: self.dice.pick(texts.line(), self.dice.several(texts.line, 1, 3)),
        )  # fmt: skip
        return Lesson(settings | ({"type": "lesson"} if self.dice.yes(10) else {}), texts.body(plan.place))

    def _glossary(self) -> Any:
        terms = {f"{self.texts.line()} {n}": self.texts.text() for n in range(self.dice.number(1, 3))}
        if self.dice.yes():
            return terms
        listed = [{"term": term, "definition": text} for term, text in terms.items()]
        return [*listed, listed[0]] if self.dice.yes(3) else listed

    def _test(self, plan: Plan) -> Fields:
        return self._quiz(plan)

    def _quiz(self, plan: Plan) -> Fields:
        texts, dice = self.texts, self.dice
        settings: Fields = dice.maybe(
            self.amount, subtitle=texts.line, instructions=texts.text, attempts=lambda: dice.pick(1, 2, 5, 100),
            time_limit=lambda: dice.pick(1, 20, 90, 10_080), shuffle_questions=dice.yes, shuffle_choices=dice.yes,
            questions_per_page=lambda: dice.pick(1, 2, 50), feedback_shows=lambda: dice.pick(*SHOWS),
            answers_show=lambda: dice.pick(*SHOWS), counts=lambda: dice.pick("highest", "average", "first", "last"),
        )  # fmt: skip
        questions = [*self.questions.some(), *self._pools(plan.id)]
        if "pass_mark" in plan.settings and not any(
            str(entry.get("points", 1)) != "0" for entry in questions if "text" not in entry
        ):
            questions.append({"type": "essay", "id": self.ids(), "prompt": "Why?"})
        return {"type": plan.kind, "title": texts.title(), "questions": questions} | settings | self._graded()

    def _pools(self, owner: str) -> list[Fields]:
        """Draws from banks."""
        pools = []
        for bank, size in self.chosen.banks.items():
            if size and self.dice.yes(40):
                form: Fields = {"from": bank} if self.dice.yes() else {"type": "pool", "bank": bank}
                form |= {"draw": self.dice.number(1, size)} | self.dice.maybe(
                    40, points=lambda: self.dice.pick(*POINTS)
                )
                pools.append(form if self.dice.yes(30) else {"id": self.ids()} | form)
        return pools

    def _graded(self) -> Fields:
        """Where a quiz belongs in the grades."""
        if self.dice.yes(15):
            return {"graded": False}
        return self._category() | ({"graded": True} if self.dice.yes(10) else {})

    def _category(self) -> Fields:
        weight = self.dice.maybe(
            self.amount / 2, weight=lambda: self.dice.pick("0", "1", "2.5", "1000", "0.001", "100")
        )
        return weight | ({"grade_category": self.dice.pick(*self.chosen.categories)} if self.chosen.categories else {})

    def _lab(self, plan: Plan) -> Fields:
        texts, dice = self.texts, self.dice
        lab: Fields = {"type": "lab", "title": texts.title(), "task": texts.text(), "assistant": texts.line()}
        lab |= dice.maybe(
            self.amount, summary=texts.text,
            suggested_opening=lambda: dice.pick("\n\n", " ").join(dice.several(texts.line, 1, 3)),
            tagline=texts.line, welcome=texts.text, parameters=self._parameters, private=self._private,
            opens=lambda: dice.pick("embedded", "window"),
        )  # fmt: skip
        if len(self.chosen.tools) > 1 or dice.yes(30):
            lab["tool"] = dice.pick(*self.chosen.tools)
        return lab | (self._category() if "points" in plan.settings or dice.yes(10) else {})

    def _parameters(self) -> Fields:
        values = ("beginner", "a b", "", "a=b&c", "<x>", "100%", "$User.id", "C:\\x", '"q"')
        return {name: self.dice.pick(*values) for name in self.dice.few(("level", "mode", "a_1", "x"), 1, 3)}

    def _private(self) -> Fields:
        names = ("system_prompt", "rubric", "notes", "Anything else")
        return {
            name: f"private zq{self.dice.number(10**9, 10**10)} {self.texts.line()}"
            for name in self.dice.few(names, 1, 3)
        }

    def _link(self, plan: Plan) -> Fields:
        more = self.dice.maybe(
            self.amount, description=self.texts.text, opens=lambda: self.dice.pick("embedded", "window")
        )
        return {"link": self.dice.pick(*ADDRESSES), "title": self.texts.title()} | more

    def _download(self, plan: Plan) -> Fields:
        files = [*self.texts.around.others, *self.texts.around.pictures]
        more = self.dice.maybe(self.amount, description=self.texts.text)
        return {"download": self.texts.relative(self.dice.pick(*files)), "title": self.texts.title()} | more

    def _heading(self, plan: Plan) -> Fields:
        return {"heading": self.texts.title()} | self.dice.maybe(self.amount, description=self.texts.text)

    def _discussion(self, plan: Plan) -> Fields:
        title = {"type": "discussion", "title": self.texts.title()} if plan.file else {"discussion": self.texts.title()}
        return title | {"prompt": self.texts.text()}
