"""Each target stands for itself: one that fails or has nothing to hold leaves the others and the report whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine import outside, small
from lmsexport.cli.rules import command as rules_command
from lmsexport.engine import proving, run
from lmsexport.engine.build import Request, Result, build
from lmsexport.engine.proving import Proof, ProofFinding
from lmsexport.errors import LmsExportError
from lmsexport.formats import base
from lmsexport.validation.reader import main_documents, readers

pytestmark = pytest.mark.usefixtures("no_epoch", "installed")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The formats of another distribution are installed."""
    caches = (base.registered, base._loaded, proving._reader_named, readers, main_documents)
    with monkeypatch.context() as patch:
        patch.syspath_prepend(outside.install(tmp_path / "site"))
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture(params=["alone", "side by side"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """In one process, and in several."""
    monkeypatch.setattr(run, "cores", lambda: 1 if request.param == "alone" else 3)
    monkeypatch.setattr(run, "WORTH_FORKING", 0)
    return str(request.param)


def built(folder: Path, *targets: str, **more: Any) -> Result:
    source = folder / "source"
    return build(Request(source if source.exists() else small.write(source), folder / "dist", targets, **more))


def report(folder: Path) -> dict[str, Any]:
    rows = json.loads((folder / "dist/small-report.json").read_text(encoding="utf-8"))["targets"]
    return {row["target"]: row for row in rows}


FAILURES = {
    "broken": "broken could not be written: a.xml is not well-formed XML",
    "killed": "killed could not be written: ",
    "raises": "raises could not be written: KeyError: 'no such thing'. This is a fault of engine, not of the course",
    "refused": "the package for refused must not be delivered: titles.txt:1: it says too little [titles-never]",
    "strange": "the package for strange must not be delivered: it is not recognised as",
    "unread": "unread could not be written: there is no reader `titels` (did you mean `titles`?)",
    "unwritable": "unwritable could not be written: film.mp4: No space left on device",
}


def test_failures_leave_the_others_and_the_report_whole(tmp_path: Path, either_way: str) -> None:
    result = built(tmp_path, *FAILURES, "html", "moodle")
    assert (result.failed, result.built, result.exit_code(strict=False)) == (list(FAILURES), ["html", "moodle"], 1)
    messages = [problem.message for problem in result.problems]
    assert len(messages) == len(FAILURES)
    for message, beginning in zip(messages, FAILURES.values(), strict=True):
        assert message.startswith(beginning) and "\n" not in message
    assert ("enough memory" in messages[1]) and (either_way == "alone" or "was killed" in messages[1])
    assert {name: row["status"] for name, row in report(tmp_path).items()} == {
        **dict.fromkeys(FAILURES, "failed"), "html": "built", "moodle": "built",
    }  # fmt: skip
    alone = tmp_path / "alone"
    shutil.copytree(tmp_path / "source", alone / "source")
    assert built(alone, "html", "moodle").failed == []
    assert (tmp_path / "dist/small-moodle.mbz").read_bytes() == (alone / "dist/small-moodle.mbz").read_bytes()
    assert not list((tmp_path / "dist").glob("*~"))


def test_the_page_says_which_packages_are_not_current(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside.Raises, "export", outside.Titles.export)
        built(tmp_path, "raises")
    before = (tmp_path / "dist/small-raises.txt").read_bytes()
    with (tmp_path / "source/01-start/01-reading.md").open("a", encoding="utf-8") as lesson:
        lesson.write("More.\n")
    result = built(tmp_path, "raises", "html")
    assert result.targets["raises"]["files"] == ["small-raises.txt"]
    assert (tmp_path / "dist/small-raises.txt").read_bytes() == before
    page = " ".join((tmp_path / "dist/small-report.html").read_text(encoding="utf-8").split())
    assert "is from an earlier build and shows an older course: <code>small-raises.txt</code>" in page
    assert "KeyError: &#39;no such thing&#39;" in page


def test_the_traceback_of_a_fault_is_kept_until_the_target_is_whole(
    tmp_path: Path, either_way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "dist/small-raises-traceback.txt"
    (problem,) = built(tmp_path, "raises", "html").problems
    assert kept.name in problem.hint
    assert "in export" in kept.read_text(encoding="utf-8") and "KeyError" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    assert "Traceback" not in (tmp_path / "dist/small-report.json").read_text(encoding="utf-8")
    monkeypatch.setattr(outside.Raises, "export", outside.Titles.export)
    assert built(tmp_path, "raises", "html").built == ["raises"]
    assert not kept.exists()


def test_progress_says_what_came_of_each_target(tmp_path: Path) -> None:
    without_questions(tmp_path / "source")
    events: list[tuple[str, str]] = []
    request = Request(tmp_path / "source", tmp_path / "dist", ("gift", "raises", "html"))
    build(request, lambda *event: events.append(event))
    assert events[3:] == [("gift", "skipped"), ("raises", "failed"), ("html", "built")]
    events.clear()
    build(request, lambda *event: events.append(event))
    assert events == [("gift", "unchanged"), ("html", "unchanged"), ("raises", "start"), ("raises", "failed")]


def test_a_target_that_failed_is_tried_again(tmp_path: Path) -> None:
    first = built(tmp_path, "raises", "html")
    again = built(tmp_path, "raises", "html")
    assert (again.unchanged, again.failed, again.problems) == (["html"], ["raises"], first.problems)
    built(tmp_path, "html")
    assert report(tmp_path)["raises"]["status"] == "failed", "the report still says so"


def test_a_mistake_of_our_own_is_a_fault_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmsexport.formats.moodle.write.backup._Backup.package", lambda _: 1 / 0)
    result = built(tmp_path, "moodle", "html")
    (problem,) = result.problems
    assert (result.built, result.exit_code(strict=False)) == (["html"], 70)
    assert "ZeroDivisionError: division by zero. This is a fault of lmsexport, not of the course" in problem.message
    (tmp_path / "source/templates").mkdir()
    result = built(tmp_path, "moodle")
    assert (result.problems[0].code, result.exit_code(strict=False)) == ("target-failed", 1)
    assert "with templates of your own" in result.problems[0].message


def test_differences_that_the_reader_of_a_format_finds_are_told(tmp_path: Path, either_way: str) -> None:
    result = built(tmp_path, "differs", "html")
    assert (result.built, result.exit_code(strict=False), result.exit_code(strict=True)) == (["differs", "html"], 3, 1)
    assert {problem.code for problem in result.problems} == {"package-differs"}
    assert any(problem.place and problem.place.file.endswith("02-quiz.yaml") for problem in result.problems)
    assert report(tmp_path)["differs"]["problems"]
    assert report(tmp_path)["html"]["problems"] == []


def test_a_format_without_a_reader_is_not_proven_and_the_report_says_so(tmp_path: Path) -> None:
    """Its name begins like that of another, which is no reason to take the other's reader."""
    result = built(tmp_path, "canvas-lite", prove=True)
    assert (result.problems, result.exit_code(strict=True)) == ([], 0)
    assert result.targets["canvas-lite"]["proof"] == "not proven: no reader"
    assert "Not proven: no reader" in (tmp_path / "dist/small-report.html").read_text(encoding="utf-8")


def test_the_packages_of_a_target_are_replaced_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = f"{small.FILES['course.yaml']}options: {{scorm-1.2: {{package: lesson}}}}\n"
    small.write(tmp_path / "source", course=course)
    assert built(tmp_path, "scorm-1.2").exit_code(strict=True) == 0
    before = small.tree(tmp_path / "dist")
    small.write(tmp_path / "source", course=course, reading="---\ntitle: Reading\n---\nNew.\n")

    def refuse_the_last(_: Proof, end: str, path: Path, members: object) -> Iterator[ProofFinding]:
        if "-lab" in path.name:
            yield ProofFinding("fault", "it is wrong")

    monkeypatch.setattr(Proof, "of_package", refuse_the_last)
    assert built(tmp_path, "scorm-1.2").failed == ["scorm-1.2"]
    after = small.tree(tmp_path / "dist")
    assert {name for name in after if after[name] != before.get(name)} == {"small-report.html", "small-report.json"}
    assert after.keys() == before.keys()


def test_a_format_that_cannot_be_loaded_is_a_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(outside, "Raises")
    with pytest.raises(LmsExportError, match=r"the target `raises` cannot be loaded: AttributeError: .*Raises"):
        built(tmp_path, "raises")


# -- nothing to hold ---------------------------------------------------------------------------------------------------

LESSONS = small.FILES["course.yaml"]
OF_QUESTIONS = ["gift", "moodle-xml", "qti-1.2", "qti-2.1", "qti-2.2", "qti-3.0"]


def without_questions(source: Path) -> None:
    small.write(source, course=LESSONS, module="title: Start\nitems: [01-reading.md, 03-lab.yaml]\n")
    (source / "01-start/02-quiz.yaml").unlink(missing_ok=True)


def test_a_course_without_questions_builds_all_that_holds_more(tmp_path: Path) -> None:
    without_questions(tmp_path / "source")
    ours = [name for name in base.formats() if name not in outside.FORMATS]
    result = built(tmp_path, *ours, "questions")
    assert result.skipped == [*OF_QUESTIONS, "questions"]
    assert result.built == [name for name in ours if name not in OF_QUESTIONS]
    assert (result.problems, result.exit_code(strict=True)) == ([], 0)
    reasons = {row["reason"] for row in report(tmp_path).values() if row["status"] == "skipped"}
    assert reasons == {"The course has no questions for a file of questions to hold."}
    page = (tmp_path / "dist/small-report.html").read_text(encoding="utf-8")
    assert page.count(f"Nothing was written.</strong> {reasons.pop()}") == len(result.skipped)
    again = built(tmp_path, *ours, "questions")
    assert (again.built, again.skipped, again.targets) == ([], result.skipped, result.targets)


@pytest.mark.parametrize("force", [False, True])
def test_what_was_written_when_there_were_questions_goes(tmp_path: Path, force: bool) -> None:
    built(tmp_path, "gift", "html")
    assert (tmp_path / "dist/small-gift.txt").is_file()
    without_questions(tmp_path / "source")
    assert built(tmp_path, "gift", "html", force=force).skipped == ["gift"]
    assert not list((tmp_path / "dist").glob("small-gift*"))


def test_a_bank_is_enough(tmp_path: Path) -> None:
    source = tmp_path / "source"
    without_questions(source)
    (source / "bank.yaml").write_text(
        "type: bank\nid: spare\ntitle: Spare\nquestions: [{id: sky, type: true-false, prompt: Blue?, answer: true}]\n",
        encoding="utf-8",
    )
    small_course = LESSONS + "banks: [bank.yaml]\n"
    (source / "course.yaml").write_text(small_course, encoding="utf-8")
    assert built(tmp_path, "gift").built == ["gift"]


def test_the_page_of_rules_has_those_of_their_readers_under_their_title() -> None:
    page = CliRunner().invoke(rules_command, ["--markdown"], standalone_mode=False).output
    assert "\n## Titles\n\n### titles-never\n\nA file of titles says more. (error, *read*)\n" in page
