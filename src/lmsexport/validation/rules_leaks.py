"""Rules about what must not leave the building."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.model.secrets import secret_shapes
from lmsexport.validation.archives import PackageError
from lmsexport.validation.reader import Subject
from lmsexport.validation.rules import Breach, rule

_TEXTS = frozenset("css csv gift htm html js json md qti svg tex txt vtt xhtml xml xsd yaml yml".split())
"""Endings of files in which a secret can be read."""


@rule(
    "leak-secret",
    "No file has a key, a password or a token in it.",
    source="everybody who may download the package can read it, and so can every student who opens a page",
    mend="take it out, and have its owner withdraw it: it has been in a file that was passed on",
)
def secrets(subject: Subject) -> Iterator[Breach]:
    for name in subject.contents:
        if name.rpartition(".")[2].lower() in _TEXTS or subject.contents.single:
            try:
                text = subject.contents.read(name).decode("utf-8", "replace")
            except PackageError:
                continue
            for index, kind in secret_shapes(text):
                yield Breach(f"here stands {kind}", name, text.count("\n", 0, index) + 1)


RULES = (secrets,)
