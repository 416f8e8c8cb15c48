"""From disk to model: YAML and Markdown with positions, short forms, and what goes wrong with them."""

from lmsexport.authoring.load import load
from lmsexport.authoring.scaffold import scaffold
from lmsexport.authoring.schema import schemas
from lmsexport.authoring.write import write

__all__ = ["load", "scaffold", "schemas", "write"]
