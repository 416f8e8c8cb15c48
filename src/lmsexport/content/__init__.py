"""Rich text: Markdown → XHTML with holes, checked once and filled by each target in its own way."""

from lmsexport.content.composed import ComposedTexts
from lmsexport.content.fragment import EMPTY, Code, Fragment, ItemLink, Look, Math, MediaLink, Renderer
from lmsexport.content.renderers import InlineRenderer, PageRenderer
from lmsexport.content.resolve import ResolvedCourse, resolve
from lmsexport.content.source import Places, Source, nowhere
from lmsexport.content.wording import Wording, wording

__all__ = [
    "EMPTY",
    "Code",
    "ComposedTexts",
    "Fragment",
    "InlineRenderer",
    "ItemLink",
    "Look",
    "Math",
    "MediaLink",
    "PageRenderer",
    "Places",
    "Renderer",
    "ResolvedCourse",
    "Source",
    "Wording",
    "nowhere",
    "resolve",
    "wording",
]
