"""Formats are found by name."""

from __future__ import annotations

import pytest

from lmsexport.errors import UsageError
from lmsexport.formats.base import Options, format_named, formats


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_says_who_it_is(name: str) -> None:
    format = formats()[name]
    assert format.name == name and format.title
    assert (format.extension == "") == (format.archive == "folder")
    assert issubclass(format.options, Options)
    assert format.options().model_dump() is not None, "every option has a default"
    assert format.__doc__


def test_an_unknown_format_is_refused_with_the_nearest_known() -> None:
    assert format_named("moodle") is formats()["moodle"]
    with pytest.raises(UsageError, match=r"no target `moodel` \(did you mean `moodle`\?\)"):
        format_named("moodel")
