"""What the questions of one course share while they are written as QTI 1.2."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jinja2 import Environment

from lmsexport.content import Renderer, ResolvedCourse
from lmsexport.formats.pages import directed
from lmsexport.packaging import Numbers

if TYPE_CHECKING:
    from lmsexport.formats.qti12.carries.questions import Dialect


class QuestionContext:
    """The course, the dialect, and how texts become HTML."""

    def __init__(
        self, course: ResolvedCourse, dialect: Dialect, env: Environment, renderer: Callable[[], Renderer]
    ) -> None:
        self.course = course
        self.dialect = dialect
        self.env = env
        self.renderer = renderer
        self.numbers = Numbers()
        """Idents of answers: Canvas reads no others (`get_canvas_matches` takes the first digits it finds)."""

    def html(self, source: str, text: str, inline: bool = False) -> str:
        """A text as HTML."""
        if not text:
            return ""
        fragment = self.course.fragment(source, text)
        shown = fragment.render_inline(self.renderer()) if inline else fragment.render(self.renderer())
        return directed(self.course.course, shown, "span" if inline else "div")
