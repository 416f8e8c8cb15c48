"""Style and script of the pages: many readable files in the templates, one of each in the site.

The scripts are ES modules. A page opened from a disk cannot load modules (its origin is opaque), so they are put
into one plain script: in the order of their imports, without the import lines and the word `export`.
"""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment

from lmsexport.content.code import code_css
from lmsexport.errors import InternalError

STYLES = ("theme", "page", "icons", "text", "items", "questions", "player", "print")
"""The style sheets, in the order of the cascade; `player` is there for pages in an LMS."""

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*\*(?:[^*]|\*(?!/))*\*/)\n+"  # lines that are only comments
    r"|[ \t]+// [^\n\"'`]*$"  # ends of lines that are; what holds a quotation mark may be text
    r"|/\*\* @type [^*]*\*/ ",  # types within a line
    re.MULTILINE,
)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_SPACE = re.compile(r"/\*(?!!)(?:[^*]|\*(?!/))*\*/\n?|^[ \t]+", re.MULTILINE)
"""Comments of style sheets, and what indents lines; no text of ours goes on in another line."""

_NAME = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) \*?([\w$]+)", re.MULTILINE)


@cache
def assets(environment: Environment, *, reload: bool, code: bool, colours: str = "") -> tuple[tuple[str, str], ...]:
    """Names and contents of the files in `assets/`; the colours of code are there when it is shown.

    Comments, types and indents stay behind: whoever wants to read a script or a style finds it in the templates.
    """
    there = environment.list_templates(filter_func=lambda name: name.startswith("assets/"))
    sheets = [_source(environment, f"{name}.css") for name in STYLES if f"assets/{name}.css" in there]
    if colours:
        sheets.insert(1, colours)
    if code:
        sheets.append(f"{code_css()}\n@media screen and (prefers-color-scheme: dark) {{\n{code_css(dark=True)}\n}}\n")
    found = [
        ("course.css", _SPACE.sub("", "\n".join(sheets))),
        ("icon.svg", _source(environment, "icon.svg")),
        ("player.js", _shipped(linked(environment, "player"))),
    ]
    if reload:
        found.append(("reload.js", _shipped(_source(environment, "reload.js"))))
    return tuple(found)


def _shipped(script: str) -> str:
    """A script without what only its readers need."""
    return _INDENT.sub("", _COMMENT.sub("", script))


def linked(environment: Environment, start: str) -> str:
    """The module `start` and all that it imports, as one plain script."""
    modules: dict[str, str] = {}
    _collect(environment, start, modules)
    names: dict[str, str] = {}
    for module, script in modules.items():
        for name in _NAME.findall(script):
            if names.setdefault(name, module) != module:
                raise InternalError(f"the scripts {names[name]}.js and {module}.js both define `{name}`")
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", script)) for script in modules.values())
    return f'(() => {{\n"use strict";\n\n{body}}})();\n'


def _collect(environment: Environment, module: str, modules: dict[str, str]) -> None:
    """Gather modules depth first, each after what it imports."""
    script = _source(environment, f"{module}.js")
    for imported in _IMPORT.findall(script):
        if imported not in modules:
            _collect(environment, imported, modules)
    modules[module] = script


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, f"assets/{name}")[0]
