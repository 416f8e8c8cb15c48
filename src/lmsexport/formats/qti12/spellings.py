"""How numbers are written, and how students type them."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.model.numbers import plain_number


def spellings(number: Decimal) -> list[str]:
    """How a number is usually typed: `0.5`, `.5`, `0,5`; `−3` and `-3`."""
    written = [plain_number(number)] if number else ["0", "0.0"]  # Moodle's import takes a lone 0 for nothing
    if "." in written[0]:
        written.append(written[0].replace(".", ","))
    if abs(number) < 1 and "." in written[0]:
        written.append(written[0].replace("0.", ".", 1))
    if number < 0:
        written += ["−" + text[1:] for text in written]
    return written
