"""Questions whose texts are anything: every character, all signs of GIFT, XML, HTML, Cloze and Markdown, any length."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from conftest import DEEP

SIGNS = (
    "~", "=", "#", "{", "}", ":", "\\", "%", "%50%", "[", "]", "[html]", "[plain] ", "->", "\n", "\n\n", "\r\n", "//",
    "\n//", "$CATEGORY: x", "::", "####", "&&058;", "&&126;", "]]>", "<![CDATA[", "<b>", "</p>", "&amp;", "&lt;", "&",
    "<", ">", "{1:SHORTANSWER:=x}", "{#1}", "*", r"\*", "`", "**", "$x_{1}$", "- a\n- b", "| a |\n| - |\n| b |",
    "# h\n", "> q", "```\nx = {1: '~'}\n\n#\n```\n", "::: callout Note\na\n:::\n", "T", "TRUE", "0", "\t", "\u00a0",
    "\u200f", "\u2028", "\u0085", "'", '"', "$@NULL@$", "@@PLUGINFILE@@", "😀", "مصر", "e\u0301",
)  # fmt: skip

_LEGAL = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_PIECES = st.one_of(st.sampled_from(SIGNS), st.text(_LEGAL, max_size=5))
TEXTS = st.lists(_PIECES, max_size=8).map("".join)
LONG = st.tuples(TEXTS, st.sampled_from([1, 1, 1, 1, 1, 500 if DEEP else 20])).map(lambda pair: pair[0] * pair[1])


def _markdown(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text that is not empty, neither as Markdown nor as a page."""
    return texts.map(lambda text: f"w {text}")


PROMPTS = _markdown(LONG) | _markdown(TEXTS)
LINES = TEXTS.map(lambda text: f"{text}w".strip())
TYPED = st.one_of(
    TEXTS.map(lambda text: f"{text}w"), LINES, st.sampled_from(["T", "F", "->", "a->b", "%50%", "[x", "=", "~"])
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9).map(str)


@st.composite
def feedback(draw: Any) -> dict[str, str]:
    """Some of the feedback of a question."""
    names = draw(st.sets(st.sampled_from(["correct", "partial", "incorrect", "general"])))
    return {name: draw(PROMPTS) for name in sorted(names)}


@st.composite
def questions(draw: Any, id: str) -> dict[str, Any]:
    """A question of any type."""
    kind = draw(st.sampled_from(sorted(_OWN)))
    if kind == "text":
        block: dict[str, Any] = {"type": kind, "id": id, "text": draw(PROMPTS)}
        title: dict[str, Any] = draw(_some(title=LINES))
        return block | title
    shared: dict[str, Any] = {"type": kind, "id": id, "prompt": draw(PROMPTS), "feedback": draw(feedback())}
    shared |= draw(_some(title=LINES, explanation=PROMPTS, hints=st.lists(PROMPTS, max_size=2)))
    shared |= {"tags": draw(st.lists(LINES, max_size=2))}
    own: dict[str, Any] = draw(_OWN[kind])
    return shared | own


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _choice(id: str, correct: bool) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"id": st.just(id), "text": PROMPTS, "correct": st.just(correct)}, optional={"feedback": PROMPTS}
    )


def _several(*right: bool) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.tuples(*(_choice("abcdef"[n], is_right) for n, is_right in enumerate(right))).map(list)


def _typed(weight: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"text": TYPED, "weight": st.just(weight)}, optional={"feedback": PROMPTS})


_TYPED = st.tuples(_typed(100), _typed(50)).map(list)
_NUMBERS = st.lists(st.fixed_dictionaries({"value": NUMBERS}, optional={"feedback": PROMPTS}), min_size=1, max_size=2)
_BLANK = {
    "text": st.fixed_dictionaries({"kind": st.just("text"), "answers": _TYPED}),
    "numeric": st.fixed_dictionaries({"kind": st.just("numeric"), "answers": _NUMBERS}),
    "dropdown": st.fixed_dictionaries({"kind": st.just("dropdown"), "choices": _several(True, False)}),
}


@st.composite
def _blanks(draw: Any) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from(sorted(_BLANK)), min_size=1, max_size=3))
    blanks = [draw(_BLANK[kind]) | {"id": f"b{n}"} for n, kind in enumerate(kinds)]
    words = ["".join(sign for sign in draw(TEXTS) if sign not in "`\\<&$[]|#>*{}\n\r") for _ in (*kinds, "")]
    return {
        "prompt": "w " + "".join(f"{word} {{{{b{n}}}}} " for n, word in enumerate(words[1:])) + "x",
        "blanks": blanks,
    }


_OWN: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "single-choice": st.fixed_dictionaries({"choices": _several(False, True, False)}),
    "multiple-response": st.fixed_dictionaries(
        {"choices": _several(True, True, False), "scoring": st.sampled_from(["partial", "all-or-nothing"])}
    ),
    "true-false": st.fixed_dictionaries({"answer": st.booleans()}, optional={"if_true": PROMPTS, "if_false": PROMPTS}),
    "short-answer": st.fixed_dictionaries({"answers": _TYPED, "wildcards": st.booleans()}),
    "numeric": st.fixed_dictionaries({"answers": _NUMBERS}, optional={"unit": LINES}),
    "matching": st.tuples(PROMPTS, LINES, PROMPTS, LINES, LINES).map(
        lambda t: {
            "pairs": [
                {"id": "a", "prompt": t[0], "match": f"1{t[1]}"},
                {"id": "b", "prompt": t[2], "match": f"2{t[3]}"},
            ],
            "distractors": [f"3{t[4]}"],
        }
    ),
    "ordering": st.tuples(PROMPTS, PROMPTS).map(
        lambda t: {"items": [{"id": "a", "text": t[0]}, {"id": "b", "text": t[1]}]}
    ),
    "fill-in-blanks": _blanks(),
    "essay": _some(grader_notes=PROMPTS, template=PROMPTS),
    "text": st.just({}),
}


@st.composite
def courses(draw: Any) -> dict[str, Any]:
    """A quiz and a bank with such questions."""
    asked = [draw(questions(f"q{n}")) for n in range(draw(st.integers(1, 5)))]
    asked.append({"type": "true-false", "id": "last", "prompt": "Last?", "answer": True})
    banked = [draw(questions("banked"))]
    quiz = {"type": "quiz", "id": "quiz", "title": draw(LINES), "questions": asked, "instructions": draw(PROMPTS)}
    module = {"id": "module", "title": draw(LINES), "items": [quiz], "description": draw(PROMPTS)}
    return {
        "id": "course", "title": draw(LINES), "date": "2026-01-31", "language": draw(st.sampled_from(["en", "ar"])),
        "modules": [module], "banks": [{"id": "bank", "title": draw(LINES), "questions": banked}],
    }  # fmt: skip
