"""Questions as entries of the question bank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import Fragment, ResolvedCourse, Wording
from lmsexport.formats.moodle.cloze import whole_weights
from lmsexport.formats.moodle.draft import Draft
from lmsexport.formats.moodle.files import FileArea, Files, MoodleRenderer
from lmsexport.formats.moodle.records import STAMP, WHEN, Category, Record
from lmsexport.formats.moodle.types import FILLERS
from lmsexport.model import FillInBlanks, Question
from lmsexport.packaging import Numbers, short_hash

_UNDECODED = ("hint", "responsetemplate")
"""Where a restore leaves links to items as they are (restore_qtype_plugin has no rule for them): they lead nowhere."""


@dataclass(slots=True)
class InBackup:
    """What the questions of a backup share."""

    course: ResolvedCourse
    files: Files
    links: dict[str, str]
    """Id of an item → the code of a link to it."""
    numbers: Numbers
    say: Wording

    def html(self, question: str, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:  # noqa: ARG002
        """The text, with its files and links as a restore reads them."""
        links = dict.fromkeys(self.links, "#") if place.area in _UNDECODED else self.links
        renderer = MoodleRenderer(self.files, links, place)
        return text.render_inline(renderer) if inline else text.render(renderer), renderer.sums

    def weights(self, question: FillInBlanks) -> list[int]:
        """The smallest weights: the points of the question stand beside them."""
        return whole_weights([blank.points for blank in question.blanks])


class QuestionWriter:
    """Writes the questions of one course."""

    def __init__(self, around: InBackup, env: Environment) -> None:
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
