"""What Canvas exports and cartridges hold beside what an outline has: each is named, with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lmsexport.validation import Outline
from lmsexport.validation.judge import judge
from validation.packing import zipped

MANIFEST = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
 xmlns:cpx="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion></metadata><organizations>
<organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
<item identifier="m1"><title>One</title>{items}</item></item></organization></organizations>
<resources>{resources}</resources></manifest>"""
SETTINGS = (
    '<resource identifier="s" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
    'href="course_settings/canvas_export.txt"><file href="course_settings/canvas_export.txt"/></resource>'
)
TASK = """<resource identifier="task" type="assignment_xmlv1p0" href="task/assignment.xml">
<file href="task/assignment.xml"/></resource><resource identifier="task_fallback" type="webcontent">
<cpx:variant identifier="v" identifierref="task"/><file href="task/task.html"/></resource>"""
FILES = {
    "task/assignment.xml": '<assignment><title>Essay</title><text texttype="text/html">&lt;p&gt;Write.&lt;/p&gt;</text>'
    '<attachments><attachment href="../files/a.pdf" role="All"/></attachments></assignment>',
    "task/task.html": "<p>Write.</p>",
    "files/a.pdf": "a",
}


def outline(path: Path, kind: str, resources: str, members: Mapping[str, str], items: str = "") -> Outline:
    manifest = {"imsmanifest.xml": MANIFEST.format(resources=resources, items=items)}
    with judge(zipped(path / "course.imscc", manifest | dict(members))) as found:
        assert found.kind == kind and found.subject is not None
        return found.subject.outline


def listed(identifier: str, resource: str) -> str:
    return f'<item identifier="{identifier}" identifierref="{resource}"><title>Listed</title></item>'


def tasks(course: Outline) -> list[tuple[str, str, str, int]]:
    return [(item.kind, item.title, item.text.words, len(item.media)) for item in course.items]


WARNING = "“{}” (task/assignment.xml) is an assignment: only its text is read"


def test_assignments_of_cartridges_keep_their_texts(tmp_path: Path) -> None:
    """Common Cartridge 1.3, assignment extension: an item may name the assignment, or its form for others."""
    for items, title in ((listed("i", "task"), "Listed"), (listed("i", "task_fallback"), "Listed"), ("", "Essay")):
        course = outline(tmp_path, "cartridge", TASK, FILES, items)
        assert tasks(course) == [("unknown", title, "Write.", 1)]
        assert course.unread == (WARNING.format(title),)


def test_assignments_of_later_exports_of_canvas_keep_their_texts(tmp_path: Path) -> None:
    course = outline(tmp_path, "canvas", SETTINGS + TASK, FILES | {"course_settings/canvas_export.txt": ""})
    assert tasks(course) == [("unknown", "Essay", "Write.", 1)]
    assert course.unread == (WARNING.format("Essay"),)


def test_an_assignment_that_a_tool_takes_in_is_a_lab(tmp_path: Path) -> None:
    settings = (
        '<extensions><assignment xmlns="http://canvas.instructure.com/xsd/cccv1p0"><points_possible>5.0</points_possible>'
        "<submission_types>external_tool</submission_types><external_tool_url>https://tool.example/</external_tool_url>"
        "</assignment></extensions></assignment>"
    )
    task = FILES["task/assignment.xml"].replace("</assignment>", settings)
    files = FILES | {"task/assignment.xml": task, "course_settings/canvas_export.txt": ""}
    course = outline(tmp_path, "canvas", SETTINGS + TASK, files)
    (lab,) = course.items
    assert (lab.kind, lab.url, lab.settings["points"], course.unread) == ("lab", "https://tool.example/", "5.0", ())


def test_what_canvas_has_beside_its_modules_is_named(tmp_path: Path) -> None:
    """Canvas writes these documents, too, where there is nothing to say in them."""
    members = {
        "course_settings/canvas_export.txt": "",
        "course_settings/rubrics.xml": "<rubrics><rubric/></rubrics>",
        "course_settings/events.xml": "<events/>",
        "course_settings/syllabus.html": "<html><head><title>Syllabus</title></head><body>Read it.</body></html>",
    }
    course = outline(tmp_path, "canvas", SETTINGS, members)
    assert course.unread == ("course_settings/rubrics.xml holds rubrics, which are not read",)
    assert [(item.kind, item.title, item.text.words) for item in course.items] == [("lesson", "Syllabus", "Read it.")]


def test_what_nobody_knows_and_nobody_shows_is_named_with_its_member(tmp_path: Path) -> None:
    strange = '<resource identifier="x" type="strange_v1"><file href="x/strange.xml"/></resource>'
    loose = '<resource identifier="y" type="webcontent" href="y.pdf"><file href="y.pdf"/></resource>'
    members = {"x/strange.xml": "<x/>", "y.pdf": "y", "z.pdf": "z"}
    course = outline(tmp_path, "cartridge", f"{strange}\n{loose}", members, listed("i", "x"))
    assert course.unread == (
        "“Listed” (x/strange.xml) is a resource of the type strange_v1: only its title is read",
        "y.pdf (imsmanifest.xml:7): no item shows it, and no text leads to it",
        "z.pdf: no resource lists it, and no text leads to it",
    )


def test_a_topic_that_stands_in_no_module_keeps_its_title(tmp_path: Path) -> None:
    topic = '<resource identifier="t" type="imsdt_xmlv1p1"><file href="t.xml"/></resource>'
    members = {"t.xml": "<topic><title>Talk</title><text>About it.</text></topic>"}
    for kind, more in (("cartridge", {}), ("canvas", {"course_settings/canvas_export.txt": ""})):
        course = outline(tmp_path, kind, (SETTINGS if more else "") + topic, members | more)
        assert tasks(course) == [("discussion", "Talk", "About it.", 0)]
