"""From disk to model and back: YAML and Markdown with positions, short forms, and what goes wrong with them."""

from lmsexport.authoring.layout import Layout, layout
from lmsexport.authoring.load import load
from lmsexport.authoring.scaffold import scaffold
from lmsexport.authoring.schema import schemas
from lmsexport.authoring.write import write

__all__ = ["Layout", "layout", "load", "scaffold", "schemas", "write"]
