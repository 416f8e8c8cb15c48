"""What holds for every package, however it is changed: laws over packages and changes that hypothesis chooses."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hostile.cases import WAYS
from hostile.damage import DAMAGES
from hostile.damage_documents import documents, replaced
from hostile.seeds import Seed, own
from lmsexport.formats.base import formats
from lmsexport.validation import Outline
from lmsexport.validation.judge import judge
from lmsexport.validation.report import FORMATS
from validation.packing import Files, folder, tarred, zipped

TARGETS = sorted(formats())


@cache
def seeds() -> dict[str, Seed]:
    """Our packages by target."""
    with tempfile.TemporaryDirectory() as place:
        return {seed.name: seed for seed in own(Path(place))}


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    """Where one package after the other stands."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place) / "package"


def outlined(path: Path) -> tuple[str, Outline]:
    """The kind, and the course; banks have no order of their own."""
    with judge(path) as found:
        outline = found.subject.outline if found.subject else Outline()
        return found.title, replace(outline, banks=tuple(sorted(outline.banks, key=lambda bank: bank.id)))


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(TARGETS), way=st.sampled_from(WAYS), chance=st.integers())
def test_whatever_is_damaged_is_judged(name: str, way: str, chance: int, path: Path) -> None:
    seed = seeds()[name]
    data = DAMAGES[way](Random(chance), seed)
    if data is None:
        return
    path.write_bytes(data)
    with judge(path) as found:
        said = [finding.breach.what for finding in found.findings if finding.rule.id == "judge-failed"]
        assert said == []
        assert found.subject is None or isinstance(found.subject.outline, Outline)
        assert all(form([found]) is not None for form in FORMATS.values())


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(TARGETS), chance=st.integers())
def test_remarks_in_documents_change_nothing(name: str, chance: int, path: Path) -> None:
    """Comments and processing instructions say nothing (XML 1.0, 2.5 and 2.6), wherever they stand."""
    seed, random = seeds()[name], Random(chance)
    found = {}
    for index in documents(seed):
        root = etree.fromstring(seed.members[index][1])
        for element in list(root.iter(etree.Element)):
            if random.random() < 0.2:
                remark = random.choice((etree.Comment("remark"), etree.ProcessingInstruction("remark", "x")))
                remark.tail, element.text = element.text, None
                element.insert(0, remark)
        found[index] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    path.write_bytes(seed.packed())
    before = outlined(path)
    path.write_bytes(seed.packed(replaced(seed, found)))
    assert without_places(outlined(path)) == without_places(before)


def without_places(found: tuple[str, Outline]) -> str:
    """What was found, without the lines where it stands."""
    return re.sub(r"place='[^']*'", "", repr(found))


@pytest.mark.parametrize("name", [name for name in TARGETS if formats()[name].archive != "file"])
def test_the_order_of_members_and_the_archive_change_nothing(name: str, tmp_path: Path) -> None:
    seed = seeds()[name]
    files: Files = dict(seed.members)
    backwards: Files = dict(reversed(seed.members))
    expected = outlined(zipped(tmp_path / "x", files))
    assert outlined(zipped(tmp_path / "backwards", backwards)) == expected
    assert outlined(tarred(tmp_path / "tar", files)) == expected
    assert outlined(folder(tmp_path / "folder", files)) == expected
