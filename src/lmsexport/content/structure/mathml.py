"""Formulas in MathML → TeX: what they were made of, or what they mean."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

_WORDS = {
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "log": r"\log", "ln": r"\ln", "lim": r"\lim", "max": r"\max",
    "min": r"\min", "exp": r"\exp", "det": r"\det",
}  # fmt: skip
_SIGNS = {
    "×": r"\times", "⋅": r"\cdot", "·": r"\cdot", "÷": r"\div", "±": r"\pm", "≤": r"\le", "≥": r"\ge", "≠": r"\ne",
    "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim", "∞": r"\infty", "∑": r"\sum", "∏": r"\prod", "∫": r"\int",
    "∂": r"\partial", "∇": r"\nabla", "→": r"\to", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "∈": r"\in",
    "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq", "∪": r"\cup", "∩": r"\cap", "∀": r"\forall", "∃": r"\exists",
    "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "∅": r"\emptyset", "…": r"\dots", "⋯": r"\cdots", "°": r"^{\circ}",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "ϵ": r"\epsilon",
    "θ": r"\theta", "λ": r"\lambda", "μ": r"\mu", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau",
    "φ": r"\varphi", "ϕ": r"\phi", "ω": r"\omega", "Δ": r"\Delta", "Σ": r"\Sigma", "Ω": r"\Omega", "Φ": r"\Phi",
    "Γ": r"\Gamma", "−": "-", "∗": "*", "′": "'", "\u2061": "", "\u2062": "", "\u2063": ",", "\u00a0": r"\ ",
    "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_", "{": r"\{", "}": r"\}", "\\": r"\backslash",
}  # fmt: skip
_ACCENTS = {
    "¯": r"\overline", "‾": r"\overline", "→": r"\vec", "^": r"\hat", "ˆ": r"\hat", "~": r"\tilde",
    "˜": r"\tilde", "˙": r"\dot", "¨": r"\ddot", "⏞": r"\overbrace",
}  # fmt: skip
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace", "annotation"})
_ROWS = frozenset({"math", "mrow", "mstyle", "semantics", "mpadded", "merror", "mtd"})


class _UnknownError(Exception):
    """An element of MathML that has no TeX here."""


def tex_of(math: etree._Element) -> str | None:
    """The TeX of a formula: the one that it holds, else one that means the same; None if there is none."""
    for annotation in math.iter("annotation"):
        if "tex" in annotation.get("encoding", "").lower() and (annotation.text or "").strip():
            return str(annotation.text)
    try:
        return _tex(math).strip() or None
    except _UnknownError:
        return None


def _tex(element: etree._Element) -> str:
    tag = str(element.tag)
    if tag in _ROWS:
        return _joined(element)
    if tag in _LEAVES:
        return _leaf(tag, " ".join("".join(map(str, element.itertext())).split()))
    match tag:
        case "mtable":
            return r"\begin{matrix} " + r" \\ ".join(map(_row, element)) + r" \end{matrix}"
        case "mfenced":
            inner = element.get("separators", ",").strip()[:1].join(map(_tex, element))
            return rf"\left{_fence(element.get('open', '('))} {inner} \right{_fence(element.get('close', ')'))}"
        case "msqrt":
            return rf"\sqrt{{{_joined(element)}}}"
    make, count = _WITH_PARTS.get(tag, (None, 0))
    if make is None or len(element) != count:
        raise _UnknownError
    return make(*map(_tex, element))


def _leaf(tag: str, text: str) -> str:
    if tag == "mspace":
        return r"\ "
    if tag == "annotation":
        return ""
    return rf"\text{{{text}}}" if tag in ("mtext", "ms") else _symbols(text)


def _joined(element: etree._Element) -> str:
    """The parts of a row, with a space where two of them would be one command."""
    written = ""
    for part in map(_tex, element):
        written += f" {part}" if written[-1:].isalpha() and "\\" in written and part[:1].isalpha() else part
    return written


def _symbols(text: str) -> str:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > 1 and text.isalpha():
        return rf"\mathrm{{{text}}}"
    signs = [_SIGNS.get(char, char) for char in text]
    return "".join(
        f"{sign} " if sign[:1] == "\\" and sign[-1:].isalpha() and len(signs) > 1 else sign for sign in signs
    )


def _row(row: etree._Element) -> str:
    return " & ".join(map(_tex, row))


def _fence(sign: str) -> str:
    return {"": ".", "{": r"\{", "}": r"\}", "⟨": r"\langle", "⟩": r"\rangle"}.get(sign, sign)


def _over(base: str, mark: str) -> str:
    for sign, command in _ACCENTS.items():
        if mark in (sign, _SIGNS.get(sign)):
            return rf"{command}{{{base}}}"
    return rf"\overset{{{mark}}}{{{base}}}" if base not in _LIMITS else f"{base}^{{{mark}}}"


def _under(base: str, mark: str) -> str:
    return f"{base}_{{{mark}}}" if base in _LIMITS else rf"\underset{{{mark}}}{{{base}}}"


def _base(tex: str) -> str:
    return tex if len(tex) == 1 or (tex[:1] == "\\" and tex[1:].isalpha()) else f"{{{tex}}}"


_LIMITS = frozenset({r"\sum", r"\prod", r"\int", r"\lim", r"\max", r"\min"})
_WITH_PARTS: dict[str, tuple[Callable[..., str], int]] = {
    "mfrac": (lambda top, bottom: rf"\frac{{{top}}}{{{bottom}}}", 2),
    "mroot": (lambda radicand, index: rf"\sqrt[{index}]{{{radicand}}}", 2),
    "msup": (lambda base, above: f"{_base(base)}^{{{above}}}", 2),
    "msub": (lambda base, below: f"{_base(base)}_{{{below}}}", 2),
    "msubsup": (lambda base, below, above: f"{_base(base)}_{{{below}}}^{{{above}}}", 3),
    "mover": (_over, 2),
    "munder": (_under, 2),
    "munderover": (lambda base, below, above: f"{_base(base)}_{{{below}}}^{{{above}}}", 3),
}
"""Elements with a fixed number of parts (MathML Core, 3): their TeX, and how many."""
