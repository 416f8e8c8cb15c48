"""Parts have names that stay in the package, once each."""

from __future__ import annotations

import pytest

from lmsexport.errors import InternalError
from lmsexport.packaging import Package


def test_parts_keep_the_order_in_which_they_were_added() -> None:
    package = Package()
    package.add("b.xml", "<b/>")
    package.add("a.xml", b"<a/>")
    assert [part.name for part in package] == ["b.xml", "a.xml"]
    assert package["b.xml"].content == b"<b/>"
    assert "a.xml" in package and "c.xml" not in package and len(package) == 2


def test_two_parts_cannot_have_one_name() -> None:
    package = Package()
    package.add("a.xml", b"")
    with pytest.raises(InternalError, match=r"two parts .* a\.xml"):
        package.add("a.xml", b"")


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../up", "a/../b", "a//b", "./a", "a\\b", "a/"])
def test_no_part_leaves_the_package(name: str) -> None:
    with pytest.raises(InternalError, match="no name for a part"):
        Package().add(name, b"")
