"""A build reads back what it wrote; a package that lacks something replaces nothing."""

from __future__ import annotations

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
from lmsexport.engine.build import Request, build
from lmsexport.engine.proving import READ_BACK, SLOW_SCHEMAS, reader_of
from lmsexport.errors import InternalError
from lmsexport.formats.base import formats
from lmsexport.formats.moodle.draft import Draft
from lmsexport.formats.moodle.gates import Gates
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


def built(course: Path, prove: bool | None = None, target: str = "moodle") -> bytes:
    """The package that a build writes."""
    out = course.with_name("dist")
    result = build(Request(course, out, (target,), force=True, prove=prove))
    return (out / str(result.targets[target]["file"])).read_bytes()


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
    lost = {row["owner"]: row["severity"] for row in result.targets["cartridge-1.1"]["losses"]
            if row["code"] == "Numeric" and row["severity"] == "dropped"}  # fmt: skip
    assert "quotient-1" in lost  # a text that stands for a question has no place in a bank


def test_what_is_lost_on_the_way_is_a_bug_that_is_named(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(course)
    monkeypatch.setattr(Draft, "combined", without_feedback)
    with pytest.raises(InternalError) as error:
        built(course)
    said = str(error.value)
    assert said.startswith("the package for moodle is not what the course says, so it was not replaced. This is a bug")
    assert "Start / Quiz / Which are even?: feedback correct removed: “All of them.”" in said
    assert "Start / Quiz / Which are even?: feedback incorrect removed: “None of them.”" in said
    out = course.with_name("dist")
    assert (out / "small-moodle.mbz").read_bytes() == before
    assert list(out.glob("*~")) == []


def test_a_gate_that_is_lost_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = course / "01-start" / "03-lab.yaml"
    lab.write_text(lab.read_text(encoding="utf-8") + "requires: [quiz: submitted]\n", encoding="utf-8")
    built(course)
    monkeypatch.setattr(Gates, "of_item", lambda *_: None)
    with pytest.raises(InternalError, match="setting requires removed"):
        built(course)


def test_a_broken_rule_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmsexport.formats.moodle.draft.decimal", lambda number: f"{number / 3:.7f}")
    with pytest.raises(InternalError, match="the package for moodle is not what the course says"):
        built(course)


PROMPT = "You are a patient guide who asks and never tells."


def _indiscreet(course: Course, lab: Lab) -> str:
    return f"https://labs.example.org/start?prompt={lab.private['system_prompt']}"


def test_a_private_text_that_gets_out_is_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = course / "01-start" / "03-lab.yaml"
    said = lab.read_text(encoding="utf-8").partition("private:")[0] + f"private: {{system_prompt: {PROMPT}}}\n"
    lab.write_text(said, encoding="utf-8")
    built(course)
    monkeypatch.setattr("lmsexport.formats.moodle.activities.launch_url", _indiscreet)
    with pytest.raises(InternalError, match=r"a text that is private to the lab “.*” stands here"):
        built(course)
    lab.write_text(f"{said}welcome: {PROMPT}\n", encoding="utf-8")
    with pytest.raises(InternalError) as error:  # the author has told it: then it is no secret that got out
        built(course)
    assert "private" not in str(error.value)


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
    with pytest.raises(InternalError, match=r"here stands an access key of AWS \[leak-secret\]"):
        built(course, target=target)


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
    with pytest.raises(InternalError, match=r"a link leads to evil\.example, which the course does not name"):
        built(course, target=target)


def test_it_can_be_written_all_the_same(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    assert built(course, prove=False)


def test_of_a_large_course_only_the_archive_is_looked_at(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    monkeypatch.setattr(proving, "AT_ONCE", 3)
    assert built(course)
    with pytest.raises(InternalError):
        built(course, prove=True)


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
    with pytest.raises(InternalError, match=r"bytes were written, no are there"):
        built(course, prove, "cartridge-1.1")


def _forgetful(write: Writer) -> Writer:
    def written(package: Package, out: Path, seconds: int) -> Iterator[archive.Member]:
        yield from write(package, out, seconds)
        yield archive.Member("web_resources/lost.png", 17, "0" * 64)

    return written


def test_templates_of_the_user_are_their_own_matter(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draft, "combined", without_feedback)
    (course / "templates").mkdir()
    assert built(course, prove=True)


def test_every_target_with_a_reader_is_proven_by_it() -> None:
    kinds = {target: reader.kind for target in formats() if (reader := reader_of(target))}
    assert kinds.keys() >= READ_BACK
    assert all(target.startswith(kind) for target, kind in kinds.items())
    assert kinds["moodle-xml"] == "moodle-xml"
    assert kinds["qti-1.2"] == "qti-1.2"


class _Strict:
    """A store whose schemas know no document at all."""

    held = {"cmi5/CourseStructure.xsd": Path("CourseStructure.xsd")}

    def schema(self, names: tuple[str, ...]) -> etree.XMLSchema:
        return etree.XMLSchema(etree.XML('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'))


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_store", _Strict)


@pytest.mark.usefixtures("strict")
def test_what_an_official_schema_does_not_know_is_a_fault_of_ours(course: Path) -> None:
    with pytest.raises(InternalError) as raised:
        built(course, target="cmi5")
    assert "cmi5.xml:" in str(raised.value) and "[xml-schema]" in str(raised.value)


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("target", sorted(SLOW_SCHEMAS))
def test_schemas_that_take_seconds_are_asked_where_the_proof_is(course: Path, target: str) -> None:
    built(course, target=target)
    with pytest.raises(InternalError, match="xml-schema"):
        built(course, prove=True, target=target)


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
