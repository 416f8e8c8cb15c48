"""Questions as entries of the question bank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import Fragment, ResolvedCourse
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.files import FileArea, Files, MoodleRenderer
from lmsexport.formats.moodle.write.question_rows import STAMP, WHEN, Category, Record, decimal
from lmsexport.formats.moodle.write.question_types import write_question
from lmsexport.model import Question
from lmsexport.packaging import Numbers, short_hash


@dataclass(slots=True)
class InBackup:
    """What the questions of a backup share."""

    course: ResolvedCourse
    files: Files
    links: dict[str, str]
    """Id of an item → the code of a link to it."""
    numbers: Numbers
    has_lists: bool = False
    """Whether texts whose gaps are lists are of a type of their own."""

    def html(self, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:
        """The text with its files and links as a restore reads them, not yet kept from filters."""
        renderer = MoodleRenderer(self.files, self.links, place)
        return text.render_inline(renderer) if inline else text.render(renderer), renderer.sums


class QuestionWriter:
    """Writes the questions of one course."""

    def __init__(self, around: InBackup, env: Environment) -> None:
        self.around = around
        self.env = env

    def entries(self, question: Question, category: Category) -> Iterator[Markup]:
        """The question as entries of its category: one, and one more for each blank of a fill-in.

        Their stamps follow the content of all of them and of their media, and nothing else: no date.
        """
        draft = Draft(self.around, question, category)
        write_question(draft, question)
        if draft.children:  # the form of a question adds up its blanks; a quiz's slot has the points
            draft.record.mark = decimal(sum((Decimal(blank.mark) for _, blank in draft.children), Decimal(0)))
        written = [self._render(kind, record) for kind, record in [(draft.kind, draft.record), *draft.children]]
        content = short_hash(*written, *draft.media, length=64)
        for number, xml in enumerate(written):
            stamp = f"lmsexport+{short_hash(content, str(number), length=32)}"
            dated = xml.replace(STAMP, stamp).replace(WHEN, str(self.env.globals["when"]))
            yield Markup(dated)  # noqa: S704 - escaped by the template

    def _render(self, kind: str, record: Record) -> str:
        return self.env.get_template(f"questions/{kind}.xml.j2").render(q=record)
