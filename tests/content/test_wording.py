"""Words of the pages in five languages."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import fields

import pytest

from lmsexport.content import wording
from lmsexport.content.wording import LANGUAGES, Phrase

OTHERS = [language for language in LANGUAGES if language != "en"]


def gaps(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: str) -> None:
    for field in fields(wording(language)):
        word = getattr(wording(language), field.name)
        assert word.strip() == word != ""
        assert isinstance(word, Phrase) == bool(gaps(word)), field.name


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_gaps_of_the_original(language: str) -> None:
    for field in fields(wording("en")):
        assert gaps(getattr(wording(language), field.name)) == gaps(getattr(wording("en"), field.name)), field.name


def test_arabic_is_written_in_arabic() -> None:
    for field in fields(wording("ar")):
        word = re.sub(r"\{.*?\}", "", getattr(wording("ar"), field.name))
        scripts = {unicodedata.name(char).split()[0] for char in word if char.isalpha()}
        assert scripts <= {"ARABIC"}, field.name


@pytest.mark.parametrize("language", OTHERS)
def test_most_words_are_translated(language: str) -> None:
    same = [
        f.name for f in fields(wording("en")) if getattr(wording(language), f.name) == getattr(wording("en"), f.name)
    ]
    assert len(same) < 20, same


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("AR-eg", "ar"), ("zh-Hant", "en"), ("den", "en"), ("fr", "fr")]
)
def test_the_primary_language_decides(tag: str, language: str) -> None:
    assert wording(tag) is wording(language) or wording(tag) == wording(language)


def test_a_phrase_fills_its_gaps() -> None:
    assert wording("en").question_of(n=2, of=5) == "Question 2 of 5"
    with pytest.raises(KeyError):
        wording("en").question_of(n=2)
