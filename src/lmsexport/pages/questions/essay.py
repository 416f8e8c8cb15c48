"""Essay: a text that a person grades."""

from __future__ import annotations

from lmsexport.content import Wording
from lmsexport.model import Essay
from lmsexport.pages.questions.data import LONG, Data, ResponseSize, Row
from lmsexport.pages.questions.shown import Read, ShownQuestion

_LENGTHS = {"words at least": "min_words", "words at most": "max_words"}


def write(question: Essay) -> Row:
    """Write how long the text has to be."""
    return {"min_words": question.min_words, "max_words": question.max_words}


def length(question: Essay, wording: Wording) -> str:
    """How long the text has to be, in words; empty where nothing says it."""
    match question.min_words, question.max_words:
        case None, None:
            return ""
        case least, None:
            return wording.words_min(min=least)
        case None, most:
            return wording.words_max(max=most)
        case least, most:
            return wording.words_between(min=least, max=most)


def read(shown: ShownQuestion) -> Read:
    """Read how long the text has to be, and what stands in its field."""
    settings = {name: str(shown.data[key]) for name, key in _LENGTHS.items() if shown.data.get(key)}
    field = next(shown.element.iter("textarea"), None)
    if field is not None and (begins := " ".join("".join(map(str, field.itertext())).split())):
        settings["begins with"] = begins
    return Read((), settings)


def size(_: Data) -> ResponseSize:
    """What is typed, and its end."""
    return ResponseSize(0, LONG + 1)
