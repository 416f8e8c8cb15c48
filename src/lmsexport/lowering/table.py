"""The table of what a target carries, for people."""

from __future__ import annotations

from typing import Any

from lmsexport.lowering.declarations import Adapted, Capabilities, Carry, Dropped, Noted, carry_of, features


def carried_table(capabilities: Capabilities) -> list[dict[str, Any]]:
    """A row for every part of the model: `carried` is yes, in another form, or no."""
    values = [key for key in capabilities if "=" in key]
    return [
        {"feature": feature, **_row(capabilities.get(feature) or carry_of(capabilities, feature))}
        for feature in sorted([*features(), *values])
    ]


def _row(carry: Carry | None) -> dict[str, Any]:
    if isinstance(carry, Adapted):
        how = f"{carry.how} {carry.besides.what}" if carry.besides else carry.how
        return {"carried": "in another form", "how": how, "remedy": carry.remedy}
    if isinstance(carry, Dropped):
        return {"carried": "no", "how": carry.why, "remedy": carry.remedy}
    if isinstance(carry, Noted):
        return {"carried": "yes", "how": carry.what, "remedy": carry.remedy}
    return {"carried": "yes", "how": "", "remedy": ""}
