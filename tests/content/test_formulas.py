"""Formulas: readable ones become MathML, the others are refused with a reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from content.sample import read
from lmsexport.content.formulas import FormulaError, mathml, unknown_commands

M = "{http://www.w3.org/1998/Math/MathML}"


def test_a_formula_is_mathml_with_its_tex() -> None:
    tree = etree.fromstring(mathml(r"\frac{a}{b} < 1", display=True))
    assert tree.tag == f"{M}math"
    assert tree.get("display") == "block"
    assert tree.find(f".//{M}mfrac") is not None
    assert tree.findtext(f".//{M}annotation[@encoding='application/x-tex']") == r"\frac{a}{b} < 1"


def test_a_formula_in_a_line_is_not_displayed_as_a_block() -> None:
    assert etree.fromstring(mathml("x", display=False)).get("display") is None


def test_an_lms_gets_the_delimiters_that_it_looks_for() -> None:
    assert read("Let $a < b$ hold").lms == r"<p>Let \(a &lt; b\) hold</p>"
    assert r"\[a &amp; b\]" in read("$$\na & b\n$$").lms


@pytest.mark.parametrize("line", ["$x$ is 5", "5 € for $x$", "$x$, $5", "($x$)1"])
def test_digits_further_away_make_no_difference_to_a_formula(line: str) -> None:
    assert r"\(x\)" in read(line).lms


@pytest.mark.parametrize("line", ["$5 and $6", "a $x$5", "5$x$", "$x $5"])
def test_prices_are_no_formulas(line: str) -> None:
    assert r"\(" not in read(line).lms


@pytest.mark.parametrize("line", ["$$a$$ and $$b$$", "$$a$$, $$b$$", "$$ a $$ $$ b $$", "$$\na$$ so $$b\n$$"])
def test_two_formulas_in_a_line_are_two(line: str) -> None:
    assert [tex.strip() for tex in re.findall(r"\\\[(.*?)\\\]", read(line, top_level=2).lms)] == ["a", "b"]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("{a", "`{` is not closed"),
        ("a}", "`}` closes nothing"),
        ("a_b_c", "two subscripts"),
        ("a^b^c", "two superscripts"),
        (r"\left( a", r"`\left` has no `\right`"),
        (r"\href{https://example.org}{a}", r"`\href` has no place"),
        (r"\def\a{\a\a}\a", r"`\def` has no place"),
        (r"\newcommand{\a}{b}", r"`\newcommand` has no place"),
        (r"\cssId{main}{a}", r"`\cssId` has no place"),
        ("{" * 200 + "}" * 200, "too deeply"),
    ],
)
def test_a_formula_that_cannot_be_read_says_why(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason.replace("\\", "\\\\").replace("{", "\\{").replace("^", "\\^")):
        mathml(tex, display=False)


def test_the_problem_has_its_line() -> None:
    seen = read("Fine.\n\nHere $x$\nand $\\frac{a$.\n\n$$\n{\n$$")
    assert [(note.code, note.line) for note in seen.notes] == [("bad-formula", 3), ("bad-formula", 5)]


def test_escaped_braces_are_no_braces() -> None:
    assert "{" in mathml(r"\{a", display=False)


def test_unknown_commands_are_named() -> None:
    assert unknown_commands(r"\alpha + \heart + \sum_i \Heart") == [r"\Heart", r"\heart"]
    assert unknown_commands(r"\mathbb{R} \to \operatorname{argmax}_\theta \begin{pmatrix}a&b\end{pmatrix}") == []


def test_markup_in_a_formula_is_text() -> None:
    tree = etree.fromstring(mathml(r"\text{<b onclick=x>a & b</b>}", display=False))
    assert tree.findtext(f".//{M}mtext") == "<b onclick=x>a\u00a0&\u00a0b</b>".replace("b onclick", "b\u00a0onclick")


@settings(deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from("\\{}^_&%<>\"'abc12 "), st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
        ),
        max_size=30,
    )
)
def test_any_formula_is_well_formed_or_refused(tex: str) -> None:
    tex = tex.replace("\ufffe", "").replace("\uffff", "")
    try:
        math = mathml(tex, display=False)
    except FormulaError:
        return
    tree = etree.fromstring(math)
    assert not {str(name) for element in tree.iter() for name in element.attrib} & {"href", "style", "class", "id"}
