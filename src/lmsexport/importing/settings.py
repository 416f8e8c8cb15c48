"""Settings of an outline, which are words, as values of the model."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lmsexport.validation.outline import Settings


def switch(said: Settings, name: str) -> bool | None:
    """Whether a switch is on; None where nothing is said."""
    return None if name not in said else said[name] == "yes"


def whole(said: Settings, name: str) -> int | None:
    """A whole number above 0; None for anything else."""
    digits = said.get(name, "")
    return (int(digits) or None) if digits.isdecimal() else None


def decimal(said: Settings, name: str) -> Decimal | None:
    """A number; None for anything else."""
    try:
        found = Decimal(said.get(name, ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
