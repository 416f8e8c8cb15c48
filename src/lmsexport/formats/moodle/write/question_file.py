"""What goes into a file of questions: which questions, in which categories, with which files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import quote

from markupsafe import escape

from lmsexport.content import Fragment
from lmsexport.formats.moodle.carries.names import name_html
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.files import FileArea, stored_path
from lmsexport.formats.moodle.write.filters import FormulaRenderer, unfiltered
from lmsexport.formats.moodle.write.question_rows import NOTHING, Category, Record
from lmsexport.formats.moodle.write.question_types import write_question
from lmsexport.formats.pages import directed
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Assessment, Question
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import Numbers


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


@dataclass(slots=True)
class InFile:
    """What the questions of a file share. Files go beside their text."""

    course: LoweredCourse
    numbers: Numbers = field(default_factory=Numbers)
    files: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """Area and item of a text of the last question → the files of the source that it shows."""
    has_lists: bool = False
    """Never: a file says no release of Moodle."""

    def html(self, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:
        """The text with the addresses of its files, not yet kept from filters."""
        renderer = _Renderer(self.files, place)
        return text.render_inline(renderer) if inline else text.render(renderer), []

    def draft(self, question: Question, section: Section) -> Draft:
        """A question with all that Moodle stores of it."""
        self.files.clear()
        draft = Draft(self, question, Category(0, 0, section.source))
        write_question(draft, question)
        return draft

    def sections(self) -> Iterator[Section]:
        """The categories in the order of the course: below the course's the modules with their quizzes, then the banks;
        those that have questions, or of which there is something to say."""
        return (section for section in self._sections() if section.info or section.questions)

    def _sections(self) -> Iterator[Section]:
        course = self.course.course
        root = (course.title,)
        yield Section(root, course.source, self._info(course.source, course.description))
        for module in course.modules:
            above = (*root, module.title)
            yield Section(above, module.source, self._info(module.source, module.description))
            for quiz in module.items:
                assert isinstance(quiz, Assessment)
                subtitle = f"<p>{escape(quiz.subtitle)}</p>" if quiz.subtitle else ""
                info = subtitle + self._info(quiz.source, quiz.instructions)
                yield Section((*above, quiz.title), quiz.source, info, tuple(quiz.own_questions))
        for bank in course.banks:
            info = self._info(bank.source, bank.description)
            yield Section((*root, bank.title), bank.source, info, bank.questions)

    def _info(self, source: str, text: str) -> str:
        html, _ = self.html(self.course.fragment(source, text), FileArea(0, "question", "info"), inline=False)
        return unfiltered(directed(self.course.course, html))


class _Renderer(FormulaRenderer):
    """Fills the holes of a text in a file of questions."""

    def __init__(self, files: dict[tuple[str, int], list[str]], place: FileArea) -> None:
        self._files = files
        self._place = place

    def media_url(self, path: str) -> str:
        """The address of a file beside the text."""
        shown = self._files.setdefault((self._place.area, self._place.item), [])
        if path not in shown:
            shown.append(path)
        return f"@@PLUGINFILE@@/{quote(stored_path(path))}"


def filed_record(record: Record) -> Record:
    """A record as files have it: shares in percent; choices of which nothing shows are not empty."""
    answers = [
        replace(answer, fraction=plain_number(round(Decimal(answer.fraction) * 100, 5)), text=answer.text or NOTHING)
        for answer in record.answers
    ]
    return replace(record, answers=answers)


def category_path(path: Sequence[str]) -> str:
    """Where a category is, as an import reads it (qformat_default::assemble_category_path): below the course's top."""
    return "/".join(["$course$", "top", *map(_step, path)])


def _step(name: str) -> str:
    """A name in a path: a slash in it is doubled, and stands not at an end."""
    name = name_html(name).replace("/", "//")
    return f"{' ' if name.startswith('/') else ''}{name}{' ' if name.endswith('/') else ''}"
