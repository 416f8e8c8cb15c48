"""A package as a course: its outline, part by part. What a course cannot hold as it is, is told or becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from lmsexport.authoring.file_names import slug
from lmsexport.content.markdown_of import Looks
from lmsexport.content.texts import with_texts
from lmsexport.importing.assessments import Assessments
from lmsexport.importing.dates import date_of
from lmsexport.importing.drafts import draft, draft_of_part
from lmsexport.importing.gates import with_needs
from lmsexport.importing.grades import Grades
from lmsexport.importing.identities import Identities
from lmsexport.importing.items import Items
from lmsexport.importing.media import Media
from lmsexport.importing.parts import BrokenError, Part, part
from lmsexport.importing.rules import keeping_rules
from lmsexport.importing.texts import IN_PART, UNDER_TITLE, Texts
from lmsexport.importing.told import Origin, Told
from lmsexport.importing.tools import Tools, course_ids, own_id
from lmsexport.model import Bank, Course, Draft, Item, Model, Module, completion_state
from lmsexport.validation import Draw, Outline, Question, RichText
from lmsexport.validation import Item as PackageItem
from lmsexport.validation import Module as PackageModule
from lmsexport.validation.reader import Subject

QuestionFiles = Literal["quizzes", "banks"]
"""What the categories of a file of questions become."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBERED = re.compile(r"(\d{1,3})\. (\S.*)")


@dataclass(frozen=True, slots=True)
class Imported:
    """A course with what belongs to it, before its parts have places."""

    course: Course
    media: Media
    told: Told


def imported(subject: Subject, *, questions: QuestionFiles = "quizzes", looks: Looks = "drop") -> Imported:
    """The course that a package holds.

    Its parts and its files have no places yet: `layout` gives them. Links of its texts name items as `item:<id>` and
    files by their paths in `media`.
    """
    outline = with_needs(subject.outline)
    if questions == "quizzes":
        outline = _asked(outline)
    return _Importer(subject, outline, looks).imported()


def _asked(outline: Outline) -> Outline:
    """Of a file of questions: each category as a quiz."""
    if any(module.items for module in outline.modules):
        return outline
    quizzes = tuple(
        PackageItem(id=bank.id, kind="assessment", title=bank.title, text=bank.text, questions=bank.questions)
        for bank in outline.banks if bank.questions
    )  # fmt: skip
    above = next((bank.title for bank in outline.banks if not bank.questions), "")  # a category that holds others
    module = PackageModule(id="", title="", items=quizzes)
    return replace(outline, title=outline.title or above, modules=(module,), banks=())


