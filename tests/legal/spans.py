"""Random lines: plain ones, and Markdown within a paragraph."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from urllib.parse import quote

from legal.dice import Dice
from legal.words import FORMULAS, IN_MARKDOWN, PLAIN, WORDS

SPANS = ("link", "mail", "item", "picture", "file", "formula", "code", "emphasis", "new_line", "sound")
PLACE, ANCHOR = "Where the water goes", "where-the-water-goes"
"""A heading that lessons share, for links to it."""
LABELS = ("the map", "A & B", "größer < kleiner", "*here* and there", "`code`", "نهر", "1, 2", "u\u0308ber")
LINKS = (
    "https://example.org/", "https://example.org/?a=1&b=2#c", "http://example.org/ä%20b", "HTTPS://EXAMPLE.org",
    "mailto:ada@example.org?subject=A%20%26%20B",
)  # fmt: skip


@dataclass(slots=True)
class Surroundings:
    """What texts can point to."""

    pictures: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Files to download."""
    items: list[str] = field(default_factory=list)
    """Ids of items."""
    files: list[str] = field(default_factory=list)
    """Files of items."""
    places: list[str] = field(default_factory=list)
    """Files of lessons that have the heading `PLACE`."""


class Spans:
    """Writes the lines of one course. Each course has its own tastes, so that a fault shows with few others."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.spice = dice.pick(0, 12, 30, 60)
        """How often, in percent, a text is more than words."""
        self.odd = dice.few(sorted(PLAIN.keys() | IN_MARKDOWN.keys()), 0, 6)
        self.spans = dice.few(SPANS, 1, 6)
        self.around = Surroundings()
        self.folder = ""
        """Where the file stands whose text is written."""
        self._titles: list[str] = []

    # -- plain texts -------------------------------------------------------------------------------------------

    def words(self, least: int, most: int, kinds: dict[str, tuple[str, ...]]) -> str:
        """Some words, now and then an odd one of these kinds."""
        odd = [kind for kind in self.odd if kind in kinds]
        text = " ".join(
            self.dice.pick(*kinds[self.dice.pick(*odd)])
            if odd and self.dice.yes(self.spice)
            else self.dice.pick(*WORDS)
            for _ in range(self.dice.number(least, most))
        )
        return text[0].upper() + text[1:] if self.dice.yes() else text

    def line(self) -> str:
        """A plain line that is not empty."""
        return self.words(1, 4, PLAIN)

    def title(self) -> str:
        """A title: at times one that stands elsewhere already, or a very long one."""
        if self._titles and self.dice.yes(12):
            return self.dice.pick(*self._titles)
        title = self.words(45, 60, PLAIN) if self.dice.yes(3) else self.words(1, 5, PLAIN)
        self._titles.append(title)
        return title

    def relative(self, path: str) -> str:
        """A path of the course, from here."""
        return posixpath.relpath(path, self.folder or ".")

    # -- Markdown ----------------------------------------------------------------------------------------------

    def phrase(self, least: int = 1, most: int = 5) -> str:
        """Words that make a paragraph of Markdown and nothing else."""
        text = self.words(least, most, IN_MARKDOWN)
        return f"On {text}" if text[0] in "#>+-=~:0123456789!%*_|<" else text

    def paragraph(self) -> str:
        """A paragraph with markup in it."""
        return " ".join([self.phrase(1, 3), *self.dice.several(self.span, 1, 3)])

    def one_line(self) -> str:
        """A paragraph of one line."""
        return " ".join(self.paragraph().split("\n"))

    def label(self) -> str:
        """Words that stand in brackets or between signs."""
        return self.dice.pick(*LABELS)

    def span(self) -> str:
        """Something within a line."""
        match self.dice.pick(*self.spans):
            case "link":
                title = ' "A & <title>"' if self.dice.yes(20) else ""
                return f"[{self.label()}]({self.dice.pick(*LINKS)}{title})"
            case "item":
                return f"[{self.label()}]({self._to_item()})"
            case "picture":
                return self.picture()
            case "sound":
                return f"![{self.label()}]({self.path(self.around.sounds)})"
            case "file":
                return self.download()
            case "formula":
                return f"${self.dice.pick(*FORMULAS)}$"
            case "code":
                return self.dice.pick("`a < b`", "``x`y``", "`&amp;`", "`{{ x }}`", "`  `")
            case "new_line":
                return self.dice.pick("and  \n", "and\\\n", "and\n") + self.phrase(1, 2)
        return self.dice.pick("**{}**", "*{}*", "***{}***", "~~{}~~", "_{}_").format(self.label())

    def picture(self) -> str:
        """An image with its text for those who cannot see it, and at times a caption."""
        if self.dice.yes(1):  # check warns of it
            return f"![{self.label()}](https://example.org/map.png)"
        caption = self.dice.pick("", "", ' "From *spring* to delta"', ' "A & B < C"')
        return f"![{self.label()}]({self.path(self.around.pictures)}{caption})"

    def download(self) -> str:
        """A link to a file."""
        return f"[{self.label()}]({self.path(self.around.others)})"

    def path(self, files: list[str]) -> str:
        """The address of a file, from here."""
        path = self.relative(self.dice.pick(*files))
        return f"<{path.replace('%', '%25')}>" if self.dice.yes() else quote(path)

    def _to_item(self) -> str:
        """The address of an item, at times of a heading in it."""
        around = self.around
        if around.places and self.dice.yes(30):
            return f"{quote(self.relative(self.dice.pick(*around.places)))}#{ANCHOR}"
        if around.files and self.dice.yes():
            return self.path(around.files)
        return f"item:{self.dice.pick(*around.items)}" if around.items else self.dice.pick(*LINKS)
