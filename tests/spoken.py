"""Outlines in words, to be held against what a test expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lmsexport.validation import RichText


def lines(texts: Iterable[RichText]) -> list[str]:
    """The words of texts, one after the other."""
    return [text.words for text in texts]


def sayings(texts: Mapping[str, RichText]) -> dict[str, str]:
    """The words of texts by their names."""
    return {name: text.words for name, text in texts.items()}
