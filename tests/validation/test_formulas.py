"""Formulas in plain text are their TeX, where a package has it."""

from __future__ import annotations

from lmsexport.validation import plain

MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><msup><mi>x</mi><mn>2</mn></msup>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
)


def test_the_annotation_stands_for_the_formula() -> None:
    assert plain(f"<p>The square {MATHML} of x</p>") == "The square x^2 of x"
    assert plain(r"<p>The square \(x^2\) of x</p>") == "The square x^2 of x"


def test_a_formula_without_one_is_its_letters() -> None:
    assert plain("<p>a <math><mi>y</mi><mo>+</mo><mn>1</mn></math></p>") == "a y+1"
