"""Items as the templates read them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an item, plain or HTML; either is escaped once, by the template."""

    content: str
    html: bool = True

    @property
    def type(self) -> str:
        """Its media type (`texttype` of `mattext`)."""
        return "text/html" if self.html else "text/plain"

    def __bool__(self) -> bool:
        return bool(self.content)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that a student picks or types."""

    ident: str
    text: Text
    right: bool
    feedback: bool = False
    """Whether a feedback `<ident>_fb` belongs to it."""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that are right, both ends included."""

    ident: str
    value: str
    """The number itself; empty where only the ends are given."""
    low: str
    high: str
    feedback: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A response of its own within an item: a pair of a matching, a blank."""

    ident: str
    text: Text
    answers: list[Answer]
    feedback: str = ""
    """Ident of a feedback that belongs to the whole row."""


@dataclass(slots=True)
class Item:
    """A question; the templates read it."""

    ident: str
    template: str
    title: str
    text: Text
    metadata: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    feedbacks: list[tuple[str, Text]] = field(default_factory=list)
    """Ident → text: `general_fb`, `correct_fb`, `general_incorrect_fb`, and `<ident>_fb` of answers."""
    hints: list[Text] = field(default_factory=list)
    shuffle: bool = False
    case_sensitive: bool = False
    cartridge: bool = False
    """Whether it keeps to the profile of Common Cartridge."""
    after_wrong: str = "Yes"
    """Whether processing goes on when a wrong choice was found (`continue` of its `respcondition`)."""

    @property
    def feedback_idents(self) -> frozenset[str]:
        """Idents of the feedbacks that the item has."""
        return frozenset(ident for ident, _ in self.feedbacks)

    @property
    def share(self) -> str:
        """What each row adds to the score of 100."""
        return f"{100 / len(self.rows):.4f}".rstrip("0").rstrip(".")

    def add_feedback(self, ident: str, text: Text) -> bool:
        """Add a feedback; whether there is anything to say."""
        if text:
            self.feedbacks.append((ident, text))
        return bool(text)
