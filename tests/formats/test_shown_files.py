"""The addresses in HTML, as browsers find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmsexport.formats.manifests import manifest_in
from lmsexport.formats.shown_files import ShownFiles, addresses
from lmsexport.validation import Contents
from validation.packing import zipped


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<img src="a.png" alt="A">', ["a.png"]), ("<img SRC='a.png'>", ["a.png"]),
        ("<img src=a.png alt=x>", ["a.png"]),
        ('<a href="b.pdf?x=1&amp;y=2">b</a>', ["b.pdf?x=1&y=2"]), ('<img\nsrc = "a.png">', ["a.png"]),
        ('<video poster="p.jpg" src="v.mp4"></video>', ["v.mp4", "p.jpg"]),
        ('<object data="o.swf"></object>', ["o.swf"]),
        ('<html><head><link href="s.css"><script src="s.js"></script></head><body><p>x</body></html>',
         ["s.css", "s.js"]),
        ('<?xml version="1.0" encoding="latin-1"?><p><img src="ä.png"></p>', ["ä.png"]),
        ('<img data-src="lazy.png">', []), ('<div data="x" data-href="y">z</div>', []),
        ('Write src="a.png" there.', []),
        ('<p title=\'src="a.png"\'>x</p>', []), ('<!-- <img src="a.png"> -->', []), ("&lt;img src=\"a.png\"&gt;", []),
        ('<code>href="x"</code>', []), ("", []), ("src=", []),
    ],
)  # fmt: skip
def test_addresses_are_those_that_a_parser_finds(markup: str, found: list[str]) -> None:
    assert list(addresses(markup)) == found


@pytest.mark.parametrize(
    ("address", "member"),
    [
        ("%24IMS-CC-FILEBASE%24/a%20b.png?canvas_download=1", "web_resources/a b.png"),
        ("$IMS-CC-FILEBASE$/a%20b.png", "web_resources/a b.png"),
        ("$IMS_CC_FILEBASE$/a b.png", "web_resources/a b.png"),
        ("%24IMS_CC_FILEBASE%24/a%20b.png", "web_resources/a b.png"),
        ("%24CANVAS_COURSE_REFERENCE%24/file_contents/course%20files/a%20b.png", "web_resources/a b.png"),
        ("$IMS-CC-FILEBASE$/Lab #3.txt", "web_resources/Lab #3.txt"),
        ("$IMS-CC-FILEBASE$/Lab%20%233.txt", "web_resources/Lab #3.txt"),
        ("$IMS-CC-FILEBASE$/a b.png#top", "web_resources/a b.png"),
        ("$WIKI_REFERENCE$/pages/a", ""), ("%24CANVAS_OBJECT_REFERENCE%24/quizzes/a", ""), ("#3", ""),
    ],
)  # fmt: skip
def test_addresses_lead_to_files_in_all_spellings(tmp_path: Path, address: str, member: str) -> None:
    """Canvas, app/models/importers/link_parser.rb: placeholders with `%24`, file names as they are."""
    package = zipped(tmp_path / "export.imscc", {"web_resources/a b.png": "a", "web_resources/Lab #3.txt": "b"})
    with Contents(package) as contents:
        assert ShownFiles(contents).resolved(address, "wiki_content/page.html") == member


def test_a_manifest_names_files_as_they_are_called(tmp_path: Path) -> None:
    files = "".join(f'<file href="{name}"/>' for name in ("Lab #3.txt", "Lab%20%234.txt", "gone%20.txt"))
    manifest = (
        f'<manifest><resources><resource identifier="r" type="webcontent">{files}</resource></resources></manifest>'
    )
    members = {"imsmanifest.xml": manifest, "Lab #3.txt": "a", "Lab #4.txt": "b"}
    with Contents(zipped(tmp_path / "package.zip", members)) as contents:
        assert manifest_in(contents).resources["r"].files == ("Lab #3.txt", "Lab #4.txt", "gone .txt")
