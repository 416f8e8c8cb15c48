"""What is wrong with XML, in the words of all other messages: the parser's own name functions and namespaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FAULTS: Sequence[tuple[str, str]] = (
    (r"xmlParseEntityRef: no name", "an `&` stands alone: it is written `&amp;`"),
    (r"EntityRef: expecting ';'", "an `&` begins no entity: it is written `&amp;`"),
    (r"Entity '(.+?)' not defined", r"XML does not know the entity `&\1;`: write the letter itself"),
    (r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)", r"`</\3>` closes `<\1>` of line \2"),
    (r"Premature end of data in tag (\S+) line (\d+)", r"the document ends within `<\1>` of line \2: was it cut off?"),
    (r"Document is empty", "it is empty"),
    (r"Start tag expected, '<' not found", "it begins with no element: it is no XML"),
    (r"Extra content at the end of the document", "something stands behind the end of its root element"),
    (r"StartTag: invalid element name", "a `<` begins no element: in a text it is written `&lt;`"),
    (r"Unescaped '<' not allowed in attributes values", "a `<` stands in an attribute: it is written `&lt;`"),
    (r"Attribute (\S+) redefined", r"an element has the attribute \1 twice"),
    (r"AttValue: .*", "the value of an attribute stands in no quotes"),
    (r"attributes construct error|Specification mandates? value|Couldn't find end of Start Tag",
     "an attribute is written wrongly"),
    (r"Namespace prefix (\S+).* (?:is )?not defined", r"the prefix `\1:` stands for no namespace"),
    (r"(?:Input is not proper UTF-8.*|invalid continuation byte|switching encoding.*|.*encoding error.*)",
     "its letters are in another encoding than its first line says"),
    (r"PCDATA invalid Char value (\d+)", r"it holds the character \1, which XML does not allow"),
    (r"XML declaration allowed only at the start of the document", "something stands before `<?xml`"),
    (r"Comment (?:not terminated|must not contain '--').*", "a comment is not closed, or holds `--`"),
    (r"CData section not finished.*", "a CDATA section is not closed"),
    (r".*(?:entity reference loop|entity loop).*", "an entity stands for itself: it is a loop"),
    (r".*(?:amplification|entities|[Ee]ntity).*", "its entities stand for more than is read"),
    (r"internal error.*|.*excessive depth.*|Excessive depth.*", "it is too deep: 256 elements in each other are read"),
)  # fmt: skip
"""Patterns of what the parser says, and what users read."""

_NAME = r"Element '([^']+)'(?:, attribute '([^']+)')?: "
_WANTED = r"Expected is (?:one of )?\( (.*?) \)\."
_RULES: Sequence[tuple[str, str]] = (
    (r"This element is not expected\. " + _WANTED, r"`\1` stands where \3 is expected"),
    (r"This element is not expected\.", r"`\1` may not stand here"),
    (r"Missing child element\(s\)\. " + _WANTED, r"`\1` lacks what has to stand in it: \3"),
    (r"\[facet '\w+'\] The value '(.*?)' is not an element of the set \{(.*)\}\.",
     r"`\1` has \2 “\3”, one of \4 is expected"),
    (r"\[facet '\w+'\] The value '(.*?)' (.*)", r"`\1` has \2 “\3”: it \4"),
    (r"'(.*?)' is not a valid value of the [a-z ]*type '([^']*)'\.", r"`\1` has \2 “\3”, which is no \4"),
    (r"'(.*?)' is not a valid value .*", r"`\1` has \2 “\3”, which may not be"),
    (r"The attribute '([^']+)' is required but missing\.", r"`\1` lacks the attribute \3"),
    (r"The attribute '([^']+)' is not allowed\.", r"`\1` may not have the attribute \3"),
    (r"No matching global element declaration available.*", r"no schema at hand describes `\1`"),
    (r"(.*)", r"`\1`: \3"),
)  # fmt: skip
"""The same for what schemas say."""

_NAMESPACE = re.compile(r"\{[^{}' ]*\}(?=[\w.-]*)")
_PLACE = re.compile(r",? line \d+, column \d+$")


def fault_in_words(message: str | None) -> str:
    """Why a document is not well-formed."""
    said = _PLACE.sub("", (message or "").strip())
    for pattern, words in _FAULTS:
        if found := re.match(pattern, said):
            return found.expand(words)
    return "it is no XML from here on"


def breach_in_words(message: str) -> str:
    """How a document breaks its schema."""
    said = _NAMESPACE.sub("", message)
    for pattern, words in _RULES:
        if found := re.fullmatch(_NAME + pattern, said, re.DOTALL):
            return found.expand(words).replace("has  “", "holds “")
    return said
