"""The pass marks that an LMS is told of our own packages, beside those that their pages use."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.manifests import manifest_in
from lmsexport.formats.scorm.read.organisations import launched, mastery
from lmsexport.pages.pass_marks import Launched, launched_on
from lmsexport.validation import Contents


def launched_marks(contents: Contents) -> Iterator[tuple[etree._Element, Launched, Decimal | None]]:
    """Each activity that launches a page of ours: what passes by the page, and the percentage that the LMS is told."""
    manifest = manifest_in(contents)
    for element in launched(manifest):
        target = manifest.resources.get(element.get("identifierref", ""))
        page = launched_on(contents, target.href) if target is not None else None
        if page is not None:
            yield element, page, mastery(element)
