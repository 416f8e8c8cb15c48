"""Files that are no packages: each is called what it is, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from validation.packing import Files, judged, zipped

FILES = {
    b"%PDF-1.7": "a PDF",
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"BZh91AY": "bzip2",
    "::Q:: Of France? {=Paris}".encode("utf-16"): "UTF-16",
    b"<!DOCTYPE html><title>Log in</title>": "logs in",
    b"Which?\nA. One\nB. Two\nANSWER: A\n": "Aiken",
    b"Dear all": "none of the kinds",
}
ARCHIVES: list[tuple[Files, str]] = [
    ({"h5p.json": "{}", "content/content.json": "{}"}, "H5P"),
    ({"IMSManifest.xml": "<manifest/>"}, "it is written imsmanifest.xml"),
    ({"course.imscc": "x"}, "another archive is in it: course.imscc"),
    ({"a.zip": "x", "b.zip": "x", "__MACOSX/._a.zip": "x"}, "a.zip and 1 more"),
    ({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, "a document of Office"),
    ({"a.txt": "x"}, "none of the kinds"),
]


@pytest.mark.parametrize(("data", "said"), FILES.items(), ids=FILES.values())
def test_a_file_is_called_what_it_is(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "course.imscc"
    path.write_bytes(data)
    (found,) = judged(path).findings
    assert found.rule.id == "package-unknown" and said in found.breach.what and found.mend


@pytest.mark.parametrize(("files", "said"), ARCHIVES, ids=[said for _, said in ARCHIVES])
def test_so_is_an_archive(files: Files, said: str, tmp_path: Path) -> None:
    told = [one for one in judged(zipped(tmp_path / "x.zip", files)).findings if one.rule.id == "package-unknown"]
    assert len(told) == 1 and said in told[0].breach.what and told[0].mend
