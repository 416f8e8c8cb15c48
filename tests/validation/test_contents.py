"""Documents from anywhere: parsed without loading anything, without swelling, and without falling over their depth."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from lmsexport.validation import Contents, PackageError, contents, line_of
from validation.packing import zipped

HUGE = 11_000_000
"""Bytes beyond what the parser takes as one text or one attribute."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a socket fails."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("nobody may use the network")

    monkeypatch.setattr(socket, "socket", refused)


def read(folder: Path, document: bytes | str) -> tuple[Any, Any]:
    """Read a document out of an archive: its root and its fault, or None for either."""
    with Contents(zipped(folder / "x.zip", {"a.xml": document})) as found:
        return found.xml("a.xml"), found.fault("a.xml")


def words(root: etree._Element) -> str:
    return "".join(map(str, root.itertext())).strip()


def test_a_document_is_parsed_once_and_knows_its_lines(tmp_path: Path) -> None:
    with Contents(zipped(tmp_path / "x.zip", {"a.xml": "<a>\n<b/>\n</a>"})) as found:
        root = found.xml("a.xml")
        assert root is not None and root is found.xml("a.xml") and found.fault("a.xml") is None
        assert [line_of(element) for element in root.iter()] == [1, 2]


def test_a_document_that_is_not_there_has_no_fault(tmp_path: Path) -> None:
    with Contents(zipped(tmp_path / "x.zip", {"a": ""})) as found:
        assert found.xml("b.xml") is None and found.fault("b.xml") is None
        with pytest.raises(KeyError):
            found.read("b.xml")


def test_what_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    root, fault = read(tmp_path, "<a>\n<b>\n</a>")
    assert root is None and fault[1] == 3 and "b" in fault[0]


# -- what would be loaded ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["file://{secret}", "{secret}", "http://127.0.0.1:1/x", "ftp://127.0.0.1:1/x"])
def test_an_entity_reads_no_file_and_no_address(address: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("zzsecretzz")
    said = address.format(secret=(tmp_path / "secret").as_posix())
    for document in (
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "{said}">]><a>before &e; after</a>',
        f'<!DOCTYPE a [<!ENTITY % e SYSTEM "{said}"> %e;]><a/>',
        f'<!DOCTYPE a SYSTEM "{said}"><a/>',
        f'<!DOCTYPE a PUBLIC "-//x//y" "{said}"><a/>',
        f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{said}" parse="text"/></a>',
        f'<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {said}"/>',
        f'<?xml-stylesheet href="{said}" type="text/xsl"?><a/>',
    ):
        root, fault = read(tmp_path, document)
        assert root is not None or fault is not None
        assert "zzsecretzz" not in (etree.tostring(root).decode() if root is not None else fault[0])


def test_entities_do_not_swell(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]>'
    root, _ = read(tmp_path, f"{head}<a>&e11;</a>")
    assert root is None or len(words(root)) < 100
    root, fault = read(tmp_path, f'{head}<a b="&e11;"/>')  # attributes are expanded by every parser
    assert root is None and "entit" in fault[0].lower()


def test_a_text_is_one_text(tmp_path: Path) -> None:
    """Whatever stands in it that is no text: so readers need not put it together."""
    root, _ = read(tmp_path, '<!DOCTYPE a [<!ENTITY e "is">]><a>Par<!-- x --><?y z?>&e;<b/>!<!-- x -->?</a>')
    assert (root.text, root[0].tail, len(root)) == ("Paris", "!?", 1)


def test_an_entity_that_holds_itself(tmp_path: Path) -> None:
    root, fault = read(tmp_path, '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a b="&x;"/>')
    assert root is None and "loop" in fault[0].lower()


# -- what would not fit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"<a>" * 100_000,
        b'<a b="' + b"x" * HUGE + b'"/>',
        b"<" + b"a" * HUGE + b"/>",
        b"<a><!--" + b"x" * HUGE + b"--></a>",
    ],
    ids=["100,000 levels", "100,000 that do not end", "an attribute", "a name", "a comment"],
)
def test_what_is_too_deep_or_too_long_is_refused(document: bytes, tmp_path: Path) -> None:
    root, fault = read(tmp_path, document)
    assert root is None and fault[0] and len(fault[0]) < 200


