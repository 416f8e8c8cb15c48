"""Write a course as cmi5 packages: its pages and the course structure."""

from __future__ import annotations

from typing import Any

from lmsexport.content import ResolvedCourse, wording
from lmsexport.formats.base import Context
from lmsexport.formats.cmi5.structure import blocks, names, whole
from lmsexport.formats.parts import Part, packed, parts_of
from lmsexport.formats.played import PlayedOptions, logo_of
from lmsexport.packaging import Package, templates, wellformed
from lmsexport.pages.colours import colour_rules
from lmsexport.pages.record import course_data
from lmsexport.pages.site import Play, Site

STRUCTURE = "cmi5.xml"


def exported(course: ResolvedCourse, options: Any, context: Context) -> Package:
    """The package of the course, or of its parts."""
    parts = parts_of(course, options.package)
    return packed(((part, _package(part, options, context, options.iri)) for part in parts), course.course)


def _package(part: Part, options: PlayedOptions, context: Context, iri: str | None) -> Package:
    course = part.course
    environment = templates("cmi5", context.templates, "player", "html")
    words = wording(course.course.language)
    each = options.activities == "each"
    play = Play(
        lms=True,
        whole=part.whole,
        alone=each,
        data=lambda item: course_data(course.course, words, item, standard="cmi5", failed="at-once", tells=[]),
        logo=logo_of(course, options.logo),
        colours=colour_rules(options.accent) if options.accent else "",
    )
    name = names(course.course.id, iri)
    description = course.fragment(course.course.source, course.course.description).plain or course.course.title
    structure = environment.get_template("cmi5.xml.j2").render(
        course=course.course,
        id=name(""),
        description=description,
        units=[] if each else [whole(course, name, description)],
        blocks=blocks(course, name) if each else [],
    )
    package = Package()
    package.add(STRUCTURE, wellformed(STRUCTURE, structure))
    for page in Site(course, environment, play).package():
        package.add(page.name, page.content)
    return package
