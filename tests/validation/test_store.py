"""The store of official schemas: only the files that are known, whole or not there, and never the network by itself."""

from __future__ import annotations

import hashlib
import http.client
import io
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import pytest
from lxml import etree

from conftest import SHARED
from lmsexport.validation import store as stores
from lmsexport.validation.judge import judge
from lmsexport.validation.store import Known, MissingSchemasError, Store, known, store_folder
from validation.packing import folder, zipped

HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:{0}" xmlns:o="urn:other">'
FILES = {
    "one/a.xsd": HEAD.format("a")
    + '<xs:import namespace="urn:other" schemaLocation="http://schemas.example.org/x/other.xsd"/>'
    + '<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="o:b" minOccurs="0"/></xs:sequence>'
    + "</xs:complexType></xs:element></xs:schema>",
    "one/other.xsd": HEAD.format("other") + '<xs:element name="b" type="xs:int"/></xs:schema>',
    "one/alone.xsd": HEAD.format("alone") + "</xs:schema>",
}


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Known]:
    """A world in which three schemas are known; the last comes in an archive only."""
    files = {
        name: Known(
            name,
            hashlib.sha256(text.encode()).hexdigest(),
            "" if name.endswith("alone.xsd") else f"http://schemas.example.org/{name}",
        )
        for name, text in FILES.items()
    }
    monkeypatch.setattr(stores, "known", lambda: files)
    return files


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a socket fails."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("nobody may use the network")

    monkeypatch.setattr(socket, "socket", refused)


def source(path: Path, **changes: str) -> Path:
    return folder(path, {name: changes.get(Path(name).stem, text) for name, text in FILES.items()})


# -- where ---------------------------------------------------------------------------------------------------------


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LMSEXPORT_SCHEMAS", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert store_folder() == Path("/home/somebody/.cache/lmsexport/schemas")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert store_folder() == Path("/caches/lmsexport/schemas")
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")  # the specification: relative paths are not valid, and ignored
    assert store_folder() == Path("/home/somebody/.cache/lmsexport/schemas")
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", "/mine")
    assert store_folder() == Path("/mine") == Store().folder


def test_what_is_known_has_a_sum_and_an_official_address() -> None:
    hosts = (
        "http://www.imsglobal.org/",
        "https://canvas.instructure.com/",
        "https://w3id.org/xapi/",
        "http://www.w3.org/",
    )
    for name, file in known().items():
        assert len(bytes.fromhex(file.sha256)) == 32 and file.name == name and not Path(name).is_absolute()
        assert ".." not in name and (not file.address or file.address.startswith(hosts)), file.address


# -- add -----------------------------------------------------------------------------------------------------------


def test_known_files_are_taken_whatever_they_are_called(three: Mapping[str, Known], tmp_path: Path) -> None:
    found = folder(tmp_path / "in", {"deep/er/renamed.xsd": FILES["one/a.xsd"], "unknown.xsd": "<x/>", "a.xsd": "no"})
    store = Store(tmp_path / "store")
    assert store.held == {}
    assert store.add(found) == ["one/a.xsd"]
    assert {path.relative_to(tmp_path / "store").as_posix() for path in (tmp_path / "store").rglob("*.xsd")} == {
        "one/a.xsd"
    }
    assert set(store.held) == {"one/a.xsd"} == set(Store(tmp_path / "store").held)


