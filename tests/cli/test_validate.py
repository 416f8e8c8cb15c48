"""`lmsexport validate` and `lmsexport schemas` as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from cli.test_commands import lmsexport
from conftest import SHARED
from formats.exporting import CONTEXT, EVERYTHING, export
from lmsexport.lms.base import lmss
from lmsexport.packaging.archive import write_package
from lmsexport.validation.report_schema import SCHEMA
from lmsexport.validation.store import known
from validation.packing import tarred, zipped

pytestmark = pytest.mark.usefixtures("no_epoch")

QUESTIONS = """<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="truefalse"><name><text>Paris</text></name>
<questiontext format="html"><text>Paris is the capital of France.</text></questiontext>
<defaultgrade>1</defaultgrade><penalty>1</penalty>
<answer fraction="100" format="moodle_auto_format"><text>true</text><feedback><text>Yes</text></feedback></answer>
<answer fraction="0" format="moodle_auto_format"><text>false</text><feedback><text>No</text></feedback></answer>
</question></quiz>"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A package without a fault, one with a warning, two with errors, and a file that is none."""
    (tmp_path / "fine.xml").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "warned.xml").write_text(QUESTIONS.replace('type="truefalse"', 'type="stack"'), encoding="utf-8")
    zipped(tmp_path / "error.zip", {"my course/imsmanifest.xml": "<manifest/>"})
    backup = "<moodle_backup><information/></moodle_backup>"
    tarred(tmp_path / "broken.mbz", {"moodle_backup.xml": backup, "files.xml": "<files>"})
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    return tmp_path


# -- verdicts ------------------------------------------------------------------------------------------------------


def test_a_package_without_a_fault_ends_with_0(packages: Path) -> None:
    done = lmsexport(packages, "validate", "fine.xml")
    assert done.stdout.splitlines()[0] == "fine.xml: Moodle XML questions: nothing wrong" and done.stderr == ""
    lmsexport(packages, "validate", "--strict", "fine.xml")


def test_findings_end_with_1_and_say_place_mend_and_source(packages: Path) -> None:
    said = lmsexport(packages, "validate", "error.zip", code=1).stdout.splitlines()
    assert said == [
        "error.zip: not recognised: 1 error",
        "  error, not kept: The manifest stands at the top of the archive, not in a folder. [archive-folder-around]",
        "    my course/imsmanifest.xml: it stands in the folder my course, where most LMSs do not look",
        "    To do: open the folder, mark everything in it, and pack that.",
        "    Source: IMS Content Packaging 1.1.4, 3.1; SCORM 2004 4th ed. CAM 3.4.1; "
        "Canvas and Moodle's SCORM refuse it.",
    ]


def test_what_cannot_be_opened_ends_with_1(packages: Path) -> None:
    for name in ("nothing.zip", "letter.txt"):
        assert "1 error" in lmsexport(packages, "validate", name, code=1).stdout


def test_strict_lets_warnings_count(packages: Path) -> None:
    """A type of question that needs a plugin is a warning."""
    done = lmsexport(packages, "validate", "warned.xml")
    assert "1 warning" in done.stdout and "[moodle-question-type]" in done.stdout
    assert lmsexport(packages, "validate", "--strict", "warned.xml", code=1).stdout == done.stdout


@pytest.mark.parametrize(("options", "failures"), [((), 0), (("--strict",), 1)])
def test_the_tests_of_junit_fail_as_the_command_does(packages: Path, options: tuple[str, ...], failures: int) -> None:
    done = lmsexport(packages, "validate", *options, "--format", "junit", "warned.xml", code=failures)
    (suite,) = etree.fromstring(done.stdout.encode())
    assert suite.get("failures") == str(failures) == str(len(suite.findall("testcase/failure")))


def test_several_packages_and_the_worst_counts(packages: Path) -> None:
    done = lmsexport(packages, "validate", "fine.xml", "error.zip", "fine.xml", code=1)
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert [head.split(":")[0] for head in heads] == ["fine.xml", "error.zip", "fine.xml"]
    lmsexport(packages, "validate", "fine.xml", "fine.xml")


