"""Write a course as cmi5 packages: its pages and the course structure."""

from __future__ import annotations

from markupsafe import Markup

from lmsexport.content import wording
from lmsexport.formats.base import Context
from lmsexport.formats.cmi5.move_on import move_on
from lmsexport.formats.cmi5.options import Cmi5Options
from lmsexport.formats.cmi5.write.structure import blocks, is_passed, names, whole
from lmsexport.formats.played.options import logo_of
from lmsexport.formats.played.parts import PartOfCourse, packed, shared_templates
from lmsexport.formats.played.results import result_line
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Item
from lmsexport.packaging import Package, templates, wellformed
from lmsexport.pages.colours import colour_rules
from lmsexport.pages.record import course_data, is_examined
from lmsexport.pages.site import Play, Site

STRUCTURE = "cmi5.xml"


def exported(course: LoweredCourse, options: Cmi5Options, context: Context) -> Package:
    """The package of the course, or of its parts."""
    return packed(options.parts(course), lambda part: _package(part, options, context))


def _package(course: LoweredCourse, options: Cmi5Options, context: Context) -> Package:
    environment = templates("cmi5", context.templates, "player", "html")
    words = wording(course.course.language)
    each = options.activities == "each"

    def data(item: Item | None) -> Markup:
        examined = is_examined(course.course, options.score) if item is None else is_passed(item)
        chosen = options.reading
        if options.move_on != "automatic":
            chosen |= {"moveOn": move_on(options.move_on, examined=examined)}
        return course_data(
            course.course, words, item, options.score, standard="cmi5", failed="at-once", tells=[], **chosen
        )

    play = Play(
        lms=True,
        whole=course.whole if isinstance(course, PartOfCourse) else "",
        alone=each,
        data=data,
        logo=logo_of(course, options.logo),
        colours=colour_rules(options.accent) if options.accent else "",
    )
    name = names(course.course.id, options.iri)
    description = course.fragment(course.course.source, course.course.description).plain or course.course.title
    structure = environment.get_template("cmi5.xml.j2").render(
        course=course.course,
        id=name(""),
        description=description,
        units=[] if each else [whole(course, name, description, options)],
        blocks=blocks(course, name, options.move_on) if each else [],
    )
    package = Package(facts=[result_line(course, options)])
    package.add(STRUCTURE, wellformed(STRUCTURE, structure))
    for page in Site(course, environment, play, shared_templates(context)).package():
        package.add(page.name, page.content)
    return package
