"""Questions as items of QTI 1.2 (IMS Question & Test Interoperability 1.2.1, ASI binding)."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import Renderer, ResolvedCourse, wording
from lmsexport.formats.pages import directed
from lmsexport.formats.qti12.carries import Dialect, StandIn
from lmsexport.formats.qti12.drafts import Draft, Setting
from lmsexport.formats.qti12.items import Item
from lmsexport.formats.qti12.types import filled
from lmsexport.model import Question
from lmsexport.packaging import Numbers, short_hash


def identifier(*parts: str) -> str:
    """An XML ID over the parts, in the shape that Canvas gives its own."""
    return f"g{short_hash(*parts, length=32)}"


class QuestionWriter:
    """Writes the questions of one course in one dialect."""

    def __init__(
        self,
        course: ResolvedCourse,
        dialect: Dialect,
        stand_in: StandIn,
        env: Environment,
        renderer: Callable[[], Renderer],
    ) -> None:
        self.course = course
        self.dialect = dialect
        self.stand_in = stand_in
        self.env = env
        self.renderer = renderer
        self.say = wording(course.course.language)
        self.numbers = Numbers()
        """Idents of answers: Canvas reads no others (`get_canvas_matches` takes the first digits it finds)."""

    def item(self, question: Question, setting: Setting) -> Item:
        """The question as an item."""
        return filled(Draft(self, question, setting))

    def xml(self, item: Item) -> Markup:
        """The item as XML."""
        xml = self.env.get_template(f"questions/{item.template}.xml.j2").render(q=item)
        return Markup(xml)  # noqa: S704 - escaped by the template

    def html(self, source: str, text: str, inline: bool = False) -> str:
        """A Markdown text as HTML."""
        if not text:
            return ""
        fragment = self.course.fragment(source, text)
        shown = fragment.render_inline(self.renderer()) if inline else fragment.render(self.renderer())
        return directed(self.course.course, shown, "span" if inline else "div")

    def plain(self, source: str, text: str) -> str:
        """A Markdown text without markup."""
        return self.course.fragment(source, text).plain
