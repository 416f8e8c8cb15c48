"""What a package is and what is in it, as its reader sees it; nothing is unpacked and nothing is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lmsexport.formats.manifests import NAME, manifest_of
from lmsexport.validation import Contents, PackageError
from lmsexport.validation.judge import UNKNOWN_KIND, recognised
from lmsexport.validation.not_a_package import identify
from lmsexport.validation.outline import Outline, Question
from lmsexport.validation.reader import main_documents


def inspect(path: Path) -> dict[str, Any]:
    """Kind, facts and members of a package. Raises `PackageError` for what cannot be read."""
    try:
        with Contents(path) as contents:
            return _described(contents)
    except PackageError as error:
        raise PackageError(f"{path.as_posix()}: {error}") from error


def _described(contents: Contents) -> dict[str, Any]:
    subject = recognised(contents)
    known = subject.reader.kind != UNKNOWN_KIND
    if contents.single and not known:
        raise PackageError("it is no zip or tar archive, and no file of questions")
    return {
        "kind": subject.kind if known else _kind(contents),
        "facts": [*_manifest(contents), *_faults(contents), *(_facts(subject.outline) if known else _told(contents))],
        "members": [{"name": entry.name, "size": entry.size} for entry in contents.entries if entry.kind == "file"],
    }


def _kind(contents: Contents) -> str:
    """What no reader knows."""
    if (manifest := manifest_of(contents)) is not None:
        return " ".join(part for part in manifest.schema if part) or "IMS content package"
    if NAME in contents:
        return "IMS content package"
    return "web pages" if "index.html" in contents else "an archive of files"


def _told(contents: Contents) -> Iterator[str]:
    """What it is all the same, and what to do with it."""
    if (breach := identify(contents)).mend:
        yield f"{breach.what}: {breach.mend}"


def _manifest(contents: Contents) -> Iterator[str]:
    if (manifest := manifest_of(contents)) is not None:
        yield f"resources: {len(manifest.resources)}"
        yield f"items: {len(manifest.entries)}"


def _faults(contents: Contents) -> Iterator[str]:
    alone = [name for name in contents if contents.single and contents.beginning(name).lstrip().startswith(b"<")]
    for name in (*main_documents(), *alone):
        if fault := contents.fault(name):
            yield f"{name} cannot be read: {fault[0]}"


def _facts(outline: Outline) -> Iterator[str]:
    if outline.title:
        yield f"course: {outline.title}"
    if outline.language:
        yield f"language: {outline.language}"
    modules = [module for module in outline.modules if module.title or len(outline.modules) > 1]
    yield from _number("modules", len(modules))
    yield from _counts("", (item.kind for item in outline.items))
    yield from _counts("questions of type ", (question.type for question in outline.questions))
    yield from _number("texts between questions", sum(part.type == "text" for part in _parts(outline)))
    yield from _number("banks of questions", len(outline.banks))
    yield from _number("tools", len(outline.tools))
    yield from (f"not understood: {what}" for what in outline.unread)


def _parts(outline: Outline) -> Iterator[Question]:
    """All questions and texts between them."""
    for item in outline.items:
        yield from (part for part in item.questions if isinstance(part, Question))
    for bank in outline.banks:
        yield from bank.questions


def _number(what: str, number: int) -> Iterator[str]:
    if number:
        yield f"{what}: {number}"


def _counts(what: str, kinds: Iterable[str]) -> list[str]:
    return [f"{what}{kind}: {number}" for kind, number in sorted(Counter(kinds).items())]
