"""Lines of a text as Markdown: emphasis, links, pictures, formulas, code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar

from lmsexport.content.dialect import escapes
from lmsexport.content.dialect.nesting import nested
from lmsexport.content.dialect.raw import html_of_part, start_tag
from lmsexport.content.structure.lines import CODE
from lmsexport.content.structure.parts import (
    Anchor,
    Break,
    Formula,
    Line,
    Mark,
    Marks,
    Part,
    Picture,
    Player,
    Words,
    text_of,
)
from lmsexport.content.surroundings import AUDIO, VIDEO, ending
from lmsexport.model import BLANK

_SIGNS = {Mark("strong"): "**", Mark("em"): "*", Mark("s"): "~~"}
_RANKS = {"a": 0, "strong": 2, "em": 3, "s": 4}
_AUTOLINK = re.compile(r"https?://[!-%'-;=?-Z_a-z~]+")
"""An address that a reader may see as it is; no `&` and no `*` in it that could mean something else."""


@dataclass(slots=True)
class _Sign:
    """The beginning or the end of a mark, and how it is written."""

    mark: Mark
    opens: bool
    number: int
    written: str


@dataclass(slots=True)
class _Text:
    """What stands between marks."""

    written: str
    formula: bool = False


@dataclass(frozen=True, slots=True)
class LineWriter:
    """Writes lines. With `plainly`, emphasis is written as HTML, which means the same wherever it stands."""

    plainly: bool = False
    blanks: bool = False
    """Whether the text has blanks, so that nothing else may look like one."""
    placeholders: frozenset[str] = frozenset()
    """The characters that stand for blanks."""

    def write(self, line: Line, in_one_line: bool = False) -> str:
        """A line as Markdown. Ends of lines are tags where the text has to be `in_one_line`."""
        if len(line) == 1 and isinstance(line[0], Words) and not line[0].marks:
            return escapes.words(line[0].text, line[0].text.count("$") > 1, blanks=self.blanks)
        marks = [part.marks for part in line]
        _leave_code_out(line, marks, self.blanks)
        tokens = self._tokens(line, marks, "<br>" if in_one_line else "\\\n")
        _settle_signs(tokens, self.placeholders)
        _settle_texts(tokens)
        return "".join(token.written for token in tokens)

    def _tokens(self, line: Line, marks: Sequence[Marks], line_end: str) -> list[_Sign | _Text]:
        dollars = sum(part.text.count("$") for part in line if isinstance(part, Words)) > 1 or any(
            isinstance(part, Formula) for part in line
        )
        tokens: list[_Sign | _Text] = []
        links = 0
        index = -1
        for kind, part, mark, number in nested(line, marks, lambda mark: _RANKS.get(mark.tag, 1)):
            if part is not None:
                index += 1
                is_code = CODE in part.marks and CODE not in marks[index]
                tokens.append(self._part(part, is_code, dollars, links > 0, line_end))
            elif mark is not None:
                opens = kind == "open"
                links += (1 if opens else -1) if mark.tag == "a" else 0
                tokens.append(_Sign(mark, opens, number, self._sign(mark, opens)))
        return _with_autolinks(tokens)

    def _sign(self, mark: Mark, opens: bool) -> str:
        if mark.tag == "a":
            return "[" if opens else _link_end(mark)
        sign = None if self.plainly else _SIGNS.get(mark)
        return sign or _tag(mark, opens)

    def _part(self, part: Part, is_code: bool, dollars: bool, in_link: bool, line_end: str) -> _Text:
        match part:
            case Words(text) if is_code:
                return _Text(escapes.code_span(text))
            case Words(text):
                escaped = escapes.words(text, dollars, in_link, self.blanks)
                is_blank = not text.strip() and "\u00a0" in text and bool(part.marks)
                return _Text(escaped.replace("\u00a0", "&nbsp;") if is_blank else escaped)
            case Break():
                return _Text(line_end)
            case Formula(tex, display):
                return _Text(f"$${tex}$$" if display else f"${tex}$", formula=True)
            case Picture():
                return _Text(self.picture(part.address, part.alternative))
            case Player() if is_shown_by_name(part):
                return _Text(self.picture(part.addresses[0], part.alternative))
            case Player() | Anchor():
                return _Text(html_of_part(part))

    def picture(self, address: str, alternative: str, caption: str = "") -> str:
        """A picture, a sound or a video."""
        label = escapes.words(alternative, alternative.count("$") > 1, True, self.blanks)
        return f"![{label}]({escapes.destination(address)}{f' {escapes.title(caption)}' if caption else ''})"


def is_shown_by_name(player: Player) -> bool:
    """Whether the name of its file says that this is a sound or a video."""
    endings = VIDEO if player.kind == "video" else AUDIO
    return len(player.addresses) == 1 and not player.captions and ending(player.addresses[0]) in endings


def needs_dollars(line: Line) -> bool:
    """Whether a dollar in the line could begin a formula."""
    return text_of(line).count("$") > 1


def _leave_code_out(line: Line, marks: list[Marks], blanks: bool) -> None:
    """Take the mark of code from the words that stand between backticks: those without other marks in them."""
    for index, part in enumerate(line):
        alone = (index == 0 or CODE not in line[index - 1].marks) and (
            index + 1 == len(line) or CODE not in line[index + 1].marks
        )
        if CODE in part.marks and alone and isinstance(part, Words) and not (blanks and BLANK.search(part.text)):
            marks[index] = tuple(mark for mark in part.marks if mark != CODE)


def _link_end(mark: Mark) -> str:
    attributes = dict(mark.attributes)
    title = attributes.get("title")
    return f"]({escapes.destination(attributes['href'])}{f' {escapes.title(title)}' if title else ''})"


def _tag(mark: Mark, opens: bool) -> str:
    return start_tag(mark) if opens else f"</{mark.tag}>"


def _with_autolinks(tokens: list[_Sign | _Text]) -> list[_Sign | _Text]:
    """The tokens, with `<address>` where a link has its address as its words."""
    written: list[_Sign | _Text] = []
    for token in tokens:
        written.append(token)
        if len(written) < 3 or not isinstance(token, _Sign) or token.opens or token.mark.tag != "a":
            continue
        start, text, address = written[-3], written[-2], dict(token.mark.attributes)["href"]
        if (
            isinstance(start, _Sign) and start.number == token.number and isinstance(text, _Text)
            and len(token.mark.attributes) == 1 and _AUTOLINK.fullmatch(address)
            and text.written.replace("\\", "") == address
        ):  # fmt: skip
            written[-3:] = [_Text(f"<{address}>")]
    return written


def _settle_signs(tokens: list[_Sign | _Text], placeholders: frozenset[str]) -> None:
    """Write as tags the emphasis that CommonMark (6.2) would not see between signs."""
    tags = set()
    for index, token in enumerate(tokens):
        if isinstance(token, _Sign) and token.mark in _SIGNS and token.written == _SIGNS[token.mark]:
            before = _kind(_neighbour(tokens, index, -1), placeholders)
            after = _kind(_neighbour(tokens, index, 1), placeholders)
            outer, inner = (before, after) if token.opens else (after, before)
            previous = tokens[index - 1] if index else None
            meets_end = token.opens and isinstance(previous, _Sign) and not previous.opens and previous.mark in _SIGNS
            if inner == "space" or (inner == "sign" and outer == "letter") or meets_end:
                tags.add(token.number)
    for token in tokens:
        if isinstance(token, _Sign) and token.number in tags:
            token.written = _tag(token.mark, token.opens)


def _neighbour(tokens: list[_Sign | _Text], index: int, step: int) -> str:
    """The character next to a sign, beyond other signs of emphasis; nothing at an end of the text."""
    index += step
    while 0 <= index < len(tokens):
        token = tokens[index]
        if token.written and not (isinstance(token, _Sign) and token.written in _SIGNS.values()):
            return token.written[0 if step > 0 else -1]
        index += step
    return ""


def _kind(char: str, placeholders: frozenset[str]) -> str:
    if not char or char.isspace():
        return "space"
    if char in placeholders or isMdAsciiPunct(ord(char)) or isPunctChar(char):
        return "sign"
    return "letter"


def _settle_texts(tokens: list[_Sign | _Text]) -> None:
    """Keep apart what would be something else together: `!` and a link, a digit and a formula."""
    for left, right in pairwise(tokens):
        if right.written[:1] == "[" and left.written[-1:] == "!" and isinstance(left, _Text):
            left.written = left.written[:-1] + "\\!"
        if isinstance(right, _Text) and right.formula and left.written[-1:].isdigit():
            left.written = f"{left.written[:-1]}&#{ord(left.written[-1])};"
        if isinstance(left, _Text) and left.formula and right.written[:1].isdigit():
            right.written = f"&#{ord(right.written[0])};{right.written[1:]}"
