"""Questions as entries of the question bank."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.formats.moodle.draft import Draft, Surroundings
from lmsexport.formats.moodle.records import Category, Record
from lmsexport.formats.moodle.types import FILLERS
from lmsexport.model import Question


class QuestionWriter:
    """Writes the questions of one course."""

    def __init__(self, around: Surroundings, env: Environment) -> None:
        self.around = around
        self.env = env

    def entries(self, question: Question, category: Category, shuffle: bool = True) -> Iterator[Markup]:
        """The question as entries of its category: one, and one more for each blank of a fill-in."""
        draft = Draft(self.around, question, category, shuffle)
        FILLERS[type(question)](draft, question)
        yield self._render(question.type, draft.record)
        for kind, record in draft.children:
            yield self._render(kind, record)

    def _render(self, kind: str, record: Record) -> Markup:
        xml = self.env.get_template(f"questions/{kind}.xml.j2").render(q=record)
        stamp = hashlib.sha256(xml.encode()).hexdigest()[:32]
        return Markup(xml.replace("@@STAMP@@", f"lmsexport+{stamp}"))  # noqa: S704 - escaped by the template
