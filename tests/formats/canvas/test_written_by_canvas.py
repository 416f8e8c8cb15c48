"""What Canvas itself writes is no error, though the schemas of Common Cartridge 1.1 know better."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from formats.judged import store
from lmsexport.errors import Severity
from lmsexport.validation.judge import judge
from validation.packing import zipped

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
 xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>Course</lomimscc:string></lomimscc:title>
</lomimscc:general></lomimscc:lom></metadata>
<organizations><organization identifier="org_1" structure="rooted-hierarchy">
<item identifier="LearningModules">{items}</item></organization></organizations>
<resources>
<resource identifier="settings" type="associatedcontent/imscc_xmlv1p1/learning-application-resource"
 href="course_settings/canvas_export.txt"><file href="course_settings/canvas_export.txt"/></resource>
{resources}</resources></manifest>"""

QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
OPTIONS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
QTI = """<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="quiz" title="Quiz">
<qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.exam.v0p1</fieldentry>
</qtimetadatafield></qtimetadata><section ident="root_section">{}</section></assessment></questestinterop>"""


def resource(identifier: str, type: str, *files: str) -> str:
    listed = "".join(f'<file href="{name}"/>' for name in files)
    return f'<resource identifier="{identifier}" type="{type}">{listed}</resource>'


def errors(path: Path, resources: str, members: Mapping[str, str], items: str = "") -> list[tuple[str, str]]:
    files = {
        "imsmanifest.xml": MANIFEST.format(resources=resources, items=items),
        "course_settings/canvas_export.txt": "Q: What?",
        **members,
    }
    with judge(zipped(path / "export.imscc", files), store()) as found:
        assert found.kind == "canvas"
        return [
            (one.rule.id, one.breach.what) for one in found.findings if one.rule.severity is Severity.ERROR
        ]  # fmt: skip


def test_the_copy_of_a_quiz_for_other_lmss_may_be_empty(tmp_path: Path) -> None:
    members = {"quiz/assessment_qti.xml": QTI.format(""), "non_cc_assessments/quiz.xml.qti": QTI.format("")}
    listed = resource("quiz", QUIZ, "quiz/assessment_qti.xml") + resource("own", OPTIONS, *list(members)[1:])
    assert errors(tmp_path, listed, members) == []


def test_the_questions_of_such_a_copy_share_an_identifier(tmp_path: Path) -> None:
    profile = (
        "<qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.essay.v0p1</fieldentry></qtimetadatafield>"
    )
    item = (
        f'<item ident="same"><itemmetadata><qtimetadata>{profile}</qtimetadata></itemmetadata><presentation><material>'
        '<mattext>What?</mattext></material><response_str ident="r" rcardinality="Single"><render_fib/></response_str>'
        "</presentation></item>"
    )
    members = {"quiz/assessment_qti.xml": QTI.format(item * 2), "non_cc_assessments/quiz.xml.qti": QTI.format(item)}
    listed = resource("quiz", QUIZ, "quiz/assessment_qti.xml") + resource("own", OPTIONS, *list(members)[1:])
    assert errors(tmp_path, listed, members) == []


def test_resource_links_have_elements_that_the_older_schema_lacks(tmp_path: Path) -> None:
    link = """<cartridge_basiclti_link xmlns="http://www.imsglobal.org/xsd/imslticc_v1p3"
 xmlns:blti="http://www.imsglobal.org/xsd/imsbasiclti_v1p0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance https://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="x x.xsd"><blti:title>Tool</blti:title><blti:custom/>
<blti:extensions platform="canvas.instructure.com"/>
<blti:launch_url>https://tool.example/launch</blti:launch_url></cartridge_basiclti_link>"""
    name = "lti_resource_links/tool.xml"
    assert errors(tmp_path, resource("tool", "imsbasiclti_xmlv1p3", name), {name: link}) == []


def test_two_addresses_of_one_prefix_are_a_habit_of_canvas(tmp_path: Path) -> None:
    topic = """<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance https://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="x x.xsd"><title>Talk</title><text texttype="text/html">About it.</text></topic>"""
    assert errors(tmp_path, resource("topic", "imsdt_xmlv1p1", "topic.xml"), {"topic.xml": topic}) == []


def test_assignments_are_those_of_a_later_version(tmp_path: Path) -> None:
    listed = (
        '<resource identifier="task" type="assignment_xmlv1p0" href="task.xml"><file href="task.xml"/><variant '
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2" identifier="v" identifierref="html"/>'
        f"</resource>{resource('html', 'webcontent', 'task.html')}"
    )
    assert errors(tmp_path, listed, {"task.xml": "<assignment/>", "task.html": "<p>Do it.</p>"}) == []


def test_an_item_may_be_called_as_what_it_shows(tmp_path: Path) -> None:
    item = '<item identifier="i_f" identifierref="i_f"><title>File</title></item>'
    module = f'<item identifier="i_m"><title>Module</title>{item}</item>'
    listed = resource("i_f", "webcontent", "web_resources/a.txt")
    assert errors(tmp_path, listed, {"web_resources/a.txt": "a"}, module) == []


def test_what_students_download_is_not_judged_as_a_document(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/x.dtd"><plist/>'
    members = {"web_resources/exercise.xml": "<a><b></a>", "web_resources/library.xml": doctype}
    listed = "".join(resource(f"r{n}", "webcontent", name) for n, name in enumerate(members))
    assert errors(tmp_path, listed, members) == []
