"""Web pages read back: the course that a site of lmsexport shows, as its targets for LMSs are read."""

from __future__ import annotations

from typing import ClassVar

from lmsexport.formats.html.rules.all_rules import RULES
from lmsexport.pages.reading import is_alone, is_ours, read_pages
from lmsexport.validation import Contents, Outline, Reader, Rule


class WebPagesReader(Reader):
    """Reads the sites that the target `html` and the preview write; those of others are no courses."""

    kind: ClassVar[str] = "html"
    plays: ClassVar[bool] = True
    title: ClassVar[str] = "Web pages"
    rank: ClassVar[int] = 90
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def recognises(self, contents: Contents) -> str | None:
        """“Web pages of a course”; the pages of a package for an LMS belong to that."""
        return "Web pages of a course" if is_ours(contents) and is_alone(contents) else None

    def read(self, contents: Contents) -> Outline:
        """The course that the pages show."""
        return read_pages(contents)
