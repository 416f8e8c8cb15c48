"""Questions as entries of the question bank."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.formats.moodle.draft import Draft, Surroundings
from lmsexport.formats.moodle.records import STAMP, WHEN, Category, Record
from lmsexport.formats.moodle.types import FILLERS
from lmsexport.model import Question
from lmsexport.packaging import short_hash


class QuestionWriter:
    """Writes the questions of one course."""

    def __init__(self, around: Surroundings, env: Environment) -> None:
        self.around = around
        self.env = env

    def entries(self, question: Question, category: Category, shuffle: bool = True) -> Iterator[Markup]:
        """The question as entries of its category: one, and one more for each blank of a fill-in.

        Their stamps follow the content of all of them and of their media, and nothing else: no date.
        """
        draft = Draft(self.around, question, category, shuffle)
        FILLERS[type(question)](draft, question)
        written = [self._render(kind, record) for kind, record in [(question.type, draft.record), *draft.children]]
        content = short_hash(*written, *draft.media, length=64)
        for number, xml in enumerate(written):
            stamp = f"lmsexport+{short_hash(content, str(number), length=32)}"
            dated = xml.replace(STAMP, stamp).replace(WHEN, str(self.env.globals["when"]))
            yield Markup(dated)  # noqa: S704 - escaped by the template

    def _render(self, kind: str, record: Record) -> str:
        return self.env.get_template(f"questions/{kind}.xml.j2").render(q=record)
