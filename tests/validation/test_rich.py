"""The markup of texts, whatever names its elements have."""

from __future__ import annotations

import pytest
from lxml import etree, html

from lmsexport.validation import rich_of


def test_the_markup_of_a_document_with_namespaces_has_none() -> None:
    text = etree.fromstring('<x:div xmlns:x="urn:a" xmlns:y="urn:b"><x:p y:lang="de">One <x:b>two</x:b></x:p></x:div>')
    assert rich_of(text, "a.xml").markup == '<p lang="de">One <b>two</b></p>'


@pytest.mark.parametrize("name", ["a}b", "a}\x01b", "a}{b"])
def test_names_that_only_look_as_if_they_had_a_namespace_do_no_harm(name: str) -> None:
    body = html.fragment_fromstring(f"<div><{name} {{u}}x='1'>One</{name}> two</div>")
    assert rich_of(body).words == "One two"
