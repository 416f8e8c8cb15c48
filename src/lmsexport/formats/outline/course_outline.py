"""A course in the model as an outline: what every package of it should say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from html import escape
from typing import NamedTuple, assert_never

from jinja2 import Environment

from lmsexport.content import ResolvedCourse
from lmsexport.content.lines import PlainRenderer
from lmsexport.content.texts import texts
from lmsexport.formats.launch import parameters
from lmsexport.formats.outline.question_outline import outlined_question, yes_or_no
from lmsexport.formats.pages import Pages
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Discussion,
    Download,
    Heading,
    Lab,
    Lesson,
    Link,
    Pool,
    TextBlock,
    completion_state,
)
from lmsexport.model import Bank as CourseBank
from lmsexport.model import Item as CourseItem
from lmsexport.model import Module as CourseModule
from lmsexport.model.numbers import plain_number
from lmsexport.packaging.addresses import launch_url
from lmsexport.validation import Bank, Draw, Item, Module, Need, Outline, Part, Question, RichText, joined, rich
from lmsexport.validation.outline import ItemKind


def outlined(course: ResolvedCourse, pages: Environment | None = None) -> Outline:
    """The outline of a course: of the whole one, or of what `lower` has left of it for a target.

    Where items become pages of an LMS, `pages` are the templates of these: they add labels and headings.
    """
    return CourseOutliner(course, pages).outline()


class Words(PlainRenderer):
    """Fills the holes of texts with what an outline keeps of them: formulas in their delimiters."""

    def math(self, tex: str, display: bool) -> str:  # noqa: ARG002
        return escape(rf"\({tex}\)", quote=False)


class About(NamedTuple):
    """What stands in an item beside its title and its questions."""

    kind: ItemKind
    text: RichText
    url: str
    media: tuple[str, ...]
    """The sums of its files."""
    settings: dict[str, str]


def hidden(part: CourseModule | CourseItem) -> dict[str, str]:
    """The setting of what students do not see."""
    return {} if part.published else {"visible": "no"}


class CourseOutliner:
    """Makes the outline of one course. Formats that say things in another place override single methods: what they
    make of a course depends on the lowered course alone, and never on what was read."""

    def __init__(self, course: ResolvedCourse, pages: Environment | None = None) -> None:
        self.resolved = course
        self.course = course.course
        self.words = Words()
        self.pages: Pages[None] | None = None if pages is None else Pages(course, pages, lambda _: self.words)
        self.sums: dict[str, str] = {}

    def outline(self) -> Outline:
        """The whole."""
        course = self.course
        return Outline(
            title=course.title,
            text=self.summary(),
            language=course.language,
            modules=tuple(map(self.module, course.modules)),
            banks=tuple(map(self.bank, course.banks)),
            tools={tool.name: tool.url for tool in course.tools if not tool.installed},
            grade_categories=self.grade_categories(),
        )

    def grade_categories(self) -> dict[str, str]:
        """What each is worth; nothing where points count."""
        parts = self.course.grade_categories
        weighs = any(part.weight for part in parts)
        return {part.title: plain_number(part.weight) if weighs else "" for part in parts}

    def summary(self) -> RichText:
        """What the course is about; as a page, with its authors and version."""
        if self.pages is not None:
            return rich(self.pages.course_summary(None))
        return self.said(self.course.source, self.course.description)

    def said(self, source: str, *texts: str | None) -> RichText:
        """Markdown texts, one after the other."""
        return joined(rich(self.resolved.fragment(source, text).render(self.words)) for text in texts if text)

    def module(self, module: CourseModule) -> Module:
        """A module with its items."""
        titles = {other.id: other.heading for other in self.course.modules}
        settings = hidden(module)
        if module.requires:
            settings["requires"] = "\n".join(sorted(f"{titles[id]}: complete" for id in module.requires))
        return Module(
            id=module.id, title=module.heading, text=self.said(module.source, module.description),
            items=tuple(map(self.item, module.items)), settings=settings,
            needs=tuple(Need(id=id, state="complete") for id in module.requires),
        )  # fmt: skip

    def bank(self, bank: CourseBank) -> Bank:
        """A bank with its questions."""
        questions = tuple(self.question(question, bank.source, self.shuffles(bank)) for question in bank.questions)
        return Bank(id=bank.id, title=bank.title, text=self.said(bank.source, bank.description), questions=questions)

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, item: CourseItem) -> Item:
        """An item with all that it says."""
        kind, text, url, media, settings = self.about(item)
        if self.pages is not None:
            text = self.page(self.pages, item, text)
        settings |= hidden(item)
        if state := completion_state(item):
            settings["complete when"] = state
        if needed := [f"{self.titles[r.item]}: {r.state}" for r in item.requires if r.item in self.titles]:  # no draft
            settings["requires"] = "\n".join(sorted(needed))
        questions: tuple[Question | Draw, ...] = ()
        if isinstance(item, Assessment):
            questions = tuple(self.asked(part, item) for part in item.questions)
        return Item(
            id=item.id, kind=kind, title=item.title, text=text, url=url, media=media, questions=questions,
            settings=settings, parts=tuple(part for part in self.parts(item) if part.text),
            needs=tuple(Need(id=required.item, state=required.state) for required in item.requires),
        )  # fmt: skip

    def parts(self, item: CourseItem) -> Iterator[Part]:
        """The texts of a lesson or a lab, in the order of its page."""
        match item:
            case Lesson():
                yield Part(name="subtitle", text=RichText(item.subtitle or ""))
                yield Part(name="guiding_question", text=RichText(item.guiding_question or ""))
                yield from (Part(name="objectives", text=RichText(objective)) for objective in item.objectives)
                yield Part(name="body", text=self.said(item.source, item.body))
                for term in item.glossary:
                    yield Part(name="glossary", text=self.said(item.source, term.definition), term=term.term)
            case Lab():
                yield Part(name="summary", text=self.said(item.source, item.summary))
                yield Part(name="task", text=self.said(item.source, item.task))
                yield Part(name="suggested_opening", text=RichText(item.suggested_opening))
                yield Part(name="assistant", text=RichText(item.assistant))
                yield Part(name="tagline", text=RichText(item.tagline or ""))
                yield Part(name="welcome", text=self.said(item.source, item.welcome))

    def page(self, pages: Pages[None], item: CourseItem, text: RichText) -> RichText:
        """An item's page in an LMS; `text` where it has none."""
        if isinstance(item, Lesson):
            return rich(pages.lesson(item, None))
        return rich(pages.intro(item, None)) if isinstance(item, Lab | Assessment) else text

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each item, by its id."""
        return {item.id: item.title for item in self.course.items}

    def about(self, item: CourseItem) -> About:
        """What stands in an item."""
        match item:
            case Lesson():
                shown = (item.body, *(term.definition for term in item.glossary))
                return About("lesson", self.lesson_text(item), "", self.files(item.source, *shown), {})
            case Assessment():
                text = joined([item.subtitle, self.said(item.source, item.instructions)])
                return About("assessment", text, "", self.files_of_quiz(item), self.settings(item))
            case Lab():
                media = self.files(item.source, item.summary, item.task, item.welcome)
                url = launch_url(self.course, item)
                return About("lab", self.lab_text(item), url, media, self.lab_settings(item))
            case Link():
                text, media = self.said(item.source, item.description), self.files(item.source, item.description)
                return About("link", text, item.url, media, {"opens": item.opens})
            case Download():
                text, media = self.said(item.source, item.description), self.files(item.source, item.description)
                file = self.sum_of(self.resolved.media_path(item.source, item.file))
                return About("download", text, "", tuple(sorted({file, *media})), {})
            case Heading():
                text, media = self.said(item.source, item.description), self.files(item.source, item.description)
                return About("heading", text, "", media, {})
            case Discussion():
                text, media = self.said(item.source, item.prompt), self.files(item.source, item.prompt)
                return About("discussion", text, "", media, {})
            case _:
                assert_never(item)

    def lab_settings(self, lab: Lab) -> dict[str, str]:
        """The settings of a lab."""
        settings = {f"parameter {name}": value for name, value in self.parameters(lab).items()}
        settings["opens"] = lab.opens
        if lab.points:
            settings["points"] = plain_number(lab.points)
        if lab.grade_category:
            settings["grade category"] = self.categories[lab.grade_category]
        if lab.weight is not None:
            settings["weight"] = plain_number(lab.weight)
        return settings

    def lesson_text(self, lesson: Lesson) -> RichText:
        """All that a lesson says."""
        terms = [part for term in lesson.glossary for part in (term.term, self.said(lesson.source, term.definition))]
        lines = [lesson.subtitle, lesson.guiding_question, *lesson.objectives]
        return joined([*lines, self.said(lesson.source, lesson.body), *terms])

    def lab_text(self, lab: Lab) -> RichText:
        """All that a lab says."""
        task, welcome = self.said(lab.source, lab.summary, lab.task), self.said(lab.source, lab.welcome)
        return joined([task, lab.suggested_opening, lab.assistant, lab.tagline, welcome])

    def parameters(self, lab: Lab) -> Mapping[str, str]:
        """The custom parameters that a lab is launched with."""
        return parameters(self.course, lab)

    def files_of_quiz(self, quiz: Assessment) -> tuple[str, ...]:
        """The sums of the files of an assessment and of its own questions."""
        of_questions = [at.text for part in quiz.questions for at in texts(part)]
        return self.files(quiz.source, quiz.instructions, *of_questions)

    @cached_property
    def categories(self) -> dict[str, str]:
        """Title of each grade category, by its id."""
        return {category.id: category.title for category in self.course.grade_categories}

    def settings(self, quiz: Assessment) -> dict[str, str]:
        """The settings of an assessment."""
        settings = {
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
        return {name: value for name, value in settings.items() if value}

    def files(self, source: str, *shown: str) -> tuple[str, ...]:
        """The sums of the files that texts show or offer, sorted."""
        paths = {path for text in shown for path in self.resolved.fragment(source, text).media}
        return tuple(sorted(map(self.sum_of, paths)))

    def sum_of(self, path: str) -> str:
        """The SHA-256 of a file of the source."""
        if path not in self.sums:
            with self.resolved.files[path].open("rb") as file:
                self.sums[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self.sums[path]

    # -- questions ---------------------------------------------------------------------------------------------

    def asked(self, part: AnyQuestion | TextBlock | Pool, quiz: Assessment) -> Question | Draw:
        """A question of an assessment, or a draw."""
        if isinstance(part, Pool):
            return Draw(bank=self.course.bank(part.bank).title, number=part.draw, points=part.points)
        return self.question(part, quiz.source, quiz.shuffle_choices)

    def shuffles(self, bank: CourseBank) -> bool | None:
        """Whether choices are shuffled where a question of a bank does not say it: as those say who draw from it."""
        quizzes = (item for item in self.course.items if isinstance(item, Assessment))
        drawing = [quiz for quiz in quizzes if any(pool.bank == bank.id for pool in quiz.pools)]
        return any(quiz.shuffle_choices for quiz in drawing) if drawing else None

    def question(self, question: AnyQuestion | TextBlock, source: str, shuffle: bool | None) -> Question:
        """A question, or a text between questions; `shuffle` holds where it does not say so itself and is known."""
        return outlined_question(question, partial(self.said, source), shuffle)
