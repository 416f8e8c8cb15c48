"""A build reads back what it wrote: what differs is told, and what must not leave the building replaces nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from conftest import SHARED
from engine import small
from formats.exporting import EVERYTHING, SAMPLE, TESTS
from lmsexport.engine import proving
from lmsexport.engine import target as writing
from lmsexport.engine.build import Request, Result, build
from lmsexport.engine.proving import reader_of
from lmsexport.errors import Problem
from lmsexport.formats.base import formats
from lmsexport.formats.moodle.write.availability import Gates
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.model import Course, Feedback, Lab
from lmsexport.packaging import Package, archive
from lmsexport.validation.store import Store

Writer = Callable[[Package, Path, int], Iterator[archive.Member]]

FEEDBACK = """\
  - id: asked
    type: multiple-response
    prompt: Which are even?
    choices: [{right: "2", feedback: Two.}, {right: "4"}, {wrong: "3"}]
    feedback: {correct: All of them., incorrect: None of them.}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = small.write(tmp_path / "source")
    quiz = folder / "01-start" / "02-quiz.yaml"
    quiz.write_text(quiz.read_text(encoding="utf-8") + FEEDBACK, encoding="utf-8")
    return folder


def result_of(course: Path, prove: bool | None = None, target: str = "moodle") -> Result:
    """What a build does."""
    return build(Request(course, course.with_name("dist"), (target,), force=True, prove=prove))


def built(course: Path, prove: bool | None = None, target: str = "moodle") -> bytes:
    """The package that a build writes, and about which there is nothing to tell."""
    result = result_of(course, prove, target)
    assert result.problems == []
    return (course.with_name("dist") / str(result.targets[target]["file"])).read_bytes()


def differences(course: Path, prove: bool | None = None, target: str = "moodle") -> list[Problem]:
    """What a build tells of a package that is delivered although it differs from the course."""
    result = result_of(course, prove, target)
    assert (result.built, result.exit_code(strict=False), result.exit_code(strict=True)) == ([target], 3, 1)
    assert {problem.code for problem in result.problems} == {"package-differs"}
    return result.problems


def refused(course: Path, prove: bool | None = None, target: str = "moodle") -> str:
    """What a build tells of a package that it does not deliver: the one from before stays, or there is none."""
    out = course.with_name("dist")
    before = {path.name: path.read_bytes() for path in out.glob(f"small-{target}*.*") if path.is_file()}
    result = result_of(course, prove, target)
    assert (result.failed, result.exit_code(strict=False)) == ([target], 1)
    assert {problem.code for problem in result.problems} == {"package-refused"}
    assert {path.name: path.read_bytes() for path in out.glob(f"small-{target}*.*") if path.is_file()} == before
    assert list(out.glob("*~")) == []
    return "\n".join(problem.message for problem in result.problems)


