"""A course in the model as an outline: what every package of it should say."""

from __future__ import annotations

import hashlib
from functools import cached_property, partial, singledispatchmethod
from html import escape
from typing import Any

from lmsexport.content import ResolvedCourse
from lmsexport.formats.launch import launch_url, parameters
from lmsexport.formats.outlinedquestions import outlined_question, plain_number, yes_or_no
from lmsexport.model import (
    Assessment,
    Discussion,
    Download,
    Heading,
    Lab,
    Lesson,
    Link,
    Pool,
    completion_state,
)
from lmsexport.model import Bank as CourseBank
from lmsexport.model import Item as CourseItem
from lmsexport.model import Module as CourseModule
from lmsexport.validation import Bank, Draw, Item, Module, Outline, Question, plain
from lmsexport.validation.outline import ItemKind


def outlined(course: ResolvedCourse) -> Outline:
    """The outline of a course: of the whole one, or of what `lower` has left of it for a target."""
    return _Outliner(course).outline()


class _Words:
    """Fills the holes of texts with what an outline keeps of them."""

    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002
        return ""

    def media_url(self, path: str) -> str:
        return path

    def math(self, tex: str, display: bool) -> str:  # noqa: ARG002
        return escape(rf"\({tex}\)", quote=False)

    def code(self, source: str, language: str) -> str:  # noqa: ARG002
        return f"<pre>{escape(source, quote=False)}</pre>"

    def look(self, role: str) -> str:  # noqa: ARG002
        return ""


