"""The contract of formats as tests, for every format and for those of others too.

A format takes them all in by one class in a file that pytest collects:

    from lmsexport.testing import FormatContract

    class TestOutline(FormatContract):
        target = "outline"
"""

from lmsexport.testing.contract import COURSES, FormatContract, course_in
from lmsexport.testing.faults import planted, spread

__all__ = ["COURSES", "FormatContract", "course_in", "planted", "spread"]
