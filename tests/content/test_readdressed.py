"""Links and media of a text can lead elsewhere; the rest of the text stays to the letter."""

from __future__ import annotations

import pytest

from lmsexport.content.readdressed import address_of, addresses, readdressed

NEW = {"a.md": "../b/c.md", "item:a": "a.md", "pic.png": "images/new%20pic.png", "blue%20disc.svg": "x(1).svg"}


def moved(text: str) -> str:
    return readdressed(text, lambda address: NEW.get(address, address))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("See [it](a.md).", "See [it](../b/c.md)."),
        ('See [*it*](a.md "Title") and [that](item:a)', 'See [*it*](../b/c.md "Title") and [that](a.md)'),
        ('![A disc](<blue disc.svg> "Blue")', '![A disc](x%281%29.svg "Blue")'),
        ("[![Pic](pic.png)](a.md)", "[![Pic](images/new%20pic.png)](../b/c.md)"),
        ("See [it][1] and [1].\n\n[1]: a.md 'T'\n", "See [it][1] and [1].\n\n[1]: ../b/c.md 'T'\n"),
        ('<a href="a.md">a</a> <img alt="x" src=\'pic.png\'>', None),
        ("| a |\n| - |\n| [it](a.md) \\| `x` |", "| a |\n| - |\n| [it](../b/c.md) \\| `x` |"),
        ("> - [it](\n>   a.md)", "> - [it](\n>   ../b/c.md)"),
        ("[a.md](other.md) <https://example.org/a.md> a.md", "[a.md](other.md) <https://example.org/a.md> a.md"),
    ],
)
def test_addresses_change(text: str, result: str | None) -> None:
    wanted = '<a href="../b/c.md">a</a> <img alt="x" src="images/new%20pic.png">' if result is None else result
    assert moved(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "`[it](a.md)` and [it](a.md)",
        "```\n[it](a.md)\n```\n\n[it](a.md)",
        "\\[it](a.md) is not [it](a.md), $[it](a.md)$ neither, <!-- [it](a.md) --> nor that",
        "    [it](a.md)\n\n[it](a.md)",
    ],
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    link = "is not [it](a.md)" if "is not" in text else "[it](a.md)"
    before, _, after = text.rpartition(link) if "is not" not in text else text.partition(link)
    assert moved(text) == before + link.replace("a.md", "../b/c.md") + after


def test_addresses_are_told_as_the_parser_reads_them() -> None:
    text = '[a](<b c.md>) ![x](ä.png) <a href="d e.md">x</a> `[no](f.md)` <https://example.org>'
    assert addresses(text) == ["b%20c.md", "%C3%A4.png", "d e.md"]
    assert addresses("no links here = none") == []


def test_paths_become_addresses_that_can_be_read() -> None:
    assert address_of("a b/größe (1)&x.png") == "a%20b/größe%20%281%29%26x.png"


def test_what_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be told"):
        moved('<div>\n<a/href="a.md">x</a>\n</div>')
