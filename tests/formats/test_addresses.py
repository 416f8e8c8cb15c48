"""Where addresses in cartridges, Canvas exports and files of questions lead, in the spellings of their writers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lmsexport.validation import Elsewhere, File, ItemRef, Lost, Member, Subject, Target
from lmsexport.validation.judge import judge
from validation.packing import zipped

OPTIONS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


def row(identifier: str, kind: str, shows: str) -> str:
    said = f"<content_type>{kind}</content_type><title>{identifier}</title><identifierref>{shows}</identifierref>"
    return f'<item identifier="{identifier}">{said}</item>'


EXPORT = {
    "imsmanifest.xml": f"""<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata><organizations/><resources>
<resource identifier="gset" type="{OPTIONS}" href="course_settings/canvas_export.txt"/>
<resource identifier="gpage" type="webcontent" href="wiki_content/first-page.html"/>
<resource identifier="gextra" type="webcontent" href="wiki_content/Extra-Page.html"/>
<resource identifier="gquiz" type="{QUIZ}"><file href="gquiz/assessment_qti.xml"/></resource>
<resource identifier="gtask" type="{OPTIONS}" href="gtask/task.html"><file href="gtask/task.html"/>
<file href="gtask/assignment_settings.xml"/></resource>
<resource identifier="gtalk" type="imsdt_xmlv1p1"><file href="gtalk.xml"/></resource>
<resource identifier="gmeta" type="{OPTIONS}" href="gmeta.xml"/>
<resource identifier="gfile" type="webcontent" href="web_resources/Uploaded Media/Lab #3.pdf"/>
<resource identifier="gsite" type="webcontent" href="web_resources/site/index.html"/></resources></manifest>""",
    "course_settings/canvas_export.txt": "",
    "course_settings/files_meta.xml": """<fileMeta xmlns="http://canvas.instructure.com/xsd/cccv1p0"><files>
<file identifier="gfile"><display_name>Lab 3.pdf</display_name></file></files></fileMeta>""",
    "course_settings/module_meta.xml": """<modules xmlns="http://canvas.instructure.com/xsd/cccv1p0">
