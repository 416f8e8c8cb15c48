"""What goes into a file of questions: which questions, in which categories, with which files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from markupsafe import escape

from lmsexport.content import Fragment, InlineRenderer, ResolvedCourse, Wording, wording
from lmsexport.formats.moodle.capabilities import shown_name, shown_tag
from lmsexport.formats.moodle.cloze import weights_for
from lmsexport.formats.moodle.draft import Draft
from lmsexport.formats.moodle.files import FileArea, stored_path
from lmsexport.formats.moodle.fractions import written
from lmsexport.formats.moodle.loose import NOWHERE, without_nowhere
from lmsexport.formats.moodle.records import NOTHING, Category, Record
from lmsexport.formats.moodle.types import FILLERS
from lmsexport.formats.pages import directed
from lmsexport.formats.scope import QuizOptions
from lmsexport.model import Assessment, FillInBlanks, Module, Question
from lmsexport.packaging import Numbers, Omission

Refusal = Callable[[str, str], tuple[str, str] | None]
"""Area of a text, file of the source → why it cannot stand there, and what to do; None when it can."""

INFO, IN_BLANK = "info", "blank"
"""Areas of texts that Moodle has no files for: what a category is about, what is said in a blank."""

_NO_LINKS = "A file of questions knows nothing of the course around it: the words of the link stay, without the link."


@dataclass(frozen=True, slots=True)
class Section:
    """A category with its questions."""

    path: tuple[str, ...]
    """The names of the categories above it, and its own."""
    source: str
    """The file that links start from."""
    info: str = ""
    """What it is about, as HTML."""
    questions: Sequence[Question] = ()
    shuffle: bool = True
    """Whether choices are shuffled where a question does not say it."""


@dataclass(slots=True)
class InFile:
    """What the questions of a file share. Links to items are taken out; files go beside their text, or are refused."""

    course: ResolvedCourse
    refusal: Refusal
    numbers: Numbers = field(default_factory=Numbers)
    omissions: dict[Omission, None] = field(default_factory=dict)
    files: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """Area and item of a text of the last question → the files of the source that it shows."""

    blanks: bool = False
    """Whether the last question has blanks."""

    @property
    def say(self) -> Wording:
        """Words in the language of the course."""
        return wording(self.course.course.language)

    def html(self, question: str, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:
        """The text, with the addresses of its files."""
        renderer = _Renderer(self, question, place)
        return without_nowhere(text.render_inline(renderer) if inline else text.render(renderer)), []

    def weights(self, question: FillInBlanks) -> list[int]:
        """Weights that add up to the points of the question, where whole numbers can."""
        return weights_for([blank.points for blank in question.blanks], question.points)

    def draft(self, question: Question, section: Section) -> Draft:
        """A question with all that Moodle stores of it."""
        self.files.clear()
        self.blanks = isinstance(question, FillInBlanks)
        draft = Draft(self, question, Category(0, 0, section.source), section.shuffle)
        FILLERS[type(question)](draft, question)
        return draft

    def sections(self, options: QuizOptions) -> Iterator[Section]:
        """The categories in the order of the course: below the course's the modules with their quizzes, then the banks.

        A category without questions comes before those below it, where there is something to say about it.
        """
        course = self.course.course
        root = (_name(course.title, course.id),)
        yield from self._about(root, course.id, course.source, course.description)
        chosen = {quiz.id for quiz in options.assessments(course)}
        taken: set[tuple[str, ...]] = set()
        for module in course.modules:
            quizzes = [item for item in module.items if isinstance(item, Assessment) and item.id in chosen]
            if quizzes:
                yield from self._module(module, quizzes, root, taken)
        for bank in options.banks(course):
            info = self._info(bank.id, bank.source, bank.description)
            path = _free((*root, _name(bank.title, bank.id)), bank.id, taken)
            yield Section(path, bank.source, info, bank.questions, self.course.course.shuffles(bank.id))

    def _module(
        self, module: Module, quizzes: list[Assessment], root: tuple[str, ...], taken: set[tuple[str, ...]]
    ) -> Iterator[Section]:
        above = (*root, _name(module.heading, module.id))
        yield from self._about(above, module.id, module.source, module.description)
        for quiz in quizzes:
            subtitle = f"<p>{escape(quiz.subtitle)}</p>" if quiz.subtitle else ""
            info = subtitle + self._info(quiz.id, quiz.source, quiz.instructions)
            path = _free((*above, _name(quiz.title, quiz.id)), quiz.id, taken)
            yield Section(path, quiz.source, info, tuple(quiz.own_questions), quiz.shuffle_choices)

    def _about(self, path: tuple[str, ...], owner: str, source: str, text: str) -> Iterator[Section]:
        if text:
            yield Section(path, source, self._info(owner, source, text))

    def _info(self, owner: str, source: str, text: str) -> str:
        html, _ = self.html(owner, self.course.fragment(source, text), FileArea(0, "question", INFO), inline=False)
        return directed(self.course.course, html)


class _Renderer(InlineRenderer):
    """Fills the holes of a text in a file of questions."""

    def __init__(self, around: InFile, question: str, place: FileArea) -> None:
        self._around = around
        self._question = question
        self._place = place

    def item_url(self, item: str, anchor: str) -> str:
        """Nowhere."""
        address = f"item:{item}#{anchor}" if anchor else f"item:{item}"
        self._omit("link", address, _NO_LINKS, dropped=False)
        return NOWHERE

    def media_url(self, path: str) -> str:
        """The address of a file beside the text."""
        in_blank = self._around.blanks and self._place.area.startswith("answer")
        if refused := self._around.refusal(IN_BLANK if in_blank else self._place.area, path):
            self._omit("file", path, *refused)
            return NOWHERE
        known = self._around.files.setdefault((self._place.area, self._place.item), [])
        if path not in known:
            known.append(path)
        return f"@@PLUGINFILE@@/{quote(stored_path(path))}"

    def _omit(self, code: str, what: str, message: str, remedy: str = "", dropped: bool = True) -> None:
        self._around.omissions[Omission(self._question, code, what, message, remedy, dropped)] = None


def accepted(record: Record) -> Record:
    """A record as an import accepts it: what answers earn, in percent; choices that are not empty; tags."""
    shares = written(tuple(a.fraction for a in record.answers), record.qtype == "multichoice", record.single)
    answers = [
        replace(answer, fraction=share, text=answer.text or NOTHING)
        for answer, share in zip(record.answers, shares, strict=True)
    ]
    tags = [tag | {"name": shown_tag(tag["name"])} for tag in record.tags]
    return replace(record, answers=answers, tags=tags)


def category_path(path: Sequence[str]) -> str:
    """Where a category is, as an import reads it (qformat_default::assemble_category_path): below the course's top."""
    return "/".join(["$course$", "top", *map(_step, path)])


def _step(name: str) -> str:
    """A name in a path: a slash in it is doubled, and stands not at an end."""
    name = name.replace("/", "//")
    return f"{' ' if name.startswith('/') else ''}{name}{' ' if name.endswith('/') else ''}"


def _name(title: str, id: str) -> str:
    """The name of a category: one line; `top` is Moodle's own."""
    name = shown_name(re.sub(r"\s+", " ", title).strip())
    return name if name not in ("", "top") else f"{name} ({id})".strip()


def _free(path: tuple[str, ...], id: str, taken: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The path, with the id behind it when another quiz or bank has it."""
    if path in taken:
        path = (*path[:-1], shown_name(f"{path[-1][:180]} ({id})"))
    taken.add(path)
    return path
