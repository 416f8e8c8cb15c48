"""Formulas in MathML: the TeX that they were made of."""

from __future__ import annotations

from lxml import etree


def tex_of(math: etree._Element) -> str | None:
    """The TeX that a formula holds beside its MathML; None if it holds none."""
    for annotation in math.iter("annotation"):
        if "tex" in annotation.get("encoding", "").lower() and (annotation.text or "").strip():
            return str(annotation.text)
    return None
