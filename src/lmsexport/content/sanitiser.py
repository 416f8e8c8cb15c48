"""HTML that authors write into Markdown: what stays in its place is kept, the rest is taken out and named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lmsexport.content.tags import Tag

_TAGS = frozenset({
    "a", "abbr", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "source", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "track", "u", "ul", "var", "video", "wbr",
})  # fmt: skip

_EMPTIED = {
    "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object", "embed", "applet", "svg",
    "math", "title", "textarea", "select", "xmp", "plaintext",
}  # fmt: skip
"""Tags that go with all that is in them; of other unknown tags the content stays."""

_ATTRIBUTES = {
    "*": {"dir", "id", "lang", "role", "style", "title", "aria-label", "aria-hidden"},
    "a": {"href", "hreflang"},
    "img": {"alt", "src", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "audio": {"controls", "preload", "src"},
    "video": {"controls", "height", "poster", "preload", "src", "width"},
    "source": {"src", "type"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "details": {"open"},
}

ADDRESSES = frozenset({"href", "src", "poster"})
"""The attributes that hold an address."""

_SCHEMES = {"http", "https", "mailto", "item"}

_PROPERTIES = frozenset({
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-right",
    "border-style", "border-top", "border-width", "color", "direction", "display", "font-size", "font-style",
    "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style", "list-style-type",
    "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "min-width", "overflow-x",
    "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration",
    "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-spacing",
})  # fmt: skip
"""CSS properties with which a text stays in its place; `position` and `z-index` are not among them."""

_VALUE = re.compile(r"(?:(?:rgb|hsl)a?\((?=[\d\s.,%/]*\))|[\w\s#%.,/)'\"!+]|-(?![\d.]))*", re.ASCII)
"""Values of such properties: words, colours and lengths that are not negative; no address and no other function."""


def sanitise(html: str, own_class: re.Pattern[str]) -> str:
    """The safe part of an HTML fragment, as HTML with every tag closed. Classes stay when `own_class` matches them."""
    import nh3

    def keep(_tag: str, name: str, value: str) -> str | None:
        match name:
            case "class":
                return value if own_class.fullmatch(value) else None
            case "tabindex":
                return value if value == "0" else None
            case "style":
                return safe_style(value) or None
        return value

    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()}
        | {"*": _ATTRIBUTES["*"] | {"class", "tabindex"}},
        clean_content_tags=_EMPTIED,
        url_schemes=_SCHEMES,
        attribute_filter=keep,
        link_rel=None,
        strip_comments=True,
    )


def safe_style(style: str) -> str:
    """The declarations of a style with which a text stays in its place."""
    return "; ".join(part for part in _declarations(style) if _is_safe(part))


def _declarations(style: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in style.split(";")))


def _is_safe(declaration: str) -> bool:
    name, _, value = declaration.partition(":")
    return name.strip().lower() in _PROPERTIES and _VALUE.fullmatch(value) is not None


def _refused(tag: str, name: str, value: str) -> Iterator[str]:
    """What is wrong with an attribute of a tag that is allowed."""
    if name == "style":
        yield from (f"style `{part}`" for part in _declarations(value) if not _is_safe(part))
    elif name not in _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set()):
        yield f"`{name}`"
    elif name in ADDRESSES:
        scheme = re.match(r"([^/?#]*?):", re.sub(r"[\x00-\x20]", "", value))
        if scheme and scheme[1].lower() not in _SCHEMES:
            yield f"`{scheme[1].lower()}:` address"


class Reading(HTMLParser):
    """A piece of HTML read tag by tag, to name what `sanitise` will take out; it does not decide what is kept."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.removed: dict[int, list[str]] = {}
        """What is taken out, as an author would name it, by line from 0."""
        self.addresses: list[tuple[str, int]] = []
        """The addresses and their lines."""
        self.styles: dict[str, int] = {}
        """The safe part of each style, and its line."""
        self.tags: list[Tag] = []
        """The tags in order, by line from 0."""
        try:
            self.feed(html)
            self.close()
        except AssertionError:  # how the parser meets a marked section that it does not know
            self._note("`<![`")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag("start", tag, self.getpos()[0] - 1, bare=not attrs))
        if tag not in _TAGS:
            self._note(f"`<{tag}>`")
            return
        for name, value in attrs:
            if name == "style":
                self.styles.setdefault(safe_style(value or ""), self.getpos()[0] - 1)
            if name in ADDRESSES:
                self.addresses.append((value or "", self.getpos()[0] - 1))
            for what in _refused(tag, name, value or ""):
                self._note(what)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(Tag("end", tag, self.getpos()[0] - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_pi(self, data: str) -> None:
        self._note(f"`<?{_first_word(data)}`")

    def handle_decl(self, decl: str) -> None:
        self._note(f"`<!{_first_word(decl)}`")

    def unknown_decl(self, data: str) -> None:
        self._note(f"`<![{_first_word(data)}`")

    def _note(self, what: str) -> None:
        names = self.removed.setdefault(self.getpos()[0] - 1, [])
        if what not in names:
            names.append(what)


def _first_word(text: str) -> str:
    return (text.split(maxsplit=1) or [""])[0]
