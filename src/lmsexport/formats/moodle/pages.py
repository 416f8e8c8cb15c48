"""The texts of activities as HTML: lessons, labs, descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

from lmsexport.content import ResolvedCourse, wording
from lmsexport.formats.moodle.files import FileArea, Files, MoodleRenderer, directed
from lmsexport.model import Assessment, Discussion, Download, Heading, Item, Lab, Lesson, Link


class Pages:
    """Writes the HTML of one course."""

    def __init__(self, course: ResolvedCourse, files: Files, links: Mapping[str, str], env: Environment) -> None:
        self.course = course
        self.files = files
        self.links = links
        self.env = env
        self.say = wording(course.course.language)
        self.common: dict[str, Any] = {
            "language": course.course.language,
            "direction": course.course.direction,
            "say": self.say,
            "look": lambda role: Markup(self.renderer(FileArea(0, "", "")).look(role)),  # noqa: S704 - our own table
        }

    def renderer(self, place: FileArea) -> MoodleRenderer:
        """A renderer for the texts of one file area."""
        return MoodleRenderer(self.files, self.links, place)

    def html(self, source: str, text: str, place: FileArea) -> str:
        """A Markdown text as HTML of one file area."""
        return directed(self.course.course, self._bare(source, text, place))

    def _bare(self, source: str, text: str, place: FileArea) -> str:
        return self.course.fragment(source, text).render(self.renderer(place))

    def intro(self, item: Item, place: FileArea) -> str:
        """What stands above an activity."""
        if isinstance(item, Lab):
            texts = {
                name: self._safe(item.source, getattr(item, name), place) for name in ("summary", "task", "welcome")
            }
            return self._template("lab", lab=item, **texts)
        if isinstance(item, Assessment):
            subtitle = str(Markup("<p>{}</p>").format(item.subtitle)) if item.subtitle else ""
            return subtitle + self.html(item.source, item.instructions, place)
        if isinstance(item, Heading):
            return str(Markup("<h4>{}</h4>").format(item.title)) + self.html(item.source, item.description, place)
        if isinstance(item, Discussion):
            return self.html(item.source, item.prompt, place)
        return self.html(item.source, item.description, place) if isinstance(item, Link | Download) else ""

    def _safe(self, source: str, text: str, place: FileArea) -> Markup:
        """The same for use in a template, which is not to escape it."""
        return Markup(self._bare(source, text, place))  # noqa: S704 - rendered by us

    def lesson(self, lesson: Lesson, place: FileArea) -> str:
        """A lesson as one page."""
        glossary = [(term.term, self._safe(lesson.source, term.definition, place)) for term in lesson.glossary]
        return self._template(
            "lesson", lesson=lesson, body=self._safe(lesson.source, lesson.body, place), glossary=glossary
        )

    def course_summary(self, place: FileArea) -> str:
        """What the course is about, who wrote it, which version it is."""
        course = self.course.course
        link = Markup('<a href="{}">{}</a>')
        names = Markup(", ").join(link.format(a.url, a.name) if a.url else a.name for a in course.authors)
        authors = Markup.escape(self.say.authors).format(names=names)
        return self._template(
            "course", course=course, authors=authors, description=self._safe(course.source, course.description, place)
        )

    def _template(self, name: str, **values: Any) -> str:
        return self.env.get_template(f"html/{name}.html.j2").render(**self.common, **values)


def chapters(title: str, page: str) -> list[tuple[str, str]]:
    """A page cut at its second-level headings, for a book: titles and texts; the first has the page's own title."""
    root = etree.fromstring(f"<cut>{page}</cut>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    wrapper = root[0]
    parts: list[tuple[str, list[etree._Element]]] = [(title, [])]
    for child in wrapper:
        if child.tag == "h2":
            parts.append(("".join(str(text) for text in child.itertext()), []))
        else:
            parts[-1][1].append(child)
    attributes = "".join(f' {name}="{wrapper.get(name)}"' for name in map(str, wrapper.attrib))
    return [(name, f"<div{attributes}>{''.join(map(_xhtml, elements))}</div>") for name, elements in parts if elements]


def _xhtml(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")
