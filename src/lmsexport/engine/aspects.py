"""Which loss can explain which difference: the aspects of an outline, and the fields of the model behind them."""

from __future__ import annotations

from lmsexport.validation.settled import DEFAULTS

_TEXT = "subtitle minutes guiding_question objectives body glossary term definition summary task suggested_opening " \
        "assistant tagline welcome description instructions prompt text authors licence version source"  # fmt: skip

FIELDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (aspect, frozenset(fields.split()))
    for aspect, fields in (
        ("title", "title number"),
        ("module", "title"),
        ("text", _TEXT),
        ("language", "language"),
        ("url", "url tool parameters lti points opens"),
        ("files", f"{_TEXT} file explanation hints feedback if_true if_false"),
        ("tool", "url name installed tools lti"),
        ("setting complete when", "complete_when pass_mark points counts"),
        ("setting requires", "requires item state"),
        ("setting points", "points questions draw weight"),
        ("setting pass mark", "pass_mark points questions"),
        ("setting attempts", "attempts"),
        ("setting visible", ""),
        ("setting time limit", "time_limit"),
        ("setting shuffle questions", "shuffle_questions"),
        ("setting shuffle choices", "shuffle_choices shuffle fixed"),
        ("setting shuffle", "shuffle shuffle_choices fixed"),
        ("setting counts", "counts"),
        ("setting feedback shows", "feedback_shows"),
        ("setting answers show", "answers_show"),
        ("setting questions per page", "questions_per_page"),
        ("setting graded", "graded"),
        ("setting grade category", "grade_category graded title"),
        ("setting weight", "weight grade_category graded"),
        ("setting opens", "opens"),
        ("setting parameter", "parameters"),
        ("setting scoring", "scoring weight"),
        ("setting case sensitive", "case_sensitive wildcards"),
        ("setting unit", "unit"),
        ("setting fixed choices", "fixed shuffle"),
        ("setting share of each", "points"),
        ("setting words", "min_words max_words"),
        ("setting begins with", "template"),
        ("setting for graders", "grader_notes"),
        ("type", "blanks wildcards tolerance answers"),
        ("prompt", "prompt unit blanks text min_words max_words"),
        ("points", "points"),
        ("feedback", "correct partial incorrect general explanation feedback"),
        ("hints", "hints"),
        ("tags", "tags"),
        ("number", "draw bank questions"),
        ("bank", "bank title"),
        ("answer share", "weight scoring correct points choices answers blanks"),
        ("answer feedback", "feedback if_true if_false correct incorrect partial"),
        ("answer order", "fixed shuffle answers"),
        ("answer", "text answers value tolerance tolerance_type min max match prompt distractors choices wildcards "
                   "items pairs blanks case_sensitive"),
    )
)  # fmt: skip
"""Beginning of an aspect of an outline → the fields of the model whose loss can explain that it differs.

Of answers, `answer share`, `answer feedback` and `answer order` stand for the sides of any one of them.
"""

UNSAID = {"language": "en"} | {f"setting {name}": value for name, value in DEFAULTS.items()}
"""What an author who says nothing gets; a package that says nothing either has lost nothing."""