def test_many_places_of_one_rule_are_counted(packages: Path) -> None:
    zipped(packages / "junk.zip", {"moodle_backup.xml": "<a/>"} | {f"{n}/.DS_Store": "x" for n in range(12)})
    said = lmsexport(packages, "validate", "junk.zip", code=1).stdout
    assert said.count(".DS_Store") == 10 and "and 2 more" in said


def test_hostile_names_do_not_move_the_cursor(packages: Path) -> None:
    zipped(packages / "x.zip", {"../evil\x1b[2J\x07": "x", "a\u202ecod.exe.xml": "<"})
    assert not {"\x1b", "\x07", "\u202e"} & set(lmsexport(packages, "validate", "x.zip", code=1).stdout)


# -- reports for programs ------------------------------------------------------------------------------------------


def test_reports_for_programs_are_one_document_each(packages: Path) -> None:
    def said(form: str) -> str:
        done = lmsexport(packages, "validate", "--format", form, "fine.xml", "error.zip", "broken.mbz", code=1)
        assert done.stderr == ""
        return done.stdout

    assert [package["package"] for package in json.loads(said("json"))] == ["fine.xml", "error.zip", "broken.mbz"]
    assert len(etree.fromstring(said("junit"))) == 3
    assert json.loads(said("sarif"))["version"] == "2.1.0"
    assert "::error file=error.zip,title=archive-folder-around::my course/imsmanifest.xml: " in said("github")


def test_what_an_lms_makes_of_a_package_is_told_rule_by_rule_the_worst_first(packages: Path) -> None:
    write_package(export("cartridge-1.1", EVERYTHING), "zip", packages / "c.imscc", CONTEXT.when)
    done = lmsexport(packages, "validate", "--for", "moodle@4.4", "--over", "c.imscc", "c.imscc")
    lines = done.stdout.splitlines()
    assert "  In Moodle 4.4 (tried in a development version of 4.4, November 2023):" in lines
    place = lines.index("    dropped: Hints are left out. [moodle-cartridge-hints]")
    assert lines[place + 1].startswith("      Single choice with every field, Multiple response with every field, ")
    assert lines[place + 2].startswith("      Source: Moodle 4.4, backup/cc/entity11.quiz.class.php, get_answers")
    effects = [line.split(":")[0].strip() for line in lines if line.endswith("]") and line.startswith("    ")]
    assert effects[0] == "dropped" and effects.index("to do") > effects.index("changed")
    assert "  What the upload does to the earlier one:" in lines
    assert not any(len(line) > 900 for line in lines[place:])


def test_so_it_is_told_to_programs(packages: Path) -> None:
    write_package(export("cartridge-1.1", EVERYTHING), "zip", packages / "c.imscc", CONTEXT.when)
    done = lmsexport(packages, "validate", "--for", "moodle@4.4", "--over", "c.imscc", "--format", "json", "c.imscc")
    (said,) = json.loads(done.stdout)
    jsonschema.validate([said], SCHEMA)
    arrival = said["arrival"]
    assert (arrival["lms"], arrival["version"]) == ("moodle", "4.4")
    items = [item for module in arrival["modules"] for item in module["items"]]
    assert {"assessment", "lab", "lesson"} <= {item["kind"] for item in items}
    assert all(item["questions"] for item in items if item["kind"] == "assessment")
    hints = [one["what"] for one in arrival["remarks"] if one["rule"] == "moodle-cartridge-hints"]
    assert "Single choice with every field" in hints
    assert {one["effect"] for one in arrival["again"]} <= {"updated", "duplicated", "resets attempts", "to do"}
    (alone,) = json.loads(lmsexport(packages, "validate", "--format", "json", "fine.xml").stdout)
    assert alone["arrival"] is None


def test_of_a_kind_that_has_no_rules_that_is_said_and_the_others_are_shown(packages: Path) -> None:
    write_package(export("cmi5", EVERYTHING), "zip", packages / "c.zip", CONTEXT.when)
    done = lmsexport(packages, "validate", "--for", "moodle", "c.zip", "letter.txt", "fine.xml", code=1)
    first, _, rest = done.stdout.partition("letter.txt")
    assert "not checked: what Moodle makes of a cmi5 package: there are no rules for that here" in first
    assert "not checked: what Moodle" not in rest and "  In Moodle 5.0" in rest.partition("fine.xml")[2]
    lmsexport(packages, "validate", "--for", "moodle", "c.zip")


