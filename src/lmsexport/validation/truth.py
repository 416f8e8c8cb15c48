"""What the choices of a true/false question mean, in whatever language a package says them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lmsexport.content.wording import LANGUAGES, wording

_OTHERS = {
    "bg": "вярно невярно", "ca": "vertader fals", "cs": "pravda nepravda", "cy": "gwir gau", "da": "sandt falsk",
    "de": "richtig falsch", "el": "σωστό λάθος", "fa": "درست نادرست", "fi": "tosi epätosi", "he": "נכון לא·נכון",
    "hr": "točno netočno", "hu": "igaz hamis", "id": "benar salah", "it": "vero falso", "ja": "正しい 誤り",
    "ko": "참 거짓", "nb": "sant usant", "nl": "waar niet·waar", "pl": "prawda fałsz", "pt": "verdadeiro falso",
    "ro": "adevărat fals", "ru": "верно неверно", "sk": "pravda nepravda", "sl": "drži ne·drži", "sr": "тачно нетачно",
    "sv": "sant falskt", "tr": "doğru yanlış", "uk": "правда неправда", "vi": "đúng sai", "zh": "正确 错误",
    "zh-Hant": "正確 錯誤",
}  # fmt: skip
"""The two words in languages that courses are not written in here, or in which they have others beside ours."""


@cache
def _truths() -> dict[str, bool]:
    pairs = [(say.true, say.false) for say in map(wording, LANGUAGES)]
    pairs += [(true, false.replace("·", " ")) for true, false in (words.split() for words in _OTHERS.values())]
    return {word.casefold(): value for pair in pairs for word, value in zip(pair, (True, False), strict=True)}


def truths(words: Iterable[str]) -> tuple[bool, ...] | None:
    """What each of two words means; None unless one of them is known for true and the other one for false."""
    found = tuple(_truths().get(word.strip(" .!\n").casefold()) for word in words)
    return tuple(map(bool, found)) if len(found) == 2 and set(found) == {True, False} else None
