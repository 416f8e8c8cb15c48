"""What the HTML of a text says, without how it says it."""

from lmsexport.content.structure.parts import Structure
from lmsexport.content.structure.reading import Reading, structure

__all__ = ["Reading", "Structure", "structure"]
