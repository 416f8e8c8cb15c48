"""cmi5 packages from anywhere: what an LMS shows of them; of our own packages, all that their pages say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from lxml import etree

from lmsexport.formats.cmi5.read.pass_marks import launched_units, with_lms_claims
from lmsexport.formats.cmi5.read.structure import NAMESPACE, STRUCTURE, structure_of
from lmsexport.formats.cmi5.read.units import outline_of
from lmsexport.formats.cmi5.rules.all_rules import RULES
from lmsexport.pages.reading import is_ours, read_pages
from lmsexport.validation import Contents, Document, Outline, Reader, Rule


class Cmi5Reader(Reader):
    """Reads cmi5 packages, and course structures alone."""

    kind: ClassVar[str] = "cmi5"
    main_document: ClassVar[str] = STRUCTURE
    plays: ClassVar[bool] = True
    schemas: ClassVar[tuple[str, ...]] = ("cmi5",)
    title: ClassVar[str] = "cmi5"
    rank: ClassVar[int] = 25
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def recognises(self, contents: Contents) -> str | None:
        """“cmi5 package”, “cmi5 course structure”."""
        if structure_of(contents) is not None:
            return "cmi5 course structure" if contents.single else "cmi5 package"
        return "cmi5 package" if STRUCTURE in contents else None

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The course structure."""
        found = structure_of(contents)
        if found is not None and etree.QName(found[1]).namespace == NAMESPACE:
            yield Document(found[0], ("cmi5/CourseStructure.xsd",))

    def read(self, contents: Contents) -> Outline:
        """The blocks and units; of our own packages, the course, with what the LMS is told of passing."""
        found = structure_of(contents)
        if found is None:
            return Outline(unread=(f"{STRUCTURE} is no course structure that can be read",))
        if is_ours(contents):
            return with_lms_claims(read_pages(contents), list(launched_units(contents)))
        return outline_of(*found)
