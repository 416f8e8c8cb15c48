"""The texts of a course as pages of an LMS: lessons, labs, descriptions, with inline styles only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import Renderer, ResolvedCourse, wording
from lmsexport.content.looks import inline_style
from lmsexport.model import Assessment, Course, Discussion, Download, Heading, Item, Lab, Lesson, Link

Place = TypeVar("Place")
"""What a format has to know of the place where a text stands: a file area, a folder of the package, …"""


class Pages(Generic[Place]):
    """Writes the HTML of one course."""

    def __init__(self, course: ResolvedCourse, env: Environment, renderer: Callable[[Place], Renderer]) -> None:
        self.course = course
        self.env = env
        self.renderer = renderer
        self.say = wording(course.course.language)
        self.common: dict[str, Any] = {
            "language": course.course.language,
            "direction": course.course.direction,
            "say": self.say,
            "look": lambda role: Markup(' style="{}"').format(inline_style(role)),
        }

    def finished(self, html: str) -> str:
        """What a format does to a whole text before it is written: nothing, unless it says so."""
        return html

    def html(self, source: str, text: str, place: Place) -> str:
        """A Markdown text as HTML for one place."""
        return self.finished(self._directed(source, text, place))

    def _directed(self, source: str, text: str, place: Place) -> str:
        return directed(self.course.course, self._bare(source, text, place))

    def _bare(self, source: str, text: str, place: Place) -> str:
        return self.course.fragment(source, text).render(self.renderer(place))

    def intro(self, item: Item, place: Place) -> str:
        """What stands above an activity."""
        return self.finished(self._intro(item, place))

    def _intro(self, item: Item, place: Place) -> str:
        if isinstance(item, Lab):
            texts = {
                name: self._safe(item.source, getattr(item, name), place) for name in ("summary", "task", "welcome")
            }
            return self._template("lab", lab=item, **texts)
        if isinstance(item, Assessment):
            subtitle = str(Markup("<p>{}</p>").format(item.subtitle)) if item.subtitle else ""
            return subtitle + self._directed(item.source, item.instructions, place)
        if isinstance(item, Heading):
            return str(Markup("<h4>{}</h4>").format(item.title)) + self._directed(item.source, item.description, place)
        if isinstance(item, Discussion):
            return self._directed(item.source, item.prompt, place)
        return self._directed(item.source, item.description, place) if isinstance(item, Link | Download) else ""

    def _safe(self, source: str, text: str, place: Place) -> Markup:
        """The same for use in a template, which is not to escape it."""
        return Markup(self._bare(source, text, place))  # noqa: S704 - rendered by us

    def lesson(self, lesson: Lesson, place: Place) -> str:
        """A lesson as one page."""
        return self.finished(self.unfinished_lesson(lesson, place))

    def unfinished_lesson(self, lesson: Lesson, place: Place) -> str:
        """The same for a format that cuts it."""
        glossary = [(term.term, self._safe(lesson.source, term.definition, place)) for term in lesson.glossary]
        return self._template(
            "lesson", lesson=lesson, body=self._safe(lesson.source, lesson.body, place), glossary=glossary
        )

    def course_summary(self, place: Place) -> str:
        """What the course is about, who wrote it, which version it is."""
        course = self.course.course
        link = Markup('<a href="{}">{}</a>')
        names = Markup(", ").join(link.format(a.url, a.name) if a.url else a.name for a in course.authors)
        authors = Markup.escape(self.say.authors).format(names=names)
        description = self._safe(course.source, course.description, place)
        return self.finished(self._template("course", course=course, authors=authors, description=description))

    def _template(self, name: str, **values: Any) -> str:
        return self.env.get_template(f"html/{name}.html.j2").render(**self.common, **values)


def directed(course: Course, html: str, tag: str = "div") -> str:
    """A text that keeps its own direction wherever an LMS shows it: the menus around it may run the other way."""
    if course.direction == "ltr" or not html:
        return html
    return f'<{tag} dir="rtl" lang="{course.language}">{html}</{tag}>'
