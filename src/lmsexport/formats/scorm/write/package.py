"""Write a course as SCORM packages: its pages, the manifest, and the control documents where the course wants them."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from lmsexport.content import ResolvedCourse, wording
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Context
from lmsexport.formats.played.options import logo_of
from lmsexport.formats.played.parts import PartOfCourse, packed, shared_templates
from lmsexport.formats.played.results import result_line
from lmsexport.formats.scorm.options import ScormOptions
from lmsexport.formats.scorm.write.editions import Edition
from lmsexport.formats.scorm.write.manifest import Gates, as_many, as_one, shown_title
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Item
from lmsexport.packaging import Package, templates, wellformed
from lmsexport.pages.colours import colour_rules
from lmsexport.pages.record import course_data
from lmsexport.pages.record_room import room
from lmsexport.pages.site import Play, Site

MANIFEST = "imsmanifest.xml"


def exported(course: LoweredCourse, edition: Edition, options: ScormOptions, failed: str, context: Context) -> Package:
    """The package of the course, or of its parts."""
    return packed(options.parts(course), lambda part: _package(part, edition, options, failed, context))


def _package(course: LoweredCourse, edition: Edition, options: ScormOptions, failed: str, context: Context) -> Package:
    environment = templates("scorm", context.templates, "player", "html")
    words = wording(course.course.language)
    alone = options.activities == "each"
    gates = Gates(course.course)

    def data(item: Item | None) -> Markup:
        tells = gates.told_by(item.id) if item else []
        settings = options.reading | ({"newAttempts": True} if options.relaunch == "new-attempt" else {})
        return course_data(
            course.course, words, item, options.score, standard=edition.standard, failed=failed, tells=tells, **settings
        )

    play = Play(
        lms=True,
        whole=course.whole if isinstance(course, PartOfCourse) else "",
        alone=alone,
        data=data,
        logo=logo_of(course, options.logo),
        colours=colour_rules(options.accent) if options.accent else "",
    )
    pages = Site(course, environment, play, shared_templates(context)).package()
    control = _control_documents(edition, options, context)
    package = Package(notes=_notes(course, edition, alone=alone), facts=[result_line(course, options)])
    files = [page.name for page in pages]
    whole, score = course.course, options.score
    activities, resources = as_many(whole, files, words.contents, score) if alone else as_one(whole, files, score)
    manifest = environment.get_template(edition.template).render(
        course=course.course,
        title=shown_title(course.course.title),
        edition=edition,
        activities=activities,
        resources=resources,
        many=alone,
        controlled=bool(control),
    )
    package.add(MANIFEST, wellformed(MANIFEST, manifest))
    for page in pages:
        package.add(page.name, page.content)
    for name, path in control.items():
        package.add(name, path)
    return package


def _control_documents(edition: Edition, options: ScormOptions, context: Context) -> dict[str, Path]:
    """The schemas that the manifest names (2004: CAM 3.6), where the course wants them. Raises `LmsExportError`.

    All or none: what happens to be at hand must not decide which bytes a source gives.
    """
    if not options.control_documents:
        return {}
    found = {name: context.schemas.get(f"{edition.schemas}/{name}") for name in edition.control_documents}
    if missing := [f"{edition.schemas}/{name}" for name, path in found.items() if path is None]:
        raise LmsExportError(
            f"the schema store does not hold {', '.join(missing)}: run `lmsexport schemas fetch` or `lmsexport schemas "
            "add <folder>`, or leave `control_documents` out"
        )
    return {name: path for name, path in found.items() if path}


def _notes(course: ResolvedCourse, edition: Edition, *, alone: bool) -> list[str]:
    """What the instructor should know of the room that the LMS has. Raises `LmsExportError` where it can never do."""
    if alone:
        return []
    needed = room(course.course)
    if needed.core + needed.largest > edition.room:
        raise LmsExportError(
            f"SCORM {edition.standard} lets an LMS keep {edition.room} characters of what a student did, and "
            f"`{course.course.id}` needs {needed.core + needed.largest}: build `scorm-2004`, or set `package: module`"
        )
    if needed.everything <= edition.room:
        return []
    return [
        f"SCORM {edition.standard} lets an LMS keep {edition.room} characters of what a student did; with all answers "
        f"this course can need {needed.everything}. Results, states and the answers that are being given are kept; "
        "answers that were handed in first are forgotten first. `scorm-2004` keeps all of them."
    ]