class _Outliner:
    def __init__(self, course: ResolvedCourse) -> None:
        self.resolved = course
        self.course = course.course
        self.words = _Words()
        self.sums: dict[str, str] = {}

    def outline(self) -> Outline:
        course = self.course
        return Outline(
            title=course.title,
            text=self.said(course.source, course.description),
            language=course.language,
            modules=tuple(map(self.module, course.modules)),
            banks=tuple(map(self.bank, course.banks)),
            tools={tool.name: tool.url for tool in course.tools if not tool.installed},
        )

    def said(self, source: str, *texts: str | None) -> str:
        """The words of Markdown texts, one after the other."""
        found = (plain(self.resolved.fragment(source, text).render(self.words)) for text in texts if text)
        return " ".join(filter(None, found))

    def module(self, module: CourseModule) -> Module:
        titles = {other.id: other.heading for other in self.course.modules}
        requires = "\n".join(sorted(f"{titles[id]}: complete" for id in module.requires))
        return Module(
            id=module.id, title=module.heading, text=self.said(module.source, module.description),
            items=tuple(map(self.item, module.items)), settings={"requires": requires} if requires else {},
        )  # fmt: skip

    def bank(self, bank: CourseBank) -> Bank:
        questions = tuple(self.question(question, bank.source, self.shuffles(bank)) for question in bank.questions)
        return Bank(id=bank.id, title=bank.title, text=self.said(bank.source, bank.description), questions=questions)

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, item: CourseItem) -> Item:
        kind, text, url, media, settings = self.about(item)
        if state := completion_state(item):
            settings["complete when"] = state
        if item.requires:
            settings["requires"] = "\n".join(sorted(f"{self.titles[r.item]}: {r.state}" for r in item.requires))
        questions: tuple[Question | Draw, ...] = ()
        if isinstance(item, Assessment):
            questions = tuple(self.asked(part, item) for part in item.questions)
        return Item(
            id=item.id, kind=kind, title=item.title, text=text, url=url, media=media, questions=questions,
            settings=settings,
        )  # fmt: skip

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each item, by its id."""
        return {item.id: item.title for item in self.course.items}

    @singledispatchmethod
    def about(self, item: Any) -> tuple[ItemKind, str, str, tuple[str, ...], dict[str, str]]:
        """Kind, text, address, files and settings of an item."""
        raise TypeError(type(item).__name__)

    @about.register
    def _(self, item: Lesson) -> Any:
        lines = [item.subtitle, item.guiding_question, *item.objectives]
        terms = [part for term in item.glossary for part in (term.term, self.said(item.source, term.definition))]
        text = " ".join(filter(None, [*lines, self.said(item.source, item.body), *terms]))
        texts = (item.body, *(term.definition for term in item.glossary))
        return "lesson", text, "", self.files(item.source, *texts), {}

    @about.register
    def _(self, item: Assessment) -> Any:
        text = " ".join(filter(None, [item.subtitle, self.said(item.source, item.instructions)]))
        return "assessment", text, "", self.files(item.source, item.instructions), self.settings(item)

    @about.register
    def _(self, item: Lab) -> Any:
        parts = [self.said(item.source, item.summary, item.task), item.suggested_opening, item.assistant, item.tagline,
                 self.said(item.source, item.welcome)]  # fmt: skip
        settings = {f"parameter {name}": value for name, value in parameters(self.course, item).items()}
        settings["opens"] = item.opens
        if item.points:
            settings["points"] = plain_number(item.points)
        if item.grade_category:
            settings["grade category"] = self.categories[item.grade_category]
        if item.weight is not None:
            settings["weight"] = plain_number(item.weight)
        media = self.files(item.source, item.summary, item.task, item.welcome)
        return "lab", " ".join(filter(None, parts)), launch_url(self.course, item), media, settings

    @about.register
    def _(self, item: Link) -> Any:
        media = self.files(item.source, item.description)
        return "link", self.said(item.source, item.description), item.url, media, {"opens": item.opens}

    @about.register
    def _(self, item: Download) -> Any:
        file = self.sum_of(self.resolved.media_path(item.source, item.file))
        media = tuple(sorted({file, *self.files(item.source, item.description)}))
        return "download", self.said(item.source, item.description), "", media, {}

    @about.register
    def _(self, item: Heading) -> Any:
        return "heading", self.said(item.source, item.description), "", self.files(item.source, item.description), {}

    @about.register
    def _(self, item: Discussion) -> Any:
        return "discussion", self.said(item.source, item.prompt), "", self.files(item.source, item.prompt), {}

    @cached_property
    def categories(self) -> dict[str, str]:
        """Title of each grade category, by its id."""
        return {category.id: category.title for category in self.course.grade_categories}

    def settings(self, quiz: Assessment) -> dict[str, str]:
        """The settings of an assessment."""
        found = {
            "points": plain_number(quiz.total_points),
            "pass mark": ""
            if quiz.pass_mark is None
            else plain_number(round(quiz.pass_mark * quiz.total_points / 100, 5)),
            "attempts": str(quiz.attempts or ""),
            "time limit": str(quiz.time_limit or ""),
            "shuffle questions": yes_or_no(quiz.shuffle_questions),
            "shuffle choices": yes_or_no(quiz.shuffle_choices),
            "counts": quiz.counts,
            "feedback shows": quiz.feedback_shows,
            "answers show": quiz.answers_show,
            "questions per page": str(quiz.questions_per_page or ""),
            "graded": yes_or_no(quiz.graded),
            "grade category": self.categories.get(quiz.grade_category or "", ""),
            "weight": "" if quiz.weight is None else plain_number(quiz.weight),
        }
        return {name: value for name, value in found.items() if value}

    def files(self, source: str, *texts: str) -> tuple[str, ...]:
        """The sums of the files that texts show or offer, sorted."""
        paths = {path for text in texts for path in self.resolved.fragment(source, text).media}
        return tuple(sorted(map(self.sum_of, paths)))

    def sum_of(self, path: str) -> str:
        """The SHA-256 of a file of the source."""
        if path not in self.sums:
            with self.resolved.files[path].open("rb") as file:
                self.sums[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self.sums[path]

    # -- questions ---------------------------------------------------------------------------------------------

    def asked(self, part: Any, quiz: Assessment) -> Question | Draw:
        """A question of an assessment, or a draw."""
        if isinstance(part, Pool):
            return Draw(bank=self.course.bank(part.bank).title, number=part.draw, points=part.points)
        return self.question(part, quiz.source, quiz.shuffle_choices)

    def shuffles(self, bank: CourseBank) -> bool | None:
        """Whether choices are shuffled where a question of a bank does not say it: as those say who draw from it."""
        quizzes = (item for item in self.course.items if isinstance(item, Assessment))
        drawing = [quiz for quiz in quizzes if any(pool.bank == bank.id for pool in quiz.pools)]
        return any(quiz.shuffle_choices for quiz in drawing) if drawing else None

    def question(self, question: Any, source: str, shuffle: bool | None) -> Question:
        """A question, or a text between questions; `shuffle` holds where it does not say so itself and is known."""
        return outlined_question(question, partial(self.said, source), shuffle)
