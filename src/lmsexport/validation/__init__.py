"""What is in a package, whoever wrote it, and whether it keeps the rules: the judge.

A package is opened (`contents`), recognised by the room of its format (`reader`), held against the official schemas
(`store`) and the rules that no schema says (`rules`), and read into an `outline`, which is the same for all formats.
"""

from lmsexport.validation.archives import Entry, PackageError, Sums
from lmsexport.validation.contents import Contents, line_of
from lmsexport.validation.outline import (
    Answer,
    Bank,
    BlankKind,
    Draw,
    File,
    Item,
    Module,
    Need,
    Number,
    Outline,
    Part,
    Question,
    fixed_choices,
    share_of_each,
)
from lmsexport.validation.plain import plain, words
from lmsexport.validation.reader import GROUP, Breach, Document, Reader, Rule, Subject, called, readers, rule
from lmsexport.validation.rich import NOTHING, RichText, behind, joined, rich, rich_of, without
from lmsexport.validation.targets import Elsewhere, Embedded, ItemRef, Lost, Member, Target

__all__ = [
    "GROUP",
    "NOTHING",
    "Answer",
    "Bank",
    "BlankKind",
    "Breach",
    "Contents",
    "Document",
    "Draw",
    "Elsewhere",
    "Embedded",
    "Entry",
    "File",
    "Item",
    "ItemRef",
    "Lost",
    "Member",
    "Module",
    "Need",
    "Number",
    "Outline",
    "PackageError",
    "Part",
    "Question",
    "Reader",
    "RichText",
    "Rule",
    "Subject",
    "Sums",
    "Target",
    "behind",
    "called",
    "fixed_choices",
    "joined",
    "line_of",
    "plain",
    "readers",
    "rich",
    "rich_of",
    "rule",
    "share_of_each",
    "without",
    "words",
]