class _Importer:
    """Imports one package."""

    def __init__(self, subject: Subject, outline: Outline, looks: Looks) -> None:
        self.subject = subject
        self.outline = outline
        self.told = Told()
        self.media = Media(subject.contents)
        self.name = re.sub(r"\.(tar\.gz|\w+)$", "", subject.contents.path.name)
        self.ids = Identities(_own_ids(outline))
        self.id = Identities().give(*_course_names(outline), self.name)
        self.items: dict[str, str] = {}
        """Id of each item, and of each module with items, in the outline → that of the item in the course."""
        self.of_modules = [self.ids.give(module.id, module.title, "module") for module in outline.modules]
        self.of_items = [
            [self.ids.give(own_id(item), item.title, item.kind) for item in module.items] for module in outline.modules
        ]
        self.of_banks = [self.ids.give(bank.id, bank.title, "bank") for bank in outline.banks]
        self.modules = _first(zip((module.id for module in outline.modules), self.of_modules, strict=True))
        self._identify_items()
        self.texts = Texts(subject, self.media, self.told, self.items, _pages(outline), looks)
        self.texts.expect(_texts(outline))
        self.tools = Tools(outline, self.ids)
        self.grades = Grades(outline, self._title(), self.ids, self.told)
        self.plain_items = Items(self.texts, self.media, self.told, self.tools, self.grades)
        self.assessments = Assessments(self.texts, self.told, self.ids, self.grades)
        self.drafts: list[Draft] = []

    def _identify_items(self) -> None:
        for module, ids in zip(self.outline.modules, self.of_items, strict=True):
            self.items |= _first(zip((item.id for item in module.items), ids, strict=True)) | self.items
            if ids:
                self.items.setdefault(module.id, ids[0])

    def imported(self) -> Imported:
        """The course."""
        titles_of_banks = (bank.title for bank in self.outline.banks)
        self.assessments.banks |= _first(zip(titles_of_banks, self.of_banks, strict=True))
        banks = [bank for number, found in enumerate(self.outline.banks) for bank in self._bank(found, number)]
        modules = [self._module(module, number) for number, module in enumerate(self.outline.modules)]
        language = self.outline.language if _LANGUAGE.fullmatch(self.outline.language) else "en"
        course = Course.model_construct(
            id=self.id, title=self._title(), language=language, date=date_of(self.subject.contents),
            description=self.texts(self.outline.text, Origin(""), UNDER_TITLE),
            tools=tuple(self.tools.built), grade_categories=self.grades.built,
            banks=tuple(banks), modules=tuple(modules) or (self._empty_module(),), drafts=tuple(self.drafts),
        )  # fmt: skip
        for what in self.outline.unread:
            self.told.say("not kept", what, Origin(""))
        return Imported(self._with_anchors(keeping_rules(course, self.told)), self.media, self.told)

    def _title(self) -> str:
        return " ".join(self.outline.title.split()) or self.name.replace("_", " ").replace("-", " ").strip() or "Course"

    # -- modules and items -----------------------------------------------------------------------------------------

    def _module(self, found: PackageModule, number: int) -> Module:
        id = self.of_modules[number]
        ids = self.of_items[number]
        items = [item for index, one in enumerate(found.items) for item in self._item(one, ids[index], id, index)]
        title = " ".join(found.title.split()) or (
            self._title() if len(self.outline.modules) == 1 else f"Module {number + 1}"
        )
        numbered = _NUMBERED.fullmatch(title)
        made = Module.of(
            id=id, title=numbered[2] if numbered else title, number=int(numbered[1]) if numbered else None,
            description=self.texts(found.text, Origin(id), IN_PART),
            requires=[self.modules[need.id] for need in found.needs if need.id in self.modules],
            published=found.settings.get("visible") != "no",
        )  # fmt: skip
        return made.model_copy(update={"items": tuple(items)})

    def _empty_module(self) -> Module:
        return Module.of(id=self.ids.give("", "module"), title=self._title())

    def _item(self, found: PackageItem, id: str, module: str, index: int) -> Iterator[Item]:
        """The item, or nothing where it has become a draft."""
        if found.kind == "assessment":
            yield from self._assessment(found, id, module, index)
            return
        made = self.plain_items.part(found, id)
        yield from self._built(made, _no_such_item(found), Origin(id, found.place), module, index)

    def _assessment(self, found: PackageItem, id: str, module: str, index: int) -> Iterator[Item]:
        whole, drafts = self._listed(found.questions, id, found.settings.get("shuffle choices", "yes"))
        made = self.assessments.assessment(found, id, whole)
        yield from self._built(made, _no_question(whole, drafts), Origin(id, found.place), module, index, drafts)

    def _bank(self, found: Any, index: int) -> Iterator[Bank]:
        id = self.of_banks[index]
        whole, drafts = self._listed(found.questions, id)
        title = " ".join(found.title.split()) or self._title()
        made = part(Bank, id=id, title=title, description=self.texts(found.text, Origin(id)), questions=whole)
        yield from self._built(made, _no_question(whole, drafts), Origin(id), "", index, drafts)

    def _listed(
        self, questions: Iterable[Question | Draw], owner: str, shuffled: str = "yes"
    ) -> tuple[list[Model], list[Draft]]:
        """What an assessment or a bank lists: the questions that are whole, and the drafts. `shuffled` says whether
        choices are, where a question does not say it."""
        whole: list[Model] = []
        drafts: list[Draft] = []
        for index, question in enumerate(questions):
            listed = self.assessments.listed(_shuffled_as_all(question, shuffled), owner, index + 1)
            try:
                whole.append(listed.built())
            except BrokenError as error:
                drafts.append(draft(listed.id, str(error), listed.written(), owner, index))
                self.told.say("missing", str(error), Origin(listed.id, listed.place))
        return whole, drafts

    def _built(
        self, made: Part, reason: str, origin: Origin, owner: str, index: int, inner: Sequence[Draft] = ()
    ) -> Iterator[Any]:
        """The part of the model; nothing where it has become a draft. `inner` are the drafts of its questions: beside
        it where it is whole, else in it."""
        try:
            if reason:
                raise BrokenError(reason)
            built = _completed_by_default(made.built())
        except BrokenError as error:
            self.drafts.append(draft_of_part(made, origin.part, str(error), owner, index, inner))
            self.told.say("missing", str(error), origin)
        else:
            self.drafts += inner
            yield built

    # -- links to places -------------------------------------------------------------------------------------------

    def _with_anchors(self, course: Course) -> Course:
        """The course whose links lead to the places in other texts that they mean."""
        if not self.texts.anchors:
            return course
        return with_texts(course, lambda at: self.texts.in_place(at.text))


