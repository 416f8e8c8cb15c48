"""Lowering: a course is rewritten as a target can carry it, and each loss is named."""

from lmsexport.lowering.around import Around, Pass, changed
from lmsexport.lowering.declarations import (
    CARRIED,
    EDITED,
    LINKS,
    PUBLISHED,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Capabilities,
    Carried,
    Carry,
    Condition,
    Dropped,
    Noted,
    features,
    ids_in_banks,
    per_course,
    whole,
)
from lmsexport.lowering.losses import Loss, leaf_texts
from lmsexport.lowering.lower import Lowered, LoweredCourse, lower

__all__ = [
    "CARRIED",
    "EDITED",
    "LINKS",
    "PUBLISHED",
    "QUESTION_CLASSES",
    "QUESTION_PARTS",
    "Adapted",
    "Around",
    "Capabilities",
    "Carried",
    "Carry",
    "Condition",
    "Dropped",
    "Loss",
    "Lowered",
    "LoweredCourse",
    "Noted",
    "Pass",
    "changed",
    "features",
    "ids_in_banks",
    "leaf_texts",
    "lower",
    "per_course",
    "whole",
]
