"""The judge as a whole: it says what a package is and what is wrong with it, and nothing in a package stops it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from lmsexport.errors import Severity
from lmsexport.validation import Breach, Contents, Outline, Reader, Rule, Subject, rule
from lmsexport.validation import judge as judging
from lmsexport.validation.judge import Judgement, judge
from validation.packing import broken, folder, judged, tarred, zipped


class Recipe(Reader):
    """The reader of packages with a recipe in them."""

    kind: ClassVar[str] = "recipe"
    title: ClassVar[str] = "Recipe"

    def recognises(self, contents: Contents) -> str | None:
        return "Recipe 1.0" if "recipe.txt" in contents else None

    def read(self, contents: Contents) -> Outline:
        return Outline(unread=("the drawing in recipe.txt",))


def reading_with(monkeypatch: pytest.MonkeyPatch, *rules: Rule, **methods: Any) -> None:
    """From here on, only recipes are known, with these rules and ways to read them."""
    reader = type(
        "Other", (Recipe,), {"rules": rules, **{name: staticmethod(made) for name, made in methods.items()}}
    )()
    monkeypatch.setattr(judging, "readers", lambda: (reader,))


def stumbling(*_: object) -> Any:
    raise ZeroDivisionError("one by none")


@rule("recipe-sugar", "There is sugar in it.", source="Grandmother's book, page 3", mend="add sugar", tried=True)
def sugar(subject: Subject) -> Iterator[Breach]:
    yield Breach("there is none", "recipe.txt", 1)


@rule("recipe-salt", "There is salt in it.", source="page 4", mend="add salt", severity=Severity.WARNING, tried=False)
def salt(subject: Subject) -> Iterator[Breach]:
    yield Breach("there is none", mend="Add a pinch.")


@rule("recipe-oven", "It says how hot the oven is.", source="page 5", mend="say it", tried=True)
def oven(subject: Subject) -> Iterator[Breach]:
    yield Breach("it does not say it")
    stumbling()


def recipe(path: Path) -> Path:
    return zipped(path / "cake.zip", {"recipe.txt": "Eggs and flour."})


def ids(found: Judgement) -> list[str]:
    return [finding.rule.id for finding in found.findings]


def test_what_it_is_and_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading_with(monkeypatch, sugar, salt)
    with judge(recipe(tmp_path)) as found:
        assert (found.kind, found.title, found.errors, found.warnings) == ("recipe", "Recipe 1.0", 1, 1)
        assert [finding.mend for finding in found.findings] == ["add sugar", "Add a pinch"]
        assert found.unread == ["the drawing in recipe.txt"]
        assert found.subject is not None and "recipe.txt" in found.subject.contents
    assert found.subject is None and ids(found) == ["recipe-sugar", "recipe-salt"]


def test_a_rule_that_stumbles_is_a_finding_and_the_others_still_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading_with(monkeypatch, oven, sugar)
    found = judged(recipe(tmp_path))
    assert ids(found) == ["recipe-oven", "judge-failed", "recipe-sugar"]
    assert found.findings[1].breach.what == "the rule recipe-oven could not be checked: ZeroDivisionError: one by none"


@rule("recipe-salt", "There is no more salt in it.", source="page 6", mend="take it out", tried=True)
def salty(subject: Subject) -> Iterator[Breach]:
    for grain in range(10**9):
        yield Breach("here is some", line=grain)


def test_a_package_full_of_faults_is_not_listed_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading_with(monkeypatch, salty, sugar)
    found = judged(recipe(tmp_path))
    assert (len(found.findings), ids(found)[-1]) == (1_002, "recipe-sugar")
    assert found.findings[-2].breach.what == "there are more such places: the first 1,000 are listed"


@pytest.mark.parametrize("method", ["recognises", "documents", "read"])
def test_a_reader_that_stumbles_is_a_finding(method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading_with(monkeypatch, sugar, **{method: stumbling})
    found = judged(recipe(tmp_path))
    assert "judge-failed" in ids(found)
    assert found.kind == ("unknown" if method == "recognises" else "recipe")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tarred(tmp_path / "cut.mbz", {"a": "x" * 9_999}, "w")):
        if path.exists():
            path.write_bytes(path.read_bytes()[:1_000])
        found = judged(path)
        assert ids(found) == ["archive-unreadable"] and found.subject is None
        assert (found.kind, found.title) == ("unknown", "not recognised")


def test_what_nobody_knows(tmp_path: Path) -> None:
    found = judged(zipped(tmp_path / "x.zip", {"letter.txt": "Dear all"}))
    assert (found.kind, found.title, ids(found)) == ("unknown", "not recognised", ["package-unknown"])
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    assert ids(judged(tmp_path / "photo.jpg")) == ["package-unknown"]


def test_a_package_in_a_folder_of_its_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"my course/imsmanifest.xml": "<manifest/>"})
    assert ids(judged(path)) == ["archive-folder-around"]


def test_a_folder_is_judged_as_its_archive(tmp_path: Path) -> None:
    content = {"moodle_backup.xml": "<moodle_backup><information/></moodle_backup>", "files.xml": "<files/>"}
    one, other = judged(folder(tmp_path / "x", content)), judged(tarred(tmp_path / "x.mbz", content))
    assert (one.kind, one.title, ids(one)) == (other.kind, other.title, ids(other))
    assert one.kind == "moodle" and "archive-empty" not in ids(one)


def test_nobody_looks_at_names(tmp_path: Path) -> None:
    content = {"moodle_backup.xml": "<moodle_backup><information/></moodle_backup>"}
    for name in ("x.zip", "x.imscc", "x", "x.jpg"):
        assert judged(zipped(tmp_path / name, content)).kind == "moodle"
        assert judged(tarred(tmp_path / name, content)).kind == "moodle"


def test_a_document_that_is_its_own_archive_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for data in (b"PK\3\4", b"\x1f\x8b", b"PK\5\6" + bytes(18), b"ustar", bytes(512), b""):
        (tmp_path / "x").write_bytes(data)
        found = judged(tmp_path / "x")
        assert found.errors and all("\n" not in finding.breach.what for finding in found.findings)


def test_no_rule_is_named_twice_for_one_package(tmp_path: Path) -> None:
    assert "archive-unreadable" not in broken(zipped(tmp_path / "x.zip", {"a": "x"}))


def test_a_package_that_may_be_of_two_kinds_says_so(tmp_path: Path) -> None:
    both = {"cmi5.xml": "<courseStructure/>", "imsmanifest.xml": "<manifest/>"}
    with judge(zipped(tmp_path / "both.zip", both)) as judgement:
        sentence = "imsmanifest.xml: the package is judged as cmi5, and may be of a second kind as well"
        assert sentence in judgement.unchecked
    with judge(zipped(tmp_path / "alone.zip", {"cmi5.xml": "<courseStructure/>"})) as judgement:
        assert not any("second kind" in sentence for sentence in judgement.unchecked)
