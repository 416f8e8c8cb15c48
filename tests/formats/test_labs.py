"""Labs bundles in front of the judge: what they are, and what packages beside them must not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, EVERYTHING, export, resolved
from lmsexport.engine.labs import labs_bundle
from lmsexport.formats.base import formats
from lmsexport.formats.labs import private_in
from lmsexport.model import Lab
from lmsexport.packaging import write_package
from lmsexport.validation.judge import CrossChecks, judge
from validation.packing import broken, judged, zipped


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "labs.json"
    path.write_text(labs_bundle(resolved(EVERYTHING, {}).course), encoding="utf-8")
    return path


def changed(path: Path, **fields: Any) -> Path:
    """The bundle with another first lab."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found["labs"][0] |= fields
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_a_bundle_is_recognised_and_no_error(bundle: Path) -> None:
    found = judged(bundle)
    assert (found.kind, found.errors, found.warnings) == ("labs", 0, 0)
    (note,) = found.findings
    assert note.rule.id == "labs-not-for-an-lms"


def test_what_it_holds_is_what_packages_link_to(bundle: Path) -> None:
    labs = [item for item in resolved(EVERYTHING, {}).course.items if isinstance(item, Lab)]
    with judge(bundle) as found:
        assert found.subject is not None
        assert [(item.id, item.title) for item in found.subject.outline.items] == [(lab.id, lab.title) for lab in labs]


@pytest.mark.parametrize("fields", [{"url": "labs/one"}, {"url": None}, {"lab_id": ""}])
def test_a_lab_that_cannot_be_launched(bundle: Path, fields: dict[str, Any]) -> None:
    assert "labs-launch" not in broken(bundle)
    assert "labs-launch" in broken(changed(bundle, **fields))


@pytest.mark.parametrize("text", ['{"schema": "x/labs-bundle/1"', '["x/labs-bundle/1"]', "x/labs-bundle/1", "{}"])
def test_what_only_looks_like_one_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "labs.json"
    path.write_text(text, encoding="utf-8")
    assert judged(path).kind != "labs"


@pytest.mark.parametrize("labs", [None, 7, [], [1], [{}], [{"private": 3, "points": "many", "url": 1}]])
def test_a_damaged_bundle_confuses_nobody(tmp_path: Path, labs: object) -> None:
    path = tmp_path / "labs.json"
    path.write_text(json.dumps({"schema": "x/labs-bundle/1", "course": 3, "labs": labs}), encoding="utf-8")
    assert "judge-failed" not in broken(path)
    assert private_in([path, tmp_path / "nothing"]) is not None


def together(*paths: Path) -> list[set[str]]:
    """The rules that each of several packages breaks."""
    said, ids = CrossChecks(private_in(paths)), []
    for path in paths:
        with judge(path) as found:
            said(found)
            ids.append({finding.rule.id for finding in found.findings})
    return ids


@pytest.mark.parametrize("target", sorted(formats()))
def test_no_package_of_ours_says_what_its_labs_keep_to_themselves(bundle: Path, target: str, tmp_path: Path) -> None:
    format = formats()[target]
    path = tmp_path / f"package{format.extension}"
    write_package(export(target, EVERYTHING), format.archive, path, CONTEXT.when)
    assert not any("build-private-text" in ids for ids in together(path, bundle))


def test_a_package_that_does_is_told_so_wherever_the_bundle_stands(bundle: Path, tmp_path: Path) -> None:
    prompt = "You are a patient guide who asks and never tells."
    changed(bundle, private={"system_prompt": prompt})
    package = zipped(tmp_path / "x.zip", {"imsmanifest.xml": "<manifest/>", "page.html": f"<p>{prompt}</p>"})
    for paths in ((package, bundle), (bundle, package)):
        found = dict(zip(paths, together(*paths), strict=True))
        assert "build-private-text" in found[package] and "build-private-text" not in found[bundle]