<module identifier="gmodule"><title>One</title><items>"""
    + row("row1", "WikiPage", "gpage")
    + row("row2", "Quizzes::Quiz", "gquiz")
    + row("row3", "DiscussionTopic", "gtalk")
    + row("row4", "Attachment", "gfile")
    + row("row5", "WikiPage", "gpage")
    + "</items></module></modules>",
    "wiki_content/first-page.html": "<html><body><p>First.</p></body></html>",
    "wiki_content/Extra-Page.html": "<html><head><title>Extra</title></head><body><p>More.</p></body></html>",
    "gquiz/assessment_qti.xml": "<questestinterop><assessment ident='gquiz' title='Quiz'/></questestinterop>",
    "gquiz/assessment_meta.xml": "<quiz identifier='gquiz'><assignment identifier='gcounts'/></quiz>",
    "gtask/task.html": "<p>Do it.</p>",
    "gtask/assignment_settings.xml": "<assignment identifier='gtask'><title>Task</title></assignment>",
    "gtalk.xml": "<topic><title>Talk</title><text>About it.</text></topic>",
    "gmeta.xml": "<topicMeta><topic_id>gtalk</topic_id><assignment identifier='gmarked'/></topicMeta>",
    "web_resources/Uploaded Media/Lab #3.pdf": "a",
    "web_resources/site/index.html": "<p>Site</p>",
}

PDF = Member("web_resources/Uploaded Media/Lab #3.pdf")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    yield from opened(tmp_path_factory.mktemp("export") / "export.imscc", EXPORT, "canvas")


def opened(path: Path, members: Mapping[str, str], kind: str) -> Iterator[Subject]:
    with judge(zipped(path, members)) as found:
        assert found.kind == kind and found.subject is not None
        yield found.subject


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("$WIKI_REFERENCE$/pages/first-page", ItemRef("row1")),
        ("%24WIKI_REFERENCE%24/pages/first-page#top", ItemRef("row1", "top")),
        ("$WIKI_REFERENCE$/wiki/First-Page?module_item_id=row5", ItemRef("row1")),
        ("$WIKI_REFERENCE$/pages/gpage", ItemRef("row1")),
        ("$WIKI_REFERENCE$/pages/extra-page", ItemRef("gextra")),
        ("$CANVAS_OBJECT_REFERENCE$/pages/gextra", ItemRef("gextra")),
        ("/courses/7/wiki?wiki_page_migration_id=gextra", ItemRef("gextra")),
        ("$CANVAS_OBJECT_REFERENCE$/quizzes/gquiz", ItemRef("row2")),
        ("%24CANVAS_OBJECT_REFERENCE%24/quizzes/gquiz", ItemRef("row2")),
        ("$CANVAS_OBJECT_REFERENCE$/assignments/gcounts", ItemRef("row2")),
        ("$CANVAS_OBJECT_REFERENCE$/assignments/gmarked", ItemRef("row3")),
        ("$CANVAS_OBJECT_REFERENCE$/assignments/gtask", ItemRef("gtask")),
        ("$CANVAS_OBJECT_REFERENCE$/discussion_topics/gtalk", ItemRef("row3")),
        ("$CANVAS_OBJECT_REFERENCE$/modules/gmodule", ItemRef("gmodule")),
        ("$CANVAS_COURSE_REFERENCE$/modules/items/row4", ItemRef("row4")),
        ("$CANVAS_COURSE_REFERENCE$/pages/first-page", ItemRef("row1")),
        ("$CANVAS_COURSE_REFERENCE$/file_ref/gfile/download?download_frd=1", PDF),
        ("$CANVAS_OBJECT_REFERENCE$/media_attachments_iframe/gfile?type=video", PDF),
        ("$IMS-CC-FILEBASE$/Uploaded%20Media/Lab%20%233.pdf?canvas_download=1", PDF),
        ("$IMS_CC_FILEBASE$/Uploaded+Media/Lab+%233.pdf", PDF),
        ("%24IMS-CC-FILEBASE%24/Uploaded Media/Lab #3.pdf", PDF),
        ("$CANVAS_COURSE_REFERENCE$/file_contents/course%20files/Uploaded%20Media/Lab%20%233.pdf", PDF),
        ("$IMS-CC-FILEBASE$/site/index.html", Member("web_resources/site/index.html")),
        ("Extra-Page.html#part%20two", ItemRef("gextra", "part two")),
        ("https://example.org/x?y#z", Elsewhere("https://example.org/x?y#z")),
        ("mailto:a@example.org", Elsewhere("mailto:a@example.org")),
        ("tel:+4912345", Elsewhere("tel:+4912345")),
        ("#part", Elsewhere("#part")),
        ("$WIKI_REFERENCE$/pages/gone", Lost("$WIKI_REFERENCE$/pages/gone")),
        ("$CANVAS_OBJECT_REFERENCE$/quizzes/gone", Lost("$CANVAS_OBJECT_REFERENCE$/quizzes/gone")),
        ("$IMS-CC-FILEBASE$/gone.png", Lost("$IMS-CC-FILEBASE$/gone.png")),
        ("/courses/1/files/2/download", Lost("/courses/1/files/2/download")),
        ("", Lost("")),
    ],
)
def test_links_of_canvas(export: Subject, address: str, target: Target) -> None:
    """canvas_link_migrator, link_parser.rb: a link names a page by its slug or identifier, all else by identifier."""
    assert export.target(address, "wiki_content/first-page.html") == target


def test_links_of_canvas_lead_to_what_the_outline_has(export: Subject) -> None:
    assert [item.id for item in export.outline.items] == ["row1", "row2", "row3", "row4", "row5", "gextra", "gtask"]


def test_a_download_is_called_as_students_see_it(export: Subject) -> None:
    """Canvas, files_meta.xml: a file that was renamed keeps the name in the folder."""
    (lab,) = [item for item in export.outline.items if item.id == "row4"]
    assert lab.files == (File(name="Lab 3.pdf", member=PDF.name),)


CARTRIDGE = {
    "imsmanifest.xml": """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata><organizations>
<organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
<item identifier="m1"><title>One</title><item identifier="i1" identifierref="r1"><title>Page</title></item>
<item identifier="i2" identifierref="r2"><title>File</title></item>
<item identifier="i3" identifierref="r3"><title>Talk</title></item></item></item></organization></organizations>
<resources>
<resource identifier="r1" type="webcontent" href="pages/a.html"><file href="pages/a.html"/></resource>
<resource identifier="r2" type="webcontent" href="files/a.pdf"><file href="files/a.pdf"/></resource>
<resource identifier="r3" type="imsdt_xmlv1p1"><file href="talk/t.xml"/></resource>
<resource identifier="r4" type="webcontent" href="pages/loose.html"><file href="pages/loose.html"/></resource>
<resource identifier="r5" type="webcontent" href="pages/part.html"><file href="pages/part.html"/></resource>
<resource identifier="r6" type="webcontent" href="pages/b.html"><file href="pages/b.html"/>
<dependency identifierref="r5"/></resource></resources></manifest>""",
    "pages/a.html": "<p>A</p>", "pages/b.html": "<p>B</p>",
    "pages/loose.html": "<p>L</p>", "pages/part.html": "<p>P</p>",
    "files/a.pdf": "a", "talk/t.xml": "<topic><title>Talk</title><text>About it.</text></topic>",
}  # fmt: skip


@pytest.fixture(scope="module")
def cartridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    yield from opened(tmp_path_factory.mktemp("cartridge") / "course.imscc", CARTRIDGE, "cartridge")


@pytest.mark.parametrize(
    ("address", "base", "target"),
    [
        ("a.html#top", "pages/b.html", ItemRef("i1", "top")),
        ("../pages/a.html", "pages/b.html", ItemRef("i1")),
        ("$IMS-CC-FILEBASE$../pages/a.html", "quizzes/q.xml", ItemRef("i1")),
        ("../files/a.pdf", "pages/a.html", Member("files/a.pdf")),
        ("$IMS-CC-FILEBASE$/files/a.pdf", "talk/t.xml", Member("files/a.pdf")),
        ("../talk/t.xml", "pages/a.html", ItemRef("i3")),
        ("loose.html", "pages/a.html", ItemRef("r4")),
        ("part.html", "pages/b.html", Member("pages/part.html")),
        ("a.html", "quizzes/q.xml\npages/b.html", ItemRef("i1")),
        ("gone.html", "pages/a.html", Lost("gone.html")),
        ("//example.org/x", "pages/a.html", Elsewhere("//example.org/x")),
    ],
)  # fmt: skip
def test_links_of_cartridges(cartridge: Subject, address: str, base: str, target: Target) -> None:
    assert cartridge.target(address, base) == target
    assert not isinstance(target, ItemRef) or target.id in {item.id for item in cartridge.outline.items}


def test_links_of_files_of_questions(tmp_path: Path) -> None:
    quiz = "<questestinterop><assessment ident='quiz' title='Quiz'/></questestinterop>"
    package = {"a/quiz.xml": quiz, "a/media/a b.png": "a"}
    for subject in opened(tmp_path / "quiz.zip", package, "qti-1.2"):
        assert subject.target("media/a%20b.png", "a/quiz.xml") == Member("a/media/a b.png")
        assert subject.target("$CANVAS_OBJECT_REFERENCE$/quizzes/quiz", "a/quiz.xml") == ItemRef("quiz")
        assert subject.target("$CANVAS_OBJECT_REFERENCE$/quizzes/other", "a/quiz.xml") == Lost(
            "$CANVAS_OBJECT_REFERENCE$/quizzes/other"
        )
