"""The manifest of a package: what is in it, what each document needs, and what the course is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from lmsexport.formats.qti.versions import Version
from lmsexport.formats.qti.write.items import STYLESHEET, Document
from lmsexport.lowering import LoweredCourse
from lmsexport.packaging import portable, short_hash, wellformed

_NAME = "imsmanifest.xml"


@dataclass(frozen=True, slots=True)
class _Resource:
    """A document as the manifest names it."""

    of: Document
    type: str
    needs: tuple[str, ...]
    """Identifiers of the resources that it depends on."""


def manifest(
    course: LoweredCourse, version: Version, env: Environment, documents: Sequence[Document], media: Sequence[str]
) -> bytes:
    """The manifest as IMS Content Packaging has it."""
    styled = any(document.styled for document in documents)
    xml = env.get_template(f"{_NAME}.j2").render(
        course=course.course,
        description=course.fragment(course.course.source, course.course.description).plain,
        version=version,
        documents=[_resource(document, version) for document in documents],
        stylesheet=STYLESHEET if styled else "",
        media={_of_file(path): portable(path) for path in media},
    )
    return wellformed(_NAME, xml)


def _resource(document: Document, version: Version) -> _Resource:
    needs = (*document.documents, *(["stylesheet"] if document.styled else []), *map(_of_file, document.media))
    return _Resource(document, version.resource.format(document.kind), needs)


def _of_file(path: str) -> str:
    return f"media-{short_hash(path)}"
