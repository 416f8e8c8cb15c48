"""Files that a file of questions has no place for: what stands for them in texts."""

from __future__ import annotations

from collections.abc import Collection

from lmsexport.formats.moodle.carries.questions import QUESTIONS
from lmsexport.lowering import Adapted, Capabilities
from lmsexport.lowering.declarations import model_classes
from lmsexport.lowering.passes.texts import Refused, every_file, fileless, text_fields


def without_files(
    *classes: str, how: str, remedy: str = "", refused: Refused = every_file, besides: Collection[str] = QUESTIONS
) -> Capabilities:
    """How all texts of these classes are carried: with the descriptions of some files in their place.

    Of a text of which something else is said already (`besides`), it is said at the part that has it.
    """
    table: dict[str, Adapted] = {}
    for name in classes:
        texts = text_fields(model_classes()[name])
        others = [field for field in texts if f"{name}.{field}" in besides]
        own = [field for field in texts if field not in others]
        table |= dict.fromkeys(
            (f"{name}.{field}" for field in own),
            Adapted(how, remedy, becomes=fileless(*own, refused=refused), shortens=True),
        )
        if others:
            table[name] = Adapted(how, remedy, becomes=fileless(*others, refused=refused), shortens=True)
    return table
