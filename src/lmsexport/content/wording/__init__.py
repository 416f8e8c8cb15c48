"""The words that packages say themselves, in the language of the course: one file a language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from lmsexport.content.wording.words import Phrase, Wording

__all__ = ["LANGUAGES", "Phrase", "Wording", "wording"]

LANGUAGES = ("ar", "de", "en", "es", "fr")
"""Primary subtags of the languages that we have words for."""


@cache
def wording(language: str) -> Wording:
    """The words for a BCP 47 tag, by its primary language; English for the languages that we have no words for."""
    primary = language.lower().partition("-")[0]
    words: Wording = import_module(f"{__name__}.{primary if primary in LANGUAGES else 'en'}").WORDING
    return words
