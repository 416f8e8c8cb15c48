"""Labs bundles: what a build writes for the tool of the labs, beside the packages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from lmsexport.errors import Severity
from lmsexport.validation import Breach, Contents, Item, Module, Outline, PackageError, Reader, Rule, Subject, rule
from lmsexport.validation.private import PrivateTexts

_SIGN = b"/labs-bundle/"
_PUBLIC = ("title", "summary", "task", "suggested_opening", "assistant", "tagline", "welcome")


def private_in(paths: Iterable[Path]) -> PrivateTexts:
    """The private texts of all labs bundles among these files."""
    private: list[tuple[str, str]] = []
    public: list[str] = []
    for path in paths:
        for lab in _labs_at(path):
            private += [(str(lab.get("title")), str(text)) for text in _private(lab).values()]
            public += [str(lab.get(name)) for name in _PUBLIC]
    return PrivateTexts.of(private, public)


def _labs_at(path: Path) -> list[dict[str, Any]]:
    try:
        with Contents(path) as contents:
            return _labs(contents)
    except PackageError:
        return []


def _bundle(contents: Contents) -> dict[str, Any] | None:
    """The bundle; None for anything else."""
    if not contents.single:
        return None
    (name,) = contents
    if _SIGN not in contents.beginning(name)[:1_000]:
        return None
    try:
        found = json.loads(contents.read(name))
    except (ValueError, RecursionError, PackageError):
        return None
    return found if isinstance(found, dict) and _SIGN.decode() in str(found.get("schema")) else None


def _labs(contents: Contents) -> list[dict[str, Any]]:
    labs = (contents.once(_bundle) or {}).get("labs")
    return [lab for lab in labs if isinstance(lab, dict)] if isinstance(labs, list) else []


def _private(lab: dict[str, Any]) -> dict[str, Any]:
    found = lab.get("private")
    return found if isinstance(found, dict) else {}


@rule(
    "labs-not-for-an-lms",
    "A labs bundle goes to the team that runs the tool, and into no LMS.",
    source="the guide to the labs bundle: it holds the private texts of the labs",
    mend="upload one of the packages beside it",
    severity=Severity.NOTE,
    tried=False,
)
def not_for_an_lms(subject: Subject) -> Iterator[Breach]:
    texts = sum(len(_private(lab)) for lab in _labs(subject.contents))
    yield Breach(f"it holds {texts:,} private texts" if texts != 1 else "it holds a private text")


@rule(
    "labs-launch",
    "Every lab has an id of its own, and the address that its links open.",
    source="the JSON Schema of the bundle: `lmsexport schema labs-bundle`",
    mend="build the bundle again",
    tried=False,
)
def launch(subject: Subject) -> Iterator[Breach]:
    labs = _labs(subject.contents)
    for id, times in Counter(lab.get("lab_id") for lab in labs).items():
        if times > 1 or not id:
            yield Breach(f"{times:,} labs have the id {id}" if id else "a lab has no id")
    for lab in labs:
        if not str(lab.get("url", "")).startswith(("https://", "http://")):
            yield Breach(f"the lab {lab.get('lab_id')} has the address “{lab.get('url', '')}”")


class LabsBundleReader(Reader):
    """Reads labs bundles."""

    kind: ClassVar[str] = "labs"
    title: ClassVar[str] = "Labs bundle"
    rules: ClassVar[tuple[Rule, ...]] = (not_for_an_lms, launch)
    rank: ClassVar[int] = 5
    holds_private_texts: ClassVar[bool] = True

    def recognises(self, contents: Contents) -> str | None:
        """By the schema that it names."""
        return "Labs bundle of lmsexport" if contents.once(_bundle) else None

    def read(self, contents: Contents) -> Outline:
        """The labs, as the packages link to them."""
        course = (contents.once(_bundle) or {}).get("course")
        course = course if isinstance(course, dict) else {}
        items = tuple(
            Item(
                id=str(lab.get("lab_id", "")), kind="lab", title=str(lab.get("title", "")), url=str(lab.get("url", "")),
                settings={"points": f"{lab['points']:g}"} if isinstance(lab.get("points"), int | float) else {},
            )
            for lab in _labs(contents)
        )  # fmt: skip
        module = Module(id="", title="", items=items)
        return Outline(title=str(course.get("title", "")), language=str(course.get("language", "")), modules=(module,))
