"""What is wrong with a document, in words that say what to do, and none of the parser's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmsexport.validation import Contents
from lmsexport.validation.xml_messages import breach_in_words
from validation.packing import zipped


@pytest.mark.parametrize(
    ("document", "words", "line"),
    [
        ("<a>\n<title>Q & A</title></a>", "an `&` stands alone: it is written `&amp;`", 2),
        ("<a>R&D</a>", "an `&` begins no entity: it is written `&amp;`", 1),
        ("<a>x&nbsp;y</a>", "XML does not know the entity `&nbsp;`: write the letter itself", 1),
        ("<a>\n<b></a>", "`</a>` closes `<b>` of line 2", 2),
        ("<a><b></b>", "the document ends within `<a>` of line 1: was it cut off?", 1),
        ("<a/><b/>", "something stands behind the end of its root element", 1),
        ("<a>1 < 2</a>", "a `<` begins no element: in a text it is written `&lt;`", 1),
        ('<a b="1" b="2"/>', "an element has the attribute b twice", 1),
        ("words", "it begins with no element: it is no XML", 1),
    ],
)
def test_faults(tmp_path: Path, document: str, words: str, line: int) -> None:
    with Contents(zipped(tmp_path / "a.zip", {"a.xml": document})) as contents:
        assert contents.fault("a.xml") == (words, line)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Element '{http://x}section': Missing child element(s). Expected is ( {http://x}item ).",
         "`section` lacks what has to stand in it: item"),
        ("Element '{http://x}a': This element is not expected. Expected is one of ( {http://x}b, {http://x}c ).",
         "`a` stands where b, c is expected"),
        ("Element 'a', attribute 'type': [facet 'enumeration'] The value 'v' is not an element of the set {'w'}.",
         "`a` has type “v”, one of 'w' is expected"),
        ("Element '{http://x}a': The attribute 'type' is required but missing.", "`a` lacks the attribute type"),
        ("Element 'a': 'one' is not a valid value of the atomic type 'xs:int'.", "`a` holds “one”, which is no xs:int"),
    ],
)  # fmt: skip
def test_breaches_of_schemas(said: str, words: str) -> None:
    assert breach_in_words(said) == words
