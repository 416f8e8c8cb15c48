"""Words, addresses and code as Markdown writes them, so that it takes nothing for markup."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from lmsexport.model import BLANK

_SIGNS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash before what it could escape
    r"|`"
    r"|\*(?! )|(?<! )\*"  # with spaces around it, it is a star
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word, it is an underscore
    r"|^~|~(?=~|$)|(?<=~)~"
    r"|<(?=[a-zA-Z/!?])"
    r"|&(?=#|[a-zA-Z][a-zA-Z0-9]*;)"
    r"|\](?=[(\[])"
)
_BRACKETS = re.compile(r"\\?[\[\]]")
_BEGINS_BLOCK = re.compile(
    r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|:::|=+\s*$|-+\s*$|\[[^\]]*\]:|[|:-][|:\s-]*$"  # a heading, an entry, a quotation …
)
_BEGINS_ENTRY = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ASKS_FOR_BRACKETS = re.compile(r"[\s<>\\\x00-\x1f]|&#?\w+;|^$")
_ENCODED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_TITLE_SIGNS = re.compile(r'[\\"]|&(?=#?\w+;)')


def words(text: str, dollars: bool = False, brackets: bool = False, blanks: bool = False) -> str:
    """Words without what would be markup; with `dollars`, `brackets` and `blanks` if these could be some here."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    if dollars:
        text = text.replace("$", r"\$")
    if brackets:
        text = _BRACKETS.sub(lambda found: found[0] if len(found[0]) == 2 else f"\\{found[0]}", text)
    if blanks:
        text = BLANK.sub(lambda found: f"{{\\{found[0][1:]}", text)
    return text


def line_start(line: str) -> str:
    """A line of a paragraph, where its beginning would be that of a block."""
    if _BEGINS_BLOCK.match(line):
        return f"\\{line}"
    return _BEGINS_ENTRY.sub(r"\1\\\2", line, count=1) if _BEGINS_ENTRY.match(line) else line


def heading_end(line: str) -> str:
    """The line of a heading, whose last `#` are no markup."""
    return re.sub(r"(?<![^\s])#+$|#+$", lambda found: f"\\{found[0]}", line)


def destination(address: str) -> str:
    """The address of a link or a picture, its letters readable."""
    address = _ENCODED_LETTERS.sub(_decoded, address)
    if _is_balanced(address) and not _ASKS_FOR_BRACKETS.search(address):
        return address
    escaped = re.sub(r"[<>\\]|&(?=#?\w+;)", r"\\\g<0>", address)
    return f"<{escaped}>"


def _decoded(encoded: re.Match[str]) -> str:
    """Letters that stand percent-encoded in an address; what is no letter stays so."""
    letters = unquote(encoded[0], errors="replace")
    return letters if letters.isalnum() and quote(letters) == encoded[0].upper() else encoded[0]


def title(text: str) -> str:
    """What stands in quotes behind an address."""
    return '"' + _TITLE_SIGNS.sub(r"\\\g<0>", text) + '"'


def code_span(code: str) -> str:
    """Code in a line."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", code)), default=0))
    if len(fence) > 1 and "`" * 1 not in re.findall("`+", code):
        fence = "`"
    space = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{fence}{space}{code}{space}{fence}"


def code_block(source: str, language: str) -> str:
    """Code on lines of its own."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", source)), default=0))
    return f"{fence}{language}\n{source}\n{fence}"


def _is_balanced(address: str) -> bool:
    depth = 0
    for bracket in re.findall(r"[()]", address):
        depth += 1 if bracket == "(" else -1
        if depth < 0:
            return False
    return depth == 0 and address.count("(") < 30
