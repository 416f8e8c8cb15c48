"""What a target writes of the questions of a small course, without what is the same for every question."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from lxml import etree

from formats.exporting import content, document
from formats.qti.processor import read as read_qti
from lmsexport.packaging import Package
from lmsexport.pages.sealing import unsealed

WIDTH = 140
"""Characters up to which an element stands on one line."""


def fragment(target: str, package: Package) -> str:
    """The questions, as the package has them."""
    return "\n".join(_FRAGMENTS[target](package))


def _page(package: Package) -> Iterator[str]:
    """The form that students fill in, and what the player knows of the answers; not the number, nor the buttons."""
    root = document(package, "pages/quiz.html")
    for question in root.iter("fieldset", "div"):
        parts = question if question.get("data-question") else [question] if question.get("data-text") else []
        for part in parts:
            if part.tag != "legend" and part.get("class") not in ("question-actions", "feedback"):
                yield from _lines(part)
    data = next(script for script in root.iter("script") if script.get("class") == "data")
    text, name = data.text or "", data.get("data-sealed")
    known = json.loads(unsealed(text, name) if name else text)
    yield from (json.dumps(entry, ensure_ascii=False) for entry in known["order"] if "question" not in entry)
    for id, answers in known["questions"].items():
        yield f"{id}:"
        yield from (f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in answers.items())


def _gift(package: Package) -> Iterator[str]:
    """The paragraphs, without their categories."""
    paragraphs = content(package, "questions.txt").decode().strip().split("\n\n")
    yield from (paragraph for paragraph in paragraphs if not paragraph.startswith("$CATEGORY"))


OF_MOODLE = frozenset(
    "idnumber hidden penalty length parent stamp timecreated timemodified createdby modifiedby answernumbering layout "
    "showstandardinstruction shownumcorrect".split()
)
"""What Moodle's questions have beside what their authors say."""


def _moodle_xml(package: Package) -> Iterator[str]:
    """The questions, without categories, settings that are always the same, and empty elements."""
    for question in document(package, "questions.xml").iterfind("question"):
        if question.get("type") != "category":
            yield from _lines(_spoken(question))


def _moodle(package: Package) -> Iterator[str]:
    """The questions of the bank, so too; and what the quiz draws."""
    for question in document(package, "questions.xml").iterfind(".//questions/question"):
        yield from _lines(_spoken(question))
    for part in package:
        if part.name.endswith("/quiz.xml"):
            for drawing in document(package, part.name).iter("question_set_reference"):
                yield from _lines(_spoken(drawing))


def _spoken(element: etree._Element) -> etree._Element:
    """An element of Moodle with what it says: without ids of rows, formats of texts, and what is empty."""
    element.attrib.pop("id", "")
    for child in list(element):
        _spoken(child)
        is_empty = not len(child) and not (child.text or "").strip() and child.get("fraction") is None
        is_format = child.tag.endswith("format") and child.tag != "responseformat"
        if child.tag in OF_MOODLE or is_format or is_empty:
            element.remove(child)
    return element


def _qti12(package: Package) -> Iterator[str]:
    """The items, and what sections draw. Of the two forms that Canvas exports have, the one that Canvas reads."""
    canvas = any(part.name.endswith(".qti") for part in package)
    for part in package:
        if part.name.endswith(".qti" if canvas else ".xml") and b"<questestinterop" in content(package, part.name):
            root = document(package, part.name)
            for element in (*root.iter("item"), *root.iter("selection_ordering")):
                yield from _lines(element)


def _qti(package: Package) -> Iterator[str]:
    """The items without the declarations that all have, and what a test draws; all versions with the names of QTI 2."""
    for part in package:
        if part.name.startswith("items/") and part.name.endswith(".xml"):
            for element in _of_qti_2(content(package, part.name)):
                if element.get("identifier") not in ("SCORE", "MAXSCORE") and element.tag != "stylesheet":
                    yield from _lines(element)
        elif part.name.startswith("tests/"):
            for drawing in _of_qti_2(content(package, part.name)).iterfind(".//selection/.."):
                yield from _lines(drawing)


def _of_qti_2(document: bytes) -> etree._Element:
    """A document of any version as QTI 2.1 has it, without looks and labels: QTI 3 has a body within each feedback."""
    root = read_qti(document)
    for around in root.findall(".//contentBody/.."):
        parts = list(around[0])
        around.remove(around[0])
        around.extend(parts)
    for element in root.iter(etree.Element):
        attributes = sorted(item for item in element.attrib.items() if item[0] not in ("class", "aria-label"))
        element.attrib.clear()
        element.attrib.update(attributes)
    for rules in root.iterfind("responseProcessing[@template]"):
        rules.set("template", "…/" + rules.get("template", "").rpartition("/")[2].removesuffix(".xml"))
    return root


def _lines(element: etree._Element, indent: str = "") -> Iterator[str]:
    """An element: on one line where it fits, else with its children below."""
    line = re.sub(r"\s*\n\s*", "", etree.tostring(element, encoding="unicode", with_tail=False))
    line = re.sub(r' xmlns(:\w+)?="[^"]*"', "", line)
    line = re.sub(r"\[\\s[^\]]*\]", "[white space]", line)  # every kind of it, as a pattern
    if len(indent + line) <= WIDTH or not len(element):
        yield indent + line
        return
    head = re.match(r"<[^>]*>", line)
    assert head is not None
    yield f"{indent}{head[0]}{(element.text or '').strip()}"
    for child in element:
        yield from _lines(child, f"{indent}  ")
        if tail := (child.tail or "").strip():
            yield f"{indent}  {tail}"
    yield f"{indent}</{etree.QName(element).localname}>"


_FRAGMENTS: dict[str, Callable[[Package], Iterator[str]]] = {
    **dict.fromkeys(("html", "scorm-1.2", "scorm-2004", "cmi5"), _page),
    **dict.fromkeys(("qti-2.1", "qti-2.2", "qti-3.0"), _qti),
    **dict.fromkeys(("canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3", "qti-1.2"), _qti12),
    "gift": _gift,
    "moodle-xml": _moodle_xml,
    "moodle": _moodle,
}
