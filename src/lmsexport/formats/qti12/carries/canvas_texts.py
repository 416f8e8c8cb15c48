"""Texts as Canvas keeps them: its sanitiser takes out elements that others show (`canvas_sanitize.rb`, 2019)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape

from lmsexport.lowering import Adapted, Around, Capabilities, Carried, Pass, changed
from lmsexport.lowering.around import Node
from lmsexport.lowering.passes.texts import with_texts
from lmsexport.model import Choice, Course, MultipleResponse, SingleChoice

_OTHERS = {
    "s": "del", "kbd": "code", "samp": "code", "var": "em", "dfn": "em", "bdi": 'span dir="auto"', "bdo": "span",
    "ruby": "span", "rp": "span", "rt": "sup", "time": "span",
}  # fmt: skip
"""Element that is taken out → one that stays and looks or means nearly the same."""

_FOLDED = {"details": "div", "summary": 'div style="font-weight: bold"'}
"""What opens and closes, as a heading with its text."""

_OPEN = ' open=""'

Change = Callable[[str, Around], str]


def _together(added: str, own: str) -> str:
    """The attributes of an author with one of ours, which comes before a style, and gives way to any other."""
    name = added.partition("=")[0]
    if not name or f" {name}=" not in own:
        return f" {added}{own}" if added else own
    return own.replace(' style="', f" {added[:-1]}; ") if name == "style" else own


def _with_others(others: dict[str, str]) -> Change:
    """A change of texts that writes other elements."""
    tags = re.compile(rf'<(/?)({"|".join(others)})((?: (?:[^<>"]|"[^"]*")*)?)>')

    def other(tag: re.Match[str]) -> str:
        end, old, own = tag.groups()
        name, _, added = others[old].partition(" ")
        return f"<{end}{name}{'' if end else _together(added, own.replace(_OPEN, ''))}>"

    def change(text: str, around: Around) -> str:
        fragment = around.fragment(text)
        pieces = tuple(tags.sub(other, piece) if isinstance(piece, str) else piece for piece in fragment.pieces)
        return text if pieces == fragment.pieces else around.composed.keep(replace(fragment, pieces=pieces))

    return change


_unfolded = _with_others(_FOLDED)
_all_others = _with_others(_OTHERS | _FOLDED)


def with_what_stays(node: Course, around: Around) -> Course:
    """A course whose texts have the elements that Canvas keeps."""
    return with_texts(node, around, _all_others)


def unfolded(field: str) -> Pass:
    """A text in which nothing opens and closes."""

    def unfold(node: Node, around: Around) -> Node:
        return changed(node, **{field: _unfolded(getattr(node, field), around)})

    return unfold


def pictures_named(node: SingleChoice | MultipleResponse, around: Around) -> SingleChoice | MultipleResponse:
    """Choices that are nothing but a picture, with its alternative text where nobody sees it: Canvas has a text for
    every choice, in reports and in its editor, and would write “No answer text provided.” (`choice_interaction.rb`)."""
    return changed(node, choices=tuple(_named(choice, around) for choice in node.choices))


def _named(choice: Choice, around: Around) -> Choice:
    fragment = around.fragment(choice.text)
    markup = "".join(piece if isinstance(piece, str) else "x" for piece in fragment.pieces)
    names = re.findall(r'<img\b[^>]* alt="([^"]+)"', markup)
    if not names or re.sub(r"<[^>]*>", "", markup).strip():
        return choice
    words = unescape(" ".join(names))
    pieces = (*fragment.pieces, f' <span style="display: none">{escape(words, quote=False)}</span>')
    named = replace(fragment, pieces=pieces, plain=f"{fragment.plain} {words}")
    return changed(choice, text=around.composed.keep(named))


_FOLDS = ("Lesson.body", "Discussion.prompt", "Lab.task", "Lab.summary", "Assessment.instructions", "TextBlock.text",
          "Course.description", "Term.definition")  # fmt: skip

QUIZ_TEXTS: Capabilities = {
    "Course": Carried(with_what_stays),
    "Choice.text": Carried(pictures_named),
}
"""What is written in another way, in quizzes too."""

FOLDED_TEXTS: Capabilities = {
    name: Adapted(
        "Canvas shows nothing that opens and closes (`details`): it stands open, under its heading.",
        "Put what is to be found later on a page of its own.",
        becomes=unfolded(name.partition(".")[2]),
    )
    for name in _FOLDS
}
