"""A text rendered for nobody but a proof: links lead where they are said to lead, and nothing has a look."""

from __future__ import annotations

from urllib.parse import unquote

from lmsexport.content.fragment import MediaLink
from lmsexport.content.surroundings import Note, Surroundings, Target, anchor_id
from lmsexport.content.xhtml import escape, escape_value
from lmsexport.errors import Severity


class Anywhere(Surroundings):
    """A text of which nobody knows where it stands: every address is right."""

    def __init__(self) -> None:
        self.folder = ""
        self.notes: list[Note] = []
        self.anchored: list[tuple[str, str, int]] = []

    def report(self, code: str, message: str, hint: str, line: int, severity: Severity = Severity.ERROR) -> None:
        """Take a problem, which the texts of others may have."""

    def link(self, address: str, line: int) -> Target:  # noqa: ARG002
        """The address of a link; of a place in the text that of its id."""
        return (f"#{anchor_id(unquote(address[1:]))}",) if address.startswith("#") else (address,)

    def media(self, address: str, line: int) -> Target:  # noqa: ARG002
        """The address of a picture, a sound or a video."""
        return (address,)

    def captions(self, media: Target) -> MediaLink | None:  # noqa: ARG002
        """None: captions that are called like their video go without saying."""
        return None


class AsRead:
    """Fills holes in the way that is read most surely."""

    def item_url(self, item: str, anchor: str) -> str:
        """Never asked for: `Anywhere` makes no such links."""
        return f"item:{item}#{anchor}"

    def media_url(self, path: str) -> str:
        """Never asked for, either."""
        return path

    def math(self, tex: str, display: bool) -> str:
        """The formula beside no MathML."""
        kind = ' display="block"' if display else ""
        return f'<math{kind}><annotation encoding="application/x-tex">{escape(tex)}</annotation></math>'

    def code(self, source: str, language: str) -> str:
        """The code with its language."""
        kind = f' class="language-{escape_value(language)}"' if language else ""
        return f"<pre><code{kind}>{escape(source)}</code></pre>"

    def look(self, role: str) -> str:
        """The name of the look."""
        return f' class="{role}"'
