"""Backups as Moodle itself writes them: of one activity, and of the years before 3.5."""

from __future__ import annotations

from pathlib import Path

from lmsexport.validation.judge import judge
from validation.packing import zipped

INFORMATION = """<moodle_backup><information><moodle_release>3.4</moodle_release>
<backup_version>{version}</backup_version>
<details><detail><type>{scope}</type></detail></details><contents><activities><activity><moduleid>7</moduleid>
<sectionid>3</sectionid><modulename>page</modulename><title>Welcome</title><directory>activities/page_7</directory>
</activity></activities></contents></information></moodle_backup>"""
PAGE = (
    '<activity id="1" moduleid="7" modulename="page" contextid="9"><page id="1"><name>Welcome</name></page></activity>'
)
TOPS = """<question_categories>{}</question_categories>""".format(
    "".join(
        f'<question_category id="{n}"><name>C{n}</name><contextid>5</contextid><parent>0</parent><stamp>s{n}</stamp>'
        "</question_category>"
        for n in (1, 2)
    )
)


def package(path: Path, version: str, scope: str) -> Path:
    members = {
        "moodle_backup.xml": INFORMATION.format(version=version, scope=scope),
        "activities/page_7/page.xml": PAGE,
        "questions.xml": TOPS,
    }
    return zipped(path / "backup.mbz", members)


def test_a_backup_of_an_activity_holds_it(tmp_path: Path) -> None:
    with judge(package(tmp_path, "2017111300", "activity")) as found:
        assert found.subject is not None and found.subject.outline.unread == ()
        assert [(item.kind, item.title) for item in found.subject.outline.items] == [("lesson", "Welcome")]


def test_several_top_categories_were_usual_before_moodle_3_5(tmp_path: Path) -> None:
    """backup/util/dbops/restore_dbops.class.php: `after35`, backup_version_compare(20180205, '>')."""
    for version, expected in (("2017111300", 0), ("2018051700", 2)):
        with judge(package(tmp_path, version, "course")) as found:
            assert sum(one.rule.id == "moodle-top-category" for one in found.findings) == expected
