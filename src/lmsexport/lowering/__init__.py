"""Lowering: what a target cannot carry is taken out of the course and named, one loss each."""

from lmsexport.lowering.capabilities import (
    CARRIED,
    Adapted,
    Capabilities,
    Carried,
    Carry,
    Condition,
    Dropped,
    features,
    per_course,
)
from lmsexport.lowering.lower import Loss, leaf_texts, lower

__all__ = [
    "CARRIED",
    "Adapted",
    "Capabilities",
    "Carried",
    "Carry",
    "Condition",
    "Dropped",
    "Loss",
    "features",
    "leaf_texts",
    "lower",
    "per_course",
]