def test_a_text_may_be_as_long_as_a_film(tmp_path: Path) -> None:
    """Files of questions hold their films as texts; ten million letters are the parser's own limit."""
    for text in ("x" * HUGE, f"<![CDATA[{'x' * HUGE}]]>"):
        root, _ = read(tmp_path, f"<a><b/>{text}</a>")
        assert len(root[0].tail) == HUGE
        root, fault = read(tmp_path, f"<!DOCTYPE a><a>{text}</a>")
        assert root is None and fault
        root, fault = read(tmp_path, f"<a>{'<b>' * 300}{'</b>' * 300}{text}</a>")
        assert root is None and "deep" in fault[0]
        root, fault = read(tmp_path, f"<a>{text}{'<b>' * 300}{'</b>' * 300}</a>")
        assert root is None and fault[0] == "it is too deep: 256 elements in each other are read"


def test_a_document_longer_than_anybody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_DOCUMENT", 100)
    with Contents(zipped(tmp_path / "x.zip", {"a.xml": "<a>" + "x" * 100 + "</a>", "b.xml": "<b/>"})) as found:
        assert found.fault("a.xml") == ("it is longer than 100 bytes, so it is not read here", 0)
        assert found.xml("b.xml") is not None
        with pytest.raises(PackageError):
            found.read("a.xml")
        assert len(found.digest("a.xml")) == 64


def test_trees_that_would_not_fit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million empty elements have four megabytes, and their tree has a hundred and twenty."""
    monkeypatch.setattr(contents, "MAX_TREES", 1_500_000)
    files = dict.fromkeys(("a.xml", "b.xml"), "<a>" + "<a/>" * 10000 + "</a>")
    with Contents(zipped(tmp_path / "x.zip", files)) as found:
        assert found.xml("a.xml") is not None
        assert found.xml("b.xml") is None
        assert found.fault("b.xml") == (
            "the documents of the package are too large together, so this one is not read here",
            0,
        )


# -- letters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252"])
def test_encodings_that_a_document_says(encoding: str, tmp_path: Path) -> None:
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    data = f'<?xml version="1.0" encoding="{name}"?><a>Grüße</a>'.encode(encoding)
    root, _ = read(tmp_path, b"\xff\xfe" + data if encoding == "utf-16-le" else data)
    assert words(root) == "Grüße"


@pytest.mark.parametrize(
    "document",
    [
        b"<a>\xff\xfe</a>",
        b"<a>\xed\xa0\x80</a>",  # half a pair, as UTF-8 must not write it
        b"<a>\xc0\xaf</a>",  # a slash in two bytes
        b"<a>\0</a>",
        b"<a b='\0'/>",
        b"<a>&#0;</a>",
        b"<a>&#xD800;</a>",
        b"<a>&#x110000;</a>",
        b"<a>&unknown;</a>",
        b'<?xml version="1.0" encoding="no-such-letters"?><a/>',
        b'<?xml version="1.0" encoding="utf-16"?><a/>'[:-1] + b"\xd8",
        b"\xff\xfe<\0a\0/",
        b"",
        b"   ",
        b"PK\3\4",
        b"<a/><a/>",
        b"<a b='1' b='2'/>",
        b"<x:a/>",
    ],
)
def test_broken_letters_are_a_fault(document: bytes, tmp_path: Path) -> None:
    root, fault = read(tmp_path, document)
    assert root is None and fault[0]


def test_utf_7_smuggles_no_elements(tmp_path: Path) -> None:
    """`+ADw-` is `<` for who believes the declaration, and text for who does not: whoever reads it sees the same."""
    root, fault = read(tmp_path, b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-script/+AD4-</a>')
    assert fault is not None or root[0].tag == "script"
    root, _ = read(tmp_path, b"<a>+ADw-script/+AD4-</a>")
    assert len(root) == 0


def test_a_page_that_takes_too_much_memory_is_not_parsed_and_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_PAGE", 100_000)
    files = {"big.html": "<b>x</b>" * 1_000, "small.html": "<p>Words.</p>"}
    with Contents(zipped(tmp_path / "x.zip", files)) as found:
        assert found.page("big.html") is None and found.page("small.html") == b"<p>Words.</p>"
        assert found.page("none.html") is None
        assert list(found.unchecked.values()) == [["big.html"]]