def test_a_file_that_was_changed_in_the_store_does_not_count(three: Mapping[str, Known], tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.add(source(tmp_path / "in"))
    (tmp_path / "store/one/a.xsd").write_text(FILES["one/a.xsd"] + " ", encoding="utf-8")
    assert "one/a.xsd" not in Store(tmp_path / "store").held


def test_a_link_in_a_folder_is_read_and_a_loop_of_links_ends(three: Mapping[str, Known], tmp_path: Path) -> None:
    found = source(tmp_path / "in")
    (found / "round").symlink_to(found)
    assert len(Store(tmp_path / "store").add(found)) == 3


# -- fetch ---------------------------------------------------------------------------------------------------------


def serving(answers: Mapping[str, bytes | Exception]) -> Callable[[str], IO[bytes]]:
    def opening(address: str) -> IO[bytes]:
        answer = answers[address]
        if isinstance(answer, Exception):
            raise answer
        return io.BytesIO(answer)

    return opening


def test_fetching_keeps_what_has_the_right_sum(three: Mapping[str, Known], tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    answers = {three[name].address: FILES[name].encode() for name in ("one/a.xsd", "one/other.xsd")}
    found = dict(store.fetch(three, serving(answers)))
    assert found["one/a.xsd"] == found["one/other.xsd"] == ""
    assert "only within an archive" in found["one/alone.xsd"]
    assert set(store.held) == {"one/a.xsd", "one/other.xsd"}


class Breaking(io.BytesIO):
    """An answer that ends in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise http.client.IncompleteRead(b"", 10)


@pytest.mark.parametrize(
    "answer",
    [
        b"<another/>",
        b"",
        b"x" * 5_000_001,
        OSError("no route to host"),
        TimeoutError("timed out"),
        http.client.RemoteDisconnected("gone"),
        http.client.BadStatusLine("?"),
        Breaking(),
    ],
    ids=["another file", "nothing", "too much", "no route", "too late", "gone", "no answer", "broken off"],
)
def test_what_cannot_be_had_is_said_and_nothing_is_kept(
    answer: bytes | Exception | Breaking, three: Mapping[str, Known], tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    opening = (lambda _: answer) if isinstance(answer, Breaking) else serving({three["one/a.xsd"].address: answer})
    ((name, said),) = store.fetch(["one/a.xsd"], opening)
    assert name == "one/a.xsd" and three["one/a.xsd"].address in said
    assert store.held == {} and not list(tmp_path.rglob("*.xsd*"))


def test_a_crash_leaves_the_old_file(
    three: Mapping[str, Known], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    store.add(source(tmp_path / "in"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        store.add(tmp_path / "in")
    assert len(Store(tmp_path / "store").held) == 3
    assert not list((tmp_path / "store").rglob("*~"))


# -- schema --------------------------------------------------------------------------------------------------------


def test_a_schema_is_compiled_with_what_it_imports(three: Mapping[str, Known], tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.add(source(tmp_path / "in"))
    schema = store.schema(("one/a.xsd",))
    assert schema is store.schema(("one/a.xsd",))
    right = '<a xmlns="urn:a"><o:b xmlns:o="urn:other">{}</o:b></a>'
    assert schema.validate(etree.fromstring(right.format(1)))
    assert not schema.validate(etree.fromstring(right.format("one")))


def test_missing_schemas_are_named(three: Mapping[str, Known], tmp_path: Path) -> None:
    with pytest.raises(MissingSchemasError) as caught:
        Store(tmp_path / "store").schema(("one/a.xsd", "one/other.xsd"))
    assert caught.value.names == ("one/a.xsd", "one/other.xsd")


@pytest.mark.shared
def test_the_official_schemas_compile_without_network(tmp_path: Path) -> None:
    store = Store(tmp_path)
    added = store.add(SHARED / "schemas")
    assert len(added) > 100
    for names in (
        ("common-cartridge-1.1/ccv1p1_imscp_v1p2_v1p0.xsd",),
        ("canvas/cccv1p0.xsd",),
        ("scorm-1.2/imscp_rootv1p1p2.xsd", "scorm-1.2/adlcp_rootv1p2.xsd"),
        ("cmi5/CourseStructure.xsd",),
        ("qti/qtiv2p1/imsqti_v2p1.xsd",),
        ("qti/qtiv2p2/imsqti_v2p2.xsd",),
        ("qti/qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd",),
    ):
        assert store.schema(names) is not None


def test_validating_uses_no_network(tmp_path: Path) -> None:
    """The fixture lets every socket fail; without schemas the report says what was not checked."""
    manifest = '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><resources/></manifest>'
    path = zipped(tmp_path / "x.imscc", {"imsmanifest.xml": manifest})
    with judge(path, Store(tmp_path / "none")) as found:
        assert [finding.rule.id for finding in found.findings] == ["cartridge-identifier"]
        (unchecked,) = found.unchecked
    assert "common-cartridge-1.1/ccv1p1_imscp_v1p2_v1p0.xsd is not in the schema store" in unchecked
    assert "`lmsexport schemas`" in unchecked
