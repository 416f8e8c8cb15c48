"""Elements of QTI as text: names as the version writes them, values escaped."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from lmsexport.content.xhtml import escape_value
from lmsexport.formats.qti.versions import Version, element_3, kebab

PREFIX = "qh5"
"""The prefix of the elements of HTML 5 in QTI 2.2."""

Value = str | int | bool | Decimal | None


class Elements:
    """Writes the elements of one version. Names are those of QTI 2; children are XML."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._tags: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.variable = cache(lambda name: self("variable", identifier=name))
        """The expression for a variable."""

    def __call__(self, name: str, *children: str, **attributes: Value) -> str:
        """An element; an attribute that is None is left out, `class_` and `xml_lang` are `class` and `xml:lang`."""
        tag = self._tags.get(name) or self._tag(name)
        start = f"<{tag}"
        for key, value in attributes.items():
            if value is not None:
                start += f' {self._names.get(key) or self._name(key)}="{written(value)}"'
        if not children:
            return f"{start}/>"
        return f"{start}>{''.join(children)}</{tag}>"

    def root(self, name: str, *children: str, **attributes: Value) -> str:
        """A document with this element as its root."""
        version = self.version
        namespaces = (
            f' xmlns="{version.namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            f' xsi:schemaLocation="{version.namespace} {version.schema}"'
        )
        tag = self._tags.get(name) or self._tag(name)
        element = self(name, *children, **attributes)
        if version.html5 != version.namespace and f"<{PREFIX}:" in element:
            namespaces += f' xmlns:{PREFIX}="{version.html5}"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag}{namespaces}{element[1 + len(tag) :]}\n'

    def body(self, content: str) -> str:
        """What stands in feedback or in a rubric."""
        return self("contentBody", content) if self.version.bodies else content

    def aria(self, label: str) -> dict[str, Value]:
        """The attributes that name an element for those who cannot see it."""
        return {"aria_label": label} if self.version.aria else {}

    def _tag(self, name: str) -> str:
        self._tags[name] = element_3(name) if self.version.kebab else name
        return self._tags[name]

    def _name(self, name: str) -> str:
        self._names[name] = _SPECIAL.get(name) or (kebab(name) if self.version.kebab else name)
        return self._names[name]


_SPECIAL = {"class_": "class", "xml_lang": "xml:lang", "aria_label": "aria-label"}


@lru_cache(maxsize=4096, typed=True)
def written(value: str | int | bool | Decimal) -> str:
    """The value of an attribute, escaped."""
    if isinstance(value, str):
        value = escape_value(value)
        return value if value.isprintable() else _kept(value)
    if value is True or value is False:
        return "true" if value else "false"
    return number(value)


def _kept(value: str) -> str:
    """A value whose white space parsers are to keep (XML 1.0, 3.3.3)."""
    return value.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def number(value: Decimal | int) -> str:
    """A number as XML Schema writes a double: without zeros at its end, with an exponent only where it is very long."""
    if isinstance(value, int):
        return str(value)
    if value and abs(value.adjusted()) > 30:
        return str(value)
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