def without_feedback(draft: Draft, feedback: Feedback) -> None:
    """A writer that forgets something."""


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
def test_every_package_of_ours_is_proven(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(folder, source)
    result = build(Request(source, tmp_path / "dist", tuple(formats()), prove=True))
    assert set(result.built) == set(formats())


def test_so_it_is_with_other_choices(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(EVERYTHING, source)
    chosen = {
        "moodle": "{lessons: book}", "cartridge-1.1": "{stand_in: text}", "cartridge-1.2": "{thin: true}",
        "qti-1.2": "{stand_in: leave-out}", "cmi5": "{activities: each}", "scorm-2004": "{package: module}",
    }  # fmt: skip
    course = source / "course.yaml"
    text = course.read_text(encoding="utf-8")
    given = "\n".join(f"  {target}: {options}" for target, options in chosen.items())
    course.write_text(text.replace("  moodle: {lessons: page}", given), encoding="utf-8")
    result = build(Request(source, tmp_path / "dist", tuple(chosen), prove=True))
    assert set(result.built) == set(chosen)
    told = {
        row["owner"]: row["message"] for row in result.targets["cartridge-1.1"]["losses"] if row["code"] == "Numeric"
    }
    assert told["quotient-1"].endswith("in a bank, an essay.")  # which has no use for a text


def test_what_is_lost_on_the_way_is_told_at_its_place_and_delivered(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built(course)
    monkeypatch.setattr(Draft, "combined", without_feedback)
    correct, incorrect = differences(course)
    says = "the package for moodle differs from the course: Start / Quiz / Which are even?, feedback "
    assert correct.message == f"{says}correct: it says nothing where the course says “All of them.”"
    assert incorrect.message == f"{says}incorrect: it says nothing where the course says “None of them.”"
    question = (course / "01-start/02-quiz.yaml").read_text(encoding="utf-8").splitlines().index("  - id: asked") + 1
    assert correct.place and (correct.place.file, correct.place.line) == (f"{course}/01-start/02-quiz.yaml", question)
    assert not any("bug" in problem.message or "fault" in problem.message for problem in (correct, incorrect))
    assert (course.with_name("dist") / "small-moodle.mbz").read_bytes() != before


def test_differences_are_told_again_by_a_build_that_changes_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    told, out = differences(course), course.with_name("dist")
    report = (out / "small-report.json").read_bytes()
    again = build(Request(course, out, ("moodle",)))
    assert (again.unchanged, again.problems, again.exit_code(strict=False)) == (["moodle"], told, 3)
    together = build(Request(course, out, ("html", "moodle")))
    assert (together.built, together.unchanged, together.problems) == (["html"], ["moodle"], told)
    shutil.rmtree(out)
    assert build(Request(course, out, ("moodle",))).problems == told
    assert (out / "small-report.json").read_bytes() == report


def test_the_report_tells_differences_with_the_target_and_among_the_problems(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    told, out = differences(course), course.with_name("dist")
    report = json.loads((out / "small-report.json").read_text(encoding="utf-8"))
    assert [problem["message"] for problem in report["problems"]] == [problem.message for problem in told]
    assert report["targets"][0]["problems"] == report["problems"]
    assert {problem["file"] for problem in report["problems"]} == {"01-start/02-quiz.yaml"}
    page = (out / "small-report.html").read_text(encoding="utf-8")
    assert page.count("feedback correct: it says nothing where the course says “All of them.”") == 1


def test_of_many_differences_the_first_are_told(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MOST", 1)
    monkeypatch.setattr(Draft, "combined", without_feedback)
    _, more = differences(course)
    assert more.message == "the package for moodle differs from the course 1 times more"


def test_a_proof_that_was_not_made_yet_is_made_when_it_is_asked_for(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    out = course.with_name("dist")
    assert build(Request(course, out, ("moodle",), prove=False)).problems == []
    assert build(Request(course, out, ("moodle",), prove=False)).unchanged == ["moodle"]
    assert build(Request(course, out, ("moodle",))).exit_code(strict=False) == 3
    monkeypatch.setattr(proving, "AT_ONCE", 3)
    assert build(Request(course, out, ("moodle",), force=True)).problems == []
    assert build(Request(course, out, ("moodle",), prove=True)).exit_code(strict=False) == 3


def test_a_gate_that_is_lost_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = course / "01-start" / "03-lab.yaml"
    lab.write_text(lab.read_text(encoding="utf-8") + "requires: [quiz: submitted]\n", encoding="utf-8")
    built(course)
    monkeypatch.setattr(Gates, "of_item", lambda *_: None)
    (problem,) = differences(course)
    assert "setting requires: it says nothing where the course says" in problem.message
    assert problem.place and problem.place.file.endswith("03-lab.yaml")


def test_a_broken_rule_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(course)
    monkeypatch.setattr("lmsexport.formats.moodle.write.draft.decimal", lambda number: f"{number / 3:.7f}")
    assert "the package for moodle must not be delivered: " in refused(course)


PROMPT = "You are a patient guide who asks and never tells."


def _indiscreet(course: Course, lab: Lab) -> str:
    return f"https://labs.example.org/start?prompt={lab.private['system_prompt']}"


def test_a_private_text_that_gets_out_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = course / "01-start" / "03-lab.yaml"
    said = lab.read_text(encoding="utf-8").partition("private:")[0] + f"private: {{system_prompt: {PROMPT}}}\n"
    lab.write_text(said, encoding="utf-8")
    built(course)
    monkeypatch.setattr("lmsexport.formats.moodle.write.launches.launch_url", _indiscreet)
    assert "a text that is private to the lab “Lab” stands here" in refused(course)
    lab.write_text(f"{said}welcome: {PROMPT}\n", encoding="utf-8")
    told = differences(course)  # the author has told it: then it is no secret that got out
    assert not any("private" in problem.message for problem in told)


KEY = "AKIA" + "Q3EGRTHJ5K7LM2NP"


def meddle(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    """A writer that says something else in every part that it has made."""
    add = Package.add

    def added(self: Package, name: str, content: Any) -> Any:
        made = content.encode() if isinstance(content, str) else content
        return add(self, name, made.replace(old, new) if isinstance(made, bytes) else made)

    monkeypatch.setattr(Package, "add", added)


def say(course: Path, text: str) -> None:
    page = course / "01-start" / "01-reading.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


@pytest.mark.parametrize("target", ["moodle", "canvas", "scorm-1.2"])
def test_a_key_that_has_come_in_is_found(course: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say(course, "A zebra.")
    built(course, target=target)
    meddle(monkeypatch, b"A zebra.", f"A zebra. {KEY}".encode())
    assert "here stands an access key of AWS [leak-secret]" in refused(course, target=target)


def test_what_its_author_has_written_is_no_bug(course: Path) -> None:
    """An underscore that is escaped hides the key from the check of the source; a site may have any letters."""
    say(course, r"The token hf\_Q3eGrThJ5k7Lm2NpV8wXz4Yb6Cd9Fa1 and an [address](https://例え.jp/).")
    for target in ("moodle", "canvas", "scorm-1.2"):
        assert built(course, target=target)


@pytest.mark.parametrize("target", ["moodle", "canvas", "scorm-1.2"])
def test_a_link_that_was_turned_to_another_site_is_found(
    course: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(course, "See [here](https://example.org/there).")
    built(course, target=target)
    meddle(monkeypatch, b"//example.org/there", b"//evil.example/there")
    messages = [problem.message for problem in differences(course, target=target)]
    assert any("a link leads to evil.example, which the course does not name" in message for message in messages)


def test_it_can_be_written_all_the_same(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    assert built(course, prove=False)


def test_of_a_large_course_only_the_archive_is_looked_at(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    monkeypatch.setattr(proving, "AT_ONCE", 3)
    assert built(course)
    assert differences(course, prove=True)


def test_so_it_is_with_heavy_packages(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    monkeypatch.setattr(proving, "AT_ONCE_BYTES", 1_000)
    assert built(course)


@pytest.mark.parametrize("prove", [None, True])
def test_an_archive_that_lacks_a_member_is_found(
    course: Path, prove: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "AT_ONCE", 0)
    monkeypatch.setitem(archive._WRITERS, "zip", _forgetful(archive._WRITERS["zip"]))
    assert "web_resources/lost.png: 17 bytes were written, no are there" in refused(course, prove, "cartridge-1.1")


def _forgetful(write: Writer) -> Writer:
    def written(package: Package, out: Path, seconds: int) -> Iterator[archive.Member]:
        yield from write(package, out, seconds)
        yield archive.Member("web_resources/lost.png", 17, "0" * 64)

    return written


def test_templates_of_the_user_are_their_own_matter(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    (course / "templates").mkdir()
    assert built(course, prove=True)


def test_every_target_of_ours_names_the_reader_of_what_it_writes() -> None:
    readers = {name: reader_of(format) for name, format in formats().items()}
    assert all(readers.values())
    kinds = {name: reader.kind for name, reader in readers.items() if reader}
    assert all(name.startswith(kind) for name, kind in kinds.items())
    assert (kinds["moodle-xml"], kinds["qti-1.2"], kinds["cartridge-1.3"]) == ("moodle-xml", "qti-1.2", "cartridge")


class _Strict:
    """A store whose schemas know no document at all."""

    held = {"cmi5/CourseStructure.xsd": Path("CourseStructure.xsd")}

    def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
        return etree.XMLSchema(etree.XML('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'))


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_store", _Strict)


@pytest.mark.usefixtures("strict")
def test_what_an_official_schema_does_not_know_is_not_delivered(course: Path) -> None:
    said = refused(course, target="cmi5")
    assert "cmi5.xml:" in said and "[xml-schema]" in said


@pytest.mark.parametrize(
    ("target", "items"),
    [("qti-2.1", "qti/qtiv2p1/imsqti_v2p1.xsd"), ("qti-2.2", "qti/qtiv2p2p4/imsqti_v2p2p4.xsd")],
)
def test_schemas_that_take_seconds_are_asked_where_the_proof_is(
    course: Path, target: str, items: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    class Asked(_Strict):
        def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
            asked.update(names)
            return super().schema(names)

    monkeypatch.setattr(proving, "_store", Asked)
    refused(course, target=target)
    assert "qti/imscp_v1p1.xsd" in asked and items not in asked
    refused(course, prove=True, target=target)
    assert items in asked


def test_the_schemas_at_hand_change_no_byte(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(course, target="cmi5")
    asked: list[tuple[str, ...]] = []

    class Kind(_Strict):
        def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
            asked.append(names)
            return etree.XMLSchema(etree.XML(ANYTHING))

    monkeypatch.setattr(proving, "_store", Kind)
    assert built(course, target="cmi5") == before
    assert asked == [("cmi5/CourseStructure.xsd",)]


ANYTHING = """\
<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <element name="courseStructure">
    <complexType><sequence><any processContents="skip" maxOccurs="unbounded"/></sequence></complexType>
  </element>
</schema>
"""


@pytest.mark.shared
def test_so_it_is_with_the_official_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Asked(Store):
        def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
            asked.extend(names)
            return super().schema(names)

    store = Asked(SHARED / "schemas")
    monkeypatch.setattr(proving, "_store", lambda: store)
    shutil.copytree(SAMPLE, tmp_path / "source")
    result = build(Request(tmp_path / "source", tmp_path / "dist", tuple(formats()), prove=True))
    assert set(result.built) == set(formats())
    assert {name.partition("/")[0] for name in asked} >= {"canvas", "cmi5", "common-cartridge-1.1", "qti", "scorm-1.2"}
