"""What a rich text consists of, whatever its markup looks like: two texts of the same parts read the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias


class Mark(NamedTuple):
    """What holds for a run of words: emphasis, a link, a language. Named as its element of HTML is."""

    tag: str
    """`strong`, `em`, `s`, `code`, `a`, `sub` …; `b`, `i` and `strike` are among them under these names."""
    attributes: tuple[tuple[str, str], ...] = ()
    """What belongs to the meaning: the address of a link, the long form of an abbreviation."""


Marks: TypeAlias = tuple[Mark, ...]
"""Each once, sorted: whether bold stands in italics or italics in bold makes no difference."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words with the same marks. White space is folded, and belongs to the marks that both its neighbours have."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph."""

    marks: Marks = ()
    """None, ever."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a line."""

    address: str
    alternative: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Player:
    """A sound or a video."""

    kind: Literal["audio", "video"]
    addresses: tuple[str, ...]
    """Its file, or the same in several formats."""
    alternative: str
    captions: tuple[str, ...] = ()
    """Files with captions, but for one that is called like the video: that goes without saying."""
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in TeX."""

    tex: str
    display: bool
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place within a text that is no heading and that a link leads to."""

    name: str
    marks: Marks = ()
    """None, ever."""


Part: TypeAlias = Words | Break | Picture | Player | Formula | Anchor
Line: TypeAlias = tuple[Part, ...]
"""What stands in a paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. The only text of a cell, or of an entry in a list, is one with or without its tags."""

    line: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    line: Line
    level: int = field(compare=False)
    """1 for the highest in the text; a heading under it has 2, whatever its tag. `Structure.levels` compares them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list."""

    blocks: tuple[Block, ...]
    number: int | None = None
    """Its number, where that does not follow from the one before."""


@dataclass(frozen=True, slots=True)
class List:
    """A list."""

    ordered: bool
    entries: tuple[Entry, ...]
    start: int = 1
    style: str = ""
    """`a`, `A`, `i` or `I` where its entries do not have digits."""
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation that stands for itself."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code, or another text whose white space counts."""

    source: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    head: bool
    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    align: str = field(default="", compare=False)
    """`left`, `center`, `right` or nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows have no empty cells at their ends."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Line = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """What has a caption."""

    blocks: tuple[Block, ...]
    caption: Line


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out from the text."""

    label: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A step, or an event of a timeline."""

    title: Line
    level: int = field(compare=False)
    """The level of its heading."""
    blocks: tuple[Block, ...]
    label: Line = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Steps or a timeline."""

    kind: Literal["steps", "timeline"]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of a glossary, or what it means."""

    term: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they mean."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """A text that shows when its summary is clicked."""

    summary: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Styled:
    """Blocks with a look of their own; read only by those who keep looks."""

    style: str
    blocks: tuple[Block, ...]


Box: TypeAlias = Quotation | Figure | Callout | Cards | Definitions | Details | Styled
"""What holds other blocks, but for lists and tables."""

Block: TypeAlias = Paragraph | Heading | List | CodeBlock | Table | Rule | Box
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole text."""

    blocks: Blocks
    levels: tuple[int, ...] = ()
    """The levels of its headings, in order."""


def text_of(line: Iterable[Part]) -> str:
    """The words of a line, with the alternative texts of its pictures and the TeX of its formulas."""
    return "".join(_said(part) for part in line)


def _said(part: Part) -> str:
    match part:
        case Words(text):
            return text
        case Break():
            return " "
        case Picture() | Player():
            return part.alternative
        case Formula(tex):
            return tex
        case Anchor():
            return ""
