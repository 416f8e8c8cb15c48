"""The course."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from lmsexport.model.checks import findings
from lmsexport.model.course_parts import CourseBase


class Course(CourseBase):
    """A whole course. Building one checks what no schema can: ids, references, pools, gates."""

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if found := findings(self):
            raise PydanticCustomError(
                "course", "{text}", {"text": "; ".join(f.message for f in found), "findings": found}
            )
        return self
