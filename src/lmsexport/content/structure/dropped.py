"""What is in the HTML of a text and not in its structure."""

from __future__ import annotations

from collections import Counter
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "active", "address", "code", "data", "depth", "embed", "form", "formula", "looks", "raw", "structure", "tag"
]
"""What a note about a text is about.

`active`: a script, a style sheet, an SVG, a handler; it is left out. `address`: a link or a medium that leads nowhere;
its words stay. `code`: emphasis in a block of code; its words stay. `data`: a file within the HTML that nobody took.
`depth`: elements in each other that are too many; they are paragraphs now. `embed`: a frame; it is a link now.
`form`: a part of a form; its words stay. `formula`: MathML that has no TeX; its letters stay. `looks`: styles, classes
and alignments. `raw`: a block that Markdown cannot hold; it is HTML in the text. `structure`: a block that does not say
the same as before, and how it differs. `tag`: a name that HTML does not have, as in `vector<int>`: browsers do not show
it; its author may have meant words.
"""

Dropped: TypeAlias = Counter[tuple[Kind, str]]
"""How often something was left out: its kind, and the element, attribute or address."""