def _completed_by_default(part: Any) -> Any:
    """The item without what completes it, where that is what suits it anyway."""
    state = getattr(part, "complete_when", None)
    usual = part.model_copy(update={"complete_when": None}) if state else part
    return usual if state and completion_state(usual) == state else part


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A mapping in which of several entries with one key the first counts."""
    found: dict[str, str] = {}
    for key, each in pairs:
        found.setdefault(key, each)
    return found


def _pages(outline: Outline) -> dict[str, str]:
    """Member of each page that is an item → the id of the item."""
    places = ((item.place.rpartition(":")[0], item.id) for item in outline.items)
    return {member: id for member, id in places if member.endswith((".html", ".htm", ".xhtml"))}


def _own_ids(outline: Outline) -> Iterator[str]:
    for module in outline.modules:
        yield module.id
        for item in module.items:
            yield own_id(item)
            yield from (one.id for one in item.questions if isinstance(one, Question))
    for bank in outline.banks:
        yield bank.id
        yield from (question.id for question in bank.questions)


def _course_names(outline: Outline) -> tuple[str, str]:
    """The id that labs are launched with, where there is one, and the title."""
    own = course_ids(outline.items)
    return own.pop() if len(own) == 1 else "", outline.title


def _texts(outline: Outline) -> Iterator[RichText]:
    """All texts that may hold links to places."""
    yield outline.text
    for module in outline.modules:
        yield module.text
        for item in module.items:
            yield item.text
            yield from (one.text for one in item.parts)
            yield from _of_questions(item.questions)
    for bank in outline.banks:
        yield bank.text
        yield from _of_questions(bank.questions)


def _of_questions(questions: Sequence[Any]) -> Iterator[RichText]:
    for question in questions:
        if isinstance(question, Question):
            yield question.prompt
            yield from question.feedback.values()
            yield from question.hints
            for answer in question.answers:
                yield from (answer.text, answer.feedback)


def _no_question(whole: Sequence[Model], drafts: Sequence[Draft]) -> str:
    """Why nothing can be asked; empty where something can."""
    if any(getattr(one, "type", "") != "text" for one in whole):
        return ""
    return "all its questions are drafts" if drafts else "it has no questions"


def _no_such_item(found: PackageItem) -> str:
    """Why an item is none that courses have; empty where it may be one."""
    if found.kind == "unknown":
        return "courses have no activity of its kind"
    if found.kind == "lab" and not found.parts:
        return "an external tool: courses have labs, with a `task` and an `assistant`, or make it a link"
    return ""


def _shuffled_as_all(question: Question | Draw, shuffled: str) -> Question | Draw:
    """The question without the setting that its assessment has, too."""
    if isinstance(question, Draw) or question.settings.get("shuffle") != shuffled:
        return question
    return replace(question, settings={name: said for name, said in question.settings.items() if name != "shuffle"})


def file_name(title: str) -> str:
    """The folder that an import is written into by default."""
    return slug(title) or "course"
