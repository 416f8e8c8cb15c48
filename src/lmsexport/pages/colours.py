"""A course's own colour, made readable: on light and on dark paper, as text and behind text."""

from __future__ import annotations

from collections.abc import Callable

Rgb = tuple[float, float, float]

_LIGHT, _DARK = (253 / 255, 252 / 255, 250 / 255), (20 / 255, 23 / 255, 28 / 255)
"""The papers of `theme.css`."""

_WHITE, _INK = (1.0, 1.0, 1.0), (14 / 255, 26 / 255, 43 / 255)

ENOUGH = 5.5
"""Contrast that is kept; WCAG 2.2 (1.4.3) asks for 4.5 on the paper, and tints take a part of it."""


def colour_rules(accent: str) -> str:
    """Style rules that give a course the accent `#rrggbb`, darker or lighter where it could not be read."""
    chosen = _parsed(accent)
    light = _until(chosen, _LIGHT, lambda colour: _mixed(colour, (0, 0, 0), 0.05))
    dark = _until(chosen, _DARK, lambda colour: _mixed(colour, _WHITE, 0.05))
    return (
        f":root {{\n{_variables(light, _WHITE, _mixed(_LIGHT, light, 0.08))}}}\n\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root {{\n{_variables(dark, _INK, _mixed(_DARK, dark, 0.13))}  }}\n}}\n"
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _variables(accent: Rgb, ink: Rgb, tint: Rgb) -> str:
    return f"  --accent: {_hex(accent)};\n  --accent-ink: {_hex(ink)};\n  --accent-tint: {_hex(tint)};\n"


def _until(colour: Rgb, paper: Rgb, step: Callable[[Rgb], Rgb]) -> Rgb:
    while contrast(colour, paper) < ENOUGH:
        colour = step(colour)
    return colour


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parsed(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
