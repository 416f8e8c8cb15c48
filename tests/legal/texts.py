"""Random texts in Markdown, with every block, which `check` accepts."""

from __future__ import annotations

from legal.dice import Dice
from legal.spans import ANCHOR, PLACE, Spans
from legal.words import CODE, FORMULAS, HTML, LANGUAGES, RARE_HTML

BLOCKS = (
    "paragraphs", "list", "numbers", "nested", "quote", "table", "code", "indented", "formula", "figure", "sound",
    "video", "file", "rule", "section", "callout", "steps", "timeline", "html",
)  # fmt: skip
GAPS = ("table", "callout", "steps", "timeline", "list", "numbers", "quote", "heading", "bold", "alone")
DEEPEST = 3
"""How many blocks stand in each other."""


class Texts(Spans):
    """Writes the texts of one course."""

    def __init__(self, dice: Dice) -> None:
        super().__init__(dice)
        self.blocks = dice.few(BLOCKS, 1, 8)
        self._before: list[str] = []
        """Texts that mean the same wherever they stand."""

    def text(self) -> str:
        """A phrase, a paragraph with more in it, or blocks; at times what stands elsewhere already."""
        if self._before and self.dice.yes(3):
            return self.dice.pick(*self._before)
        if not self.dice.yes(self.spice):
            self._before.append(self.phrase())
            return self._before[-1]
        return self.paragraph() if self.dice.yes(40) else self.several_blocks(2)

    def body(self, place: bool) -> str:
        """The text of a lesson; with the heading `PLACE` where others link to it."""
        parts = [self.several_blocks(1) if self.dice.yes(60) else self.paragraph()]
        if place:
            parts += [f"## {PLACE}", self.several_blocks(2), f"[{self.label()}](#{ANCHOR})"]
        return "\n\n".join(parts)

    def several_blocks(self, level: int, depth: int = 0) -> str:
        """Blocks under a heading of this level."""
        return "\n\n".join(self.dice.several(lambda: self.block(level, depth), 1, 3 if depth < 2 else 1))

    def block(self, level: int, depth: int) -> str:
        """A block; the deepest hold paragraphs alone."""
        kind = self.dice.pick(*self.blocks) if depth < DEEPEST else "paragraphs"
        block: str = getattr(self, f"_{kind}")(level, depth + 1)
        return block

    def heading(self) -> str:
        """The words of a heading."""
        return self.dice.pick(self.phrase(1, 3), self.label())

    # -- blocks ------------------------------------------------------------------------------------------------

    def _paragraphs(self, level: int, depth: int) -> str:
        return "\n\n".join(self.dice.several(self.paragraph, 1, 2))

    def _list(self, level: int, depth: int) -> str:
        entries = self.dice.several(lambda: self._entry(level, depth), 1, 3)
        return self.dice.pick("\n", "\n\n").join(_indented(f"- {entry}", 2) for entry in entries)

    def _numbers(self, level: int, depth: int) -> str:
        entries = self.dice.several(lambda: self._entry(level, depth), 1, 3)
        return "\n".join(_indented(f"{n}. {entry}", 3) for n, entry in enumerate(entries, self.dice.pick(1, 1, 3, 0)))

    def _entry(self, level: int, depth: int) -> str:
        return self.paragraph() if self.dice.yes(70) else f"{self.paragraph()}\n\n{self.block(level, depth)}"

    def _nested(self, level: int, depth: int) -> str:
        first, second, third, fourth = (self.one_line() for _ in range(4))
        return f"- {first}\n  - {second}\n    1. {third}\n- {fourth}"

    def _quote(self, level: int, depth: int) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.several_blocks(level, depth).split("\n"))

    def _table(self, level: int, depth: int) -> str:
        return self.table([self.one_line().replace("|", "\\|") for _ in range(self.dice.number(1, 3))])

    def table(self, cells: list[str]) -> str:
        """A table with a row for each of the cells."""
        marks = self.dice.pick("| --- | --- |", "| :-- | --: |", "| :-: | --- |")
        return "\n".join([f"| {self.label()} | B |", marks, *(f"| {self.label()} | {cell} |" for cell in cells)])

    def _code(self, level: int, depth: int) -> str:
        return f"```{self.dice.pick(*LANGUAGES)}\n{self.dice.pick(*CODE)}\n```"

    def _indented(self, level: int, depth: int) -> str:
        return f"{self.phrase()}\n\n    a < b\n\n    c & d"

    def _formula(self, level: int, depth: int) -> str:
        return f"$$ {self.dice.pick(*FORMULAS)} $$"

    def _figure(self, level: int, depth: int) -> str:
        return self.picture()

    def _sound(self, level: int, depth: int) -> str:
        return f"![{self.label()}]({self.path(self.around.sounds)})"

    def _video(self, level: int, depth: int) -> str:
        return f'![{self.label()}]({self.path(self.around.videos)} "Three minutes")'

    def _file(self, level: int, depth: int) -> str:
        return self.download()

    def _rule(self, level: int, depth: int) -> str:
        return f"{self.paragraph()}\n\n***\n\n{self.paragraph()}"

    def _section(self, level: int, depth: int) -> str:
        below = 2 if self.dice.yes(2) else 1  # check warns of a level that is left out
        return f"{'#' * min(level + below, 6)} {self.heading()}\n\n{self.paragraph()}"

    def _callout(self, level: int, depth: int) -> str:
        return callout(self.dice.pick("", self.label()), self.several_blocks(level, depth))

    def _steps(self, level: int, depth: int) -> str:
        texts = self.dice.several(lambda: self.several_blocks(3, depth), 1, 3)
        return cards("steps", [(self.heading(), text) for text in texts])

    def _timeline(self, level: int, depth: int) -> str:
        texts = self.dice.several(lambda: self.several_blocks(3, depth), 1, 2)
        return cards("timeline", [(f"1856 | {self.heading()}", text) for text in texts])

    def _html(self, level: int, depth: int) -> str:
        html = self.dice.pick(*RARE_HTML) if self.dice.yes(5) else self.dice.pick(*HTML)
        return f"{html}\n\n{self.paragraph()}"

    # -- gaps --------------------------------------------------------------------------------------------------

    def gaps(self, names: list[str]) -> str:
        """A text that names each blank once, in all kinds of blocks."""
        parts, left = [], list(names)
        while left:
            count = self.dice.number(1, 3)
            parts.append(self._gap_block([f"{{{{{name}}}}}" for name in left[:count]]))
            left = left[count:]
        return "\n\n".join(parts)

    def _gap_block(self, gaps: list[str]) -> str:
        sentences = [f"{self.phrase(1, 3)} {gap} {self.dice.pick('km', 'and so on', '& more')}." for gap in gaps]
        kind = self.dice.pick(*GAPS) if self.dice.yes(max(self.spice, 10)) else ""
        match kind:
            case "table":
                return self.table(gaps)
            case "callout":
                return callout(self.label(), " ".join(sentences))
            case "steps" | "timeline":
                label = "1856 | " if kind == "timeline" else ""
                return cards(kind, [(label + self.heading(), sentence) for sentence in sentences])
            case "list":
                return "\n".join(f"- {sentence}" for sentence in sentences)
            case "numbers":
                return "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 1))
            case "heading":
                return f"### {self.label()} {' '.join(gaps)}\n\n{self.paragraph()}"
        between = {"quote": "> {}", "bold": "Of **{}**", "alone": "{}"}
        return between[kind].format(" ".join(gaps)) if kind else " ".join(sentences)


def callout(label: str, text: str) -> str:
    """A box around a text."""
    return f"::: callout {label}".rstrip() + f"\n{text}\n:::"


def cards(kind: str, each: list[tuple[str, str]]) -> str:
    """Steps or a timeline: titles with their texts."""
    return "\n".join([f"::: {kind}", *(f"### {title}\n{text}" for title, text in each), ":::"])


def _indented(text: str, spaces: int) -> str:
    """A list entry whose further lines belong to it."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * spaces}{line}".rstrip() for line in rest)])
