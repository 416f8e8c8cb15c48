"""What all targets share whose packages are our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lmsexport.formats.base import Options
from lmsexport.lowering import LoweredCourse

if TYPE_CHECKING:
    from lmsexport.validation import Outline


class PagesTarget:
    """A target that is read back from its pages, whatever stands around them."""

    def outline(self, course: LoweredCourse, options: Options) -> Outline:  # noqa: ARG002 - the course has them
        """What the pages say."""
        from lmsexport.formats.played.outline import PagesOutliner

        return PagesOutliner(course).outline()