def test_a_package_of_which_nothing_arrives_is_an_error(packages: Path) -> None:
    """Moodle reads cartridges of the versions 1.0 and 1.1."""
    write_package(export("cartridge-1.3", EVERYTHING), "zip", packages / "c.imscc", CONTEXT.when)
    done = lmsexport(packages, "validate", "--for", "moodle@4.4", "c.imscc", code=1)
    assert "[package-not-taken]" in done.stdout and "refuses others" in done.stdout
    lmsexport(packages, "validate", "c.imscc")


def test_a_rule_of_an_lms_that_nobody_tried_says_so(packages: Path) -> None:
    write_package(export("cartridge-1.3", EVERYTHING), "zip", packages / "b.imscc", CONTEXT.when)
    said = lmsexport(packages, "validate", "--for", "brightspace", "b.imscc").stdout
    assert "[brightspace-tools]" in said and "This rule was read, and never tried." in said


# -- wrong calls ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate"], "Missing argument 'PACKAGE...'"),
        (["validate", "--format", "xml", "fine.xml"], "'xml' is not one of"),
        (["validate", "--over", "fine.xml", "fine.xml"], "--over needs --for"),
        (["validate", "--for", "no-such-lms", "fine.xml"], "there is no LMS `no-such-lms`"),
        (["validate", "--for", "no-such-lms", "nothing.zip"], "there is no LMS `no-such-lms`"),
        (["validate", "--for", "moodle", "--format", "junit", "fine.xml"], "choose text or json"),
        (
            ["validate", "--for", "moodle", "--over", "nothing.zip", "fine.xml"],
            "there is no file or folder nothing.zip",
        ),
        (["validate", "--for", "moodle", "--over", "letter.txt", "fine.xml"], "there are no rules for that here"),
        (["schemas", "add"], "Missing argument 'FOLDER'"),
        (["schemas", "add", "nothing"], "does not exist"),
        (["schemas", "add", "."], "there is no schema in . that lmsexport knows"),
        (["schemas", "remove"], "No such command 'remove'"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_hint(arguments: list[str], said: str, packages: Path) -> None:
    done = lmsexport(packages, *arguments, code=2, LMSEXPORT_SCHEMAS=str(packages / "store"))
    assert said in done.stderr and done.stdout == ""


def test_a_version_that_nobody_knows_ends_with_2(packages: Path) -> None:
    for name, lms in lmss().items():
        done = lmsexport(packages, "validate", "--for", f"{name}@0.1", "fine.xml", code=2)
        assert all(version in done.stderr for version in lms.versions)


# -- schemas -------------------------------------------------------------------------------------------------------


def test_an_empty_store_is_listed(tmp_path: Path) -> None:
    said = lmsexport(tmp_path, "schemas", "list", LMSEXPORT_SCHEMAS=str(tmp_path / "store")).stdout.splitlines()
    assert said[-1] == f"0 of {len(known())} in {(tmp_path / 'store').as_posix()}"
    assert len(said) == len(known()) + 1 and "cmi5/CourseStructure.xsd: missing" in said
    assert not (tmp_path / "store").exists()


def test_fetching_without_a_network_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By way of a proxy that is not there; what comes only in archives is counted."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", str(tmp_path / "store"))
    done = lmsexport(tmp_path, "schemas", "fetch", code=1)
    addressed = sum(bool(file.address) for file in known().values())
    assert len(done.stderr.splitlines()) == addressed
    assert f"{len(known()) - addressed} schemas can only be had in an archive" in done.stdout
    assert not (tmp_path / "store").exists()


@pytest.mark.shared
def test_schemas_are_added_and_listed_and_used(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", str(packages / "store"))
    cartridge = str(SHARED / "fixtures/single-page.imscc")
    assert "ccv1p1_imscp" in lmsexport(packages, "validate", cartridge).stdout
    said = lmsexport(packages, "schemas", "add", str(SHARED / "schemas")).stdout
    assert said.endswith(f"added to {(packages / 'store').as_posix()}\n")
    listed = lmsexport(packages, "schemas", "list").stdout
    assert "common-cartridge-1.1/ccv1p1_imscp_v1p2_v1p0.xsd: here" in listed
    assert "ccv1p1_imscp" not in lmsexport(packages, "validate", cartridge).stdout
