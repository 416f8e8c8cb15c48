"""Words, links, images and formulas: what stands in a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from lmsexport.content.fragment import Look, Math, Piece, Value
from lmsexport.content.sanitiser import Reading
from lmsexport.content.surroundings import AUDIO, VIDEO, Surroundings, Target, ending
from lmsexport.content.tags import Tags
from lmsexport.content.xhtml import escape, escape_value, escape_words
from lmsexport.errors import Severity
from lmsexport.model.markup import endless_instruction, shown_markup, text_escaped

_TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
}


class InlineWriter:
    """Turns the inline tokens of one text into pieces."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.out: list[Piece] = []
        self.words: list[str] = []
        self.line = 0
        """Where in the text we are, counted from 0: places of problems."""
        self.in_card = False
        """Whether we are on a background of our own, where a theme's colours for links and code need not show."""
        self.holds_html = False
        self.tags = Tags()
        self.addresses: dict[str, int] = {}
        """Lines of the addresses in HTML."""
        self.styles: dict[str, int] = {}
        """Lines of the styles in HTML."""

    def inline(self, token: Token) -> None:
        """Write the children of an `inline` token."""
        if token.map:
            self.line = token.map[0]
        self.spans(token.children or [])

    def spans(self, tokens: Sequence[Token]) -> None:
        """Write inline tokens."""
        for index, token in enumerate(tokens):
            match token.type:
                case "text":
                    self.out.append(escape_words(token.content))
                    self.words.append(token.content)
                    self.check_words(token.content)
                case "softbreak" | "hardbreak":
                    self.line += 1
                    self.out.append("\n" if token.type == "softbreak" else "<br/>\n")
                    self.words.append(" ")
                case "code_inline":
                    self.code_span(token.content)
                case "math_inline" | "math_inline_double":
                    self.math(token.content.strip(), display=token.type == "math_inline_double")
                    self.line += token.content.count("\n")
                case "image":
                    self.image(token)
                case "link_open":
                    self.link(token, empty=tokens[index + 1].type == "link_close")
                case "html_inline":
                    self.raw(token.content, in_line=True)
                    if empty := _empty_element(tokens[index : index + 3]):
                        self.tags.shows_nothing(empty, self.line)
                case kind:
                    self.out.append(_TAGS[kind])

    def check_words(self, words: str) -> None:
        """Report markup that students would read as it stands."""
        if shown := shown_markup(words):
            self.around.report(
                "shown-markup", f"students read `{shown}` as it stands",
                "put it between backticks if the text is about it; else write the character itself, or Markdown",
                self.line, Severity.WARNING,
            )  # fmt: skip

    def code_span(self, code: str) -> None:
        """Code in a line; left to right, whatever the text around it."""
        self.out += ['<code dir="ltr"', *self.card_look("card-code"), f">{escape(code)}</code>"]
        self.words.append(code)

    def link(self, token: Token, empty: bool) -> None:
        """The start tag of a link."""
        address = str(token.attrs.get("href", ""))
        if empty:
            self.around.report(
                "empty-link", f"the link to `{address}` has no text", "say in the brackets where it leads", self.line
            )
        self.out += ['<a href="', *attribute(self.around.link(address, self.line)), '"']
        if title := str(token.attrs.get("title", "")):
            self.out.append(f' title="{escape_value(title)}"')
        self.out += [*self.card_look("card-link"), ">"]

    def image(self, token: Token) -> None:
        """An image; by the ending of its name also a video or a sound."""
        address = str(token.attrs.get("src", ""))
        alt = alternative(token)
        if not alt:
            self.around.report(
                "missing-alt", f"`{address}` has no text for those who cannot see or hear it",
                "say in the brackets what it shows: `![two arrows in a circle](…)`", self.line,
            )  # fmt: skip
        self.words.append(alt)
        source = self.around.media(address, self.line)
        self.line += sum(child.type in ("softbreak", "hardbreak") for child in token.children or [])
        if ending(address) in VIDEO:
            self.player("video", "media", source, alt)
        elif ending(address) in AUDIO:
            self.player("audio", "sound", source, alt)
        else:
            self.out += ['<img src="', *attribute(source), f'" alt="{escape_value(alt)}"', Look("media"), "/>"]

    def player(self, tag: str, role: str, source: Target, alt: str) -> None:
        """A video or a sound with controls, captions if there are any, and a link for browsers that cannot play it."""
        self.out += [f'<{tag} controls="controls" preload="metadata" aria-label="{escape_value(alt)}" src="']
        self.out += [*attribute(source), '"', Look(role), ">"]
        if captions := self.around.captions(source):
            self.out += ['<track kind="captions" default="default" src="', captions, '"/>']
        self.out += ['<a href="', *attribute(source), f'">{escape_words(alt)}</a></{tag}>']

    def math(self, tex: str, display: bool) -> None:
        """A formula, after it was read once."""
        from lmsexport.content.formulas import FormulaError, mathml, unknown_commands

        self.words.append(tex)
        try:
            mathml(tex, display)
        except FormulaError as error:
            self.around.report("bad-formula", f"the formula `{tex}` cannot be read: {error}", "mend its TeX", self.line)
            self.out.append(f'<code dir="ltr">{escape(tex)}</code>')
            return
        if unknown := unknown_commands(tex):
            self.around.report(
                "unknown-command", f"web pages show `{unknown[0]}` as it is written, since they do not know it",
                "use another command", self.line, Severity.WARNING,
            )  # fmt: skip
        self.out.append(Math(tex, display))

    def raw(self, html: str, in_line: bool = False) -> None:
        """HTML that stands in the text; it is cleaned with the whole text, and what will be left out is named here."""
        self.holds_html = True
        html = text_escaped(html)
        self.out.append(html)
        reading = Reading(html)
        self.tags.read((replace(tag, line=self.line + tag.line) for tag in reading.tags), in_line)
        if endless := endless_instruction(html):
            self.around.report(
                "unclosed-html", f"`{endless.begin}` has no end, so that nothing behind it shows",
                f"write `{endless.end}` where it ends", self.line + html.count("\n", 0, endless.at),
            )  # fmt: skip
        for address, offset in reading.addresses:
            self.addresses.setdefault(address, self.line + offset)
        for style, offset in reading.styles.items():
            self.styles.setdefault(style, self.line + offset)
        for offset, names in reading.removed.items():
            self.around.report(
                "unsafe-html", f"left out of the HTML: {', '.join(names)}",
                "LMSs do not let it through; write it in Markdown, link to it, or delete it", self.line + offset,
                Severity.WARNING,
            )  # fmt: skip

    def card_look(self, role: str) -> list[Piece]:
        """The look that something needs only in a callout or a card."""
        return [Look(role)] if self.in_card else []


def _empty_element(tokens: Sequence[Token]) -> str:
    """The element without attributes and content with which the tokens begin: `<q></q>`. A fixed space is a content."""
    between = "".join(token.content for token in tokens[1:2] if token.type == "text" and not token.content.strip(" \n"))
    end = tokens[2 if between else 1 :][:1]
    name = tokens[0].content[1:-1]
    return f"<{name}></{name}>" if end and end[0].content == f"</{name}>" and name.isalnum() else ""


def attribute(target: Target) -> list[Piece]:
    """The pieces of an attribute's value."""
    return [Value(escape_value(part)) if isinstance(part, str) else part for part in target]


def alternative(image: Token) -> str:
    """The alternative text of an image, without markup."""
    return plain(image.children or [])


def plain(tokens: Sequence[Token]) -> str:
    """Inline tokens without markup."""
    parts = (
        plain(token.children or []) if token.type == "image" else " " if token.type.endswith("break") else token.content
        for token in tokens
        if token.type != "html_inline"
    )
    return " ".join("".join(parts).split())
