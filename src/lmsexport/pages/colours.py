"""A course's own colour, made readable: on light and on dark paper, as text and behind text."""

from __future__ import annotations

from collections.abc import Callable

from lmsexport.content.contrast import WHITE, Rgb, contrast

_LIGHT, _DARK = (253 / 255, 252 / 255, 250 / 255), (20 / 255, 23 / 255, 28 / 255)
"""The papers of `theme.css`."""

_INK = (14 / 255, 26 / 255, 43 / 255)

ENOUGH = 5.5
"""Contrast that is kept; WCAG 2.2 (1.4.3) asks for 4.5 on the paper, and tints take a part of it."""


def colour_rules(accent: str) -> str:
    """Style rules that give a course the accent `#rrggbb`, darker or lighter where it could not be read."""
    chosen = _parsed(accent)
    light = _until(chosen, _LIGHT, lambda colour: _mixed(colour, (0, 0, 0), 0.05))
    dark = _until(chosen, _DARK, lambda colour: _mixed(colour, WHITE, 0.05))
    return (
        f":root {{\n{_variables(light, WHITE, _mixed(_LIGHT, light, 0.08))}}}\n\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root {{\n{_variables(dark, _INK, _mixed(_DARK, dark, 0.13))}  }}\n}}\n"
    )


def _variables(accent: Rgb, ink: Rgb, tint: Rgb) -> str:
    return f"  --accent: {_hex(accent)};\n  --accent-ink: {_hex(ink)};\n  --accent-tint: {_hex(tint)};\n"


def _until(colour: Rgb, paper: Rgb, step: Callable[[Rgb], Rgb]) -> Rgb:
    while contrast(colour, paper) < ENOUGH:
        colour = step(colour)
    return colour


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _parsed(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
