"""Formulas: TeX as authors write it, MathML for pages of our own."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from xml.etree import ElementTree

from lmsexport.content.xhtml import escape

_REFUSED = re.compile(
    r"\\(href|url|style|class|cssId|data|require|[gex]?def|let|(?:re)?newcommand|newenvironment|html\w*)\b"
)
"""Commands with which a formula would reach beyond itself: addresses, styles, macros for the rest of the page."""

_ATTRIBUTES = frozenset({
    "accent", "accentunder", "align", "close", "columnalign", "columnlines", "columnspacing", "columnspan",
    "depth", "display", "displaystyle", "fence", "frame", "height", "largeop", "linebreak", "linethickness",
    "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "open", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel", "separator",
    "stretchy", "symmetric", "voffset", "width",
})  # fmt: skip
"""Attributes of MathML Core and of tables in MathML 3; none of them can hold an address or a style."""


class FormulaError(ValueError):
    """A formula that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def mathml(tex: str, display: bool) -> str:
    """The formula as a `math` element that also holds its TeX. Raises `FormulaError`."""
    root = _converted(tex, display)
    for element in root.iter():
        element.text = unescape(element.text or "")
        element.tail = None
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]
    inner = "".join(ElementTree.tostring(child, encoding="unicode", short_empty_elements=False) for child in root)
    kind = ' display="block"' if display else ""
    return (
        f'<math xmlns="http://www.w3.org/1998/Math/MathML"{kind}><semantics>{inner}'
        f'<annotation encoding="application/x-tex">{escape(tex)}</annotation></semantics></math>'
    )


def unknown_commands(tex: str) -> list[str]:
    r"""The commands of a readable formula that our pages would show as they are written: `\foo`."""
    root = _converted(tex, False)
    found = (element.text or "" for element in root.iter() if element.tag == "mi")
    return sorted({name for name in found if re.fullmatch(r"\\[a-zA-Z]+", name)})


def _converted(tex: str, display: bool) -> ElementTree.Element:
    from latex2mathml.converter import convert_to_element

    if refused := _REFUSED.search(tex):
        raise FormulaError(f"`{refused[0]}` has no place in a formula")
    _check_braces(tex)
    try:
        root: ElementTree.Element = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # the converter raises many kinds, without a base of their own
        raise FormulaError(_REASONS.get(type(error).__name__, "it is not complete")) from error
    return root


def _check_braces(tex: str) -> None:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            raise FormulaError("a `}` closes nothing")
        if depth > 100:
            raise FormulaError("its braces are nested too deeply")
    if depth:
        raise FormulaError("a `{` is not closed")


_REASONS = {
    "NoAvailableTokensError": "there is nothing to show",
    "DoubleSubscriptsError": "two subscripts follow each other; group them with braces",
    "DoubleSuperscriptsError": "two superscripts follow each other; group them with braces",
    "ExtraLeftOrMissingRightError": r"a `\left` has no `\right`",
    "MissingSuperScriptOrSubscriptError": "nothing follows `^` or `_`",
    "MissingEndError": r"a `\begin` has no `\end`",
    "LimitsMustFollowMathOperatorError": r"`\limits` does not follow an operator",
    "DenominatorNotFoundError": "a fraction has no denominator",
    "NumeratorNotFoundError": "a fraction has no numerator",
    "InvalidAlignmentError": "an array has an alignment that TeX does not know",
    "InvalidStyleForGenfracError": r"`\genfrac` has a style that TeX does not know",
    "InvalidWidthError": "a width is not a length",
}
"""The converter's errors in words."""
