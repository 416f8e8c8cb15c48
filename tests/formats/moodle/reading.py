"""Read a backup in memory as Moodle's restore would."""

from __future__ import annotations

from lxml import etree

from lmsexport.packaging import Package

NULL = "$@NULL@$"


def document(package: Package, name: str) -> etree._Element:
    content = package[name].content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def names(package: Package) -> list[str]:
    return [part.name for part in package]


def texts(root: etree._Element, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path)]


def text(root: etree._Element, path: str) -> str:
    found = texts(root, path)
    assert len(found) == 1, f"{len(found)} elements {path}"
    return found[0]


def activity(package: Package, kind: str, idnumber: str, file: str = "") -> etree._Element:
    """A document of the activity with this idnumber: its own, or `module.xml`, `grades.xml`, …"""
    for name in names(package):
        if name.endswith("/module.xml") and text(document(package, name), "idnumber") == idnumber:
            folder = name.rpartition("/")[0]
            return document(package, f"{folder}/{file or f'{kind}.xml'}")
    raise AssertionError(f"no activity {idnumber}")


def question(package: Package, idnumber: str) -> etree._Element:
    """The question whose bank entry has this idnumber."""
    for entry in document(package, "questions.xml").iter("question_bank_entry"):
        if entry.findtext("idnumber") == idnumber:
            found = entry.find("question_version/question_versions/questions/question")
            assert found is not None
            return found
    raise AssertionError(f"no question {idnumber}")


def answers(question: etree._Element) -> list[tuple[str, float, str]]:
    """Text, fraction and feedback of every answer."""
    return [
        (
            answer.findtext("answertext") or "",
            float(answer.findtext("fraction") or 0),
            answer.findtext("feedback") or "",
        )
        for answer in question.iter("answer")
        if answer.find("answertext") is not None
    ]
