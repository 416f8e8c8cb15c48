"""What its author has begun: kept as it is written, and left out of every package."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from lmsexport.model.base import Id, Line, Model


class Draft(Model):
    """An item, a question, a draw or a bank whose rules do not hold yet, with the reason in its author's words."""

    id: Id = Field(description="Identity that it will have in every package.")
    draft: Line = Field(description="What is missing.")
    owner: str = Field("", description="Id of the module, the assessment or the bank that lists it; none for a bank.")
    index: int = Field(ge=0, description="Its position among all that its owner lists, drafts counted, from 0.")
    written: dict[str, Any] = Field(description="Its keys and values, as they are written.")
    body: str | None = Field(None, description="The text below the settings of a lesson.")
    source: str = Field("", description="File it was written in, relative to the course's folder.")
