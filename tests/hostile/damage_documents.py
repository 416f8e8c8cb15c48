"""Ways to damage the documents of a package: as trees, and as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from lxml import etree

from hostile.damage import MARKUP, NUMBERS, TEXTS, Damage, damage
from hostile.seeds import Members, Seed


def documents(seed: Seed) -> list[int]:
    """The members that are XML."""
    return [index for index, (name, content) in enumerate(seed.members) if name.endswith(".xml") and content]


def replaced(seed: Seed, contents: dict[int, bytes]) -> Members:
    return tuple((name, contents.get(index, content)) for index, (name, content) in enumerate(seed.members))


def with_trees(change: Callable[[Random, etree._Element], None], share: float = 1.0) -> Damage:
    """Enter a change of documents, of all of them or of a share."""

    def made(chance: Random, seed: Seed) -> bytes | None:
        found: dict[int, bytes] = {}
        for index in documents(seed):
            if chance.random() < share:
                root = etree.fromstring(seed.members[index][1])
                change(chance, root)
                found[index] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return seed.packed(replaced(seed, found)) if found else None

    made.__name__ = change.__name__
    return damage(made)


def some(chance: Random, root: etree._Element, number: int = 10) -> list[etree._Element]:
    """So many elements at most, without the root."""
    found = [element for element in root.iter(etree.Element) if element is not root]
    return chance.sample(found, min(number, len(found)))


def numeric(root: etree._Element) -> Iterator[Callable[[str], None]]:
    """Every number in a document, as what sets it."""
    for element in root.iter(etree.Element):
        if re.fullmatch(r"\s*-?[0-9]+(\.[0-9]+)?\s*", element.text or ""):
            yield lambda value, element=element: setattr(element, "text", value)  # type: ignore[misc]
        for name, value in element.items():
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(value)):
                yield lambda value, element=element, name=name: element.set(name, value)  # type: ignore[misc]


def legal(text: str) -> str:
    """What a document can hold."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@with_trees
def without_elements(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


@with_trees
def without_half_of_the_elements(chance: Random, root: etree._Element) -> None:
    kinds = sorted({element.tag for element in root.iter(etree.Element)})
    for kind in chance.sample(kinds, len(kinds) // 4):
        for element in list(root.iter(kind)):
            if (parent := element.getparent()) is not None:
                parent.remove(element)


@with_trees
def without_attributes(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 50):
        element.attrib.clear()


@with_trees
def without_texts(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 50):
        element.text = chance.choice((None, "", " ", "\n"))


@with_trees
def all_the_same(chance: Random, root: etree._Element) -> None:
    """Every identifier is one and the same."""
    names = {"identifier", "id", "ident", "identifierref", "guid", "idref"}
    for element in root.iter(etree.Element):
        for name in names & set(element.attrib):
            element.set(name, "x" if chance.random() < 0.9 else "")


@with_trees
def in_circles(_: Random, root: etree._Element) -> None:
    """Whatever refers to something refers to what it stands in, and parents to their children."""
    for element in root.iter(etree.Element):
        for name in ("identifierref", "parameters", "href", "linkrefid", "parent"):
            if name in element.attrib:
                around = [one.get("identifier") or one.get("id") for one in element.iterancestors()]
                element.set(name, next((str(one) for one in around if one), "x"))
        if element.tag in ("parent", "questioncategoryid", "parentid", "courseid", "categoryid"):
            parent = element.getparent()
            element.text = parent.get("id", "1") if parent is not None else "1"


@with_trees
def with_other_numbers(chance: Random, root: etree._Element) -> None:
    for put in numeric(root):
        if chance.random() < 0.3:
            put(legal(chance.choice(NUMBERS)))


@with_trees
def with_one_number_everywhere(chance: Random, root: etree._Element) -> None:
    value = chance.choice(NUMBERS)
    for put in numeric(root):
        put(value)


@with_trees
def with_other_texts(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 60):
        element.text = legal(chance.choice((*TEXTS, *MARKUP, *NUMBERS)))


@with_trees
def with_other_values(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 60):
        for name in element.attrib:
            element.set(name, legal(chance.choice((*TEXTS, *NUMBERS))))


@with_trees
def with_other_names(chance: Random, root: etree._Element) -> None:
    names = sorted({str(element.tag) for element in root.iter(etree.Element)})
    for element in some(chance, root, 30):
        element.tag = chance.choice((*names, "x", "{urn:x}y"))


@with_trees
def without_namespaces(chance: Random, root: etree._Element) -> None:
    space = chance.choice(("", "{urn:other}"))
    for element in root.iter(etree.Element):
        element.tag = space + etree.QName(element).localname


@with_trees
def moved(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 20):
        for target in some(chance, root, 1):
            if element is not target and element not in target.iterancestors():
                target.append(element)


@with_trees
def shuffled(chance: Random, root: etree._Element) -> None:
    for element in [root, *some(chance, root, 30)]:
        children = list(element)
        element[:] = chance.sample(children, len(children))


@with_trees
def repeated(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 10):
        parent = element.getparent()
        if parent is not None and len(element) < 1_000:
            for _ in range(3):
                copy = etree.fromstring(etree.tostring(element, with_tail=False))
                parent.append(copy)


@with_trees
def with_remarks(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 100):
        element.insert(0, chance.choice((etree.Comment("x"), etree.ProcessingInstruction("x", "y"))))


@with_trees
def with_text_between(chance: Random, root: etree._Element) -> None:
    for element in some(chance, root, 50):
        element.tail = legal(chance.choice(TEXTS))


@with_trees
def with_bases(chance: Random, root: etree._Element) -> None:
    for element in [root, *some(chance, root, 10)]:
        element.set("{http://www.w3.org/XML/1998/namespace}base", legal(chance.choice(TEXTS)))


# -- documents as text ---------------------------------------------------------------------------------------------


def with_sources(change: Callable[[Random, str], str | bytes]) -> Damage:
    """Enter a change of the source of one document."""

    def made(chance: Random, seed: Seed) -> bytes | None:
        places = documents(seed)
        top = [index for index in places if "/" not in seed.members[index][0]]
        if not places:
            return None
        found = {}
        for index in {chance.choice(places), chance.choice(top or places)}:
            changed = change(chance, seed.members[index][1].decode("utf-8", "replace"))
            found[index] = changed if isinstance(changed, bytes) else changed.encode()
        return seed.packed(replaced(seed, found))

    made.__name__ = change.__name__
    return damage(made)


def behind_a_tag(chance: Random, source: str, what: str) -> str:
    """The source with something right behind a start tag."""
    tags = [found.end() for found in re.finditer(r"<[A-Za-z][^<>]*[^/<>]>", source)]
    place = chance.choice(tags) if tags else len(source)
    return source[:place] + what + source[place:]


@with_sources
def a_hundred_thousand_levels(chance: Random, source: str) -> str:
    return behind_a_tag(chance, source, "<a>" * 100_000 + "</a>" * 100_000)


@with_sources
def two_hundred_levels(chance: Random, source: str) -> str:
    name = chance.choice(("item", "a", "section", "div", "question", "category"))
    return behind_a_tag(chance, source, f"<{name}>" * 200 + f"</{name}>" * 200)


@with_sources
def a_hundred_thousand_siblings(chance: Random, source: str) -> str:
    tags = re.findall(r"<([A-Za-z][\w:.-]*)", source)
    return behind_a_tag(chance, source, f"<{chance.choice(tags or ['a'])}/>" * 100_000)


@with_sources
def a_long_attribute(chance: Random, source: str) -> str:
    """Longer than any parser takes, or just not."""
    return re.sub(
        r"(<[A-Za-z][\w:.-]*)",
        rf'\1 zz="{"x" * chance.choice((100_000, 100_000, 9_000_000, 11_000_000))}"',
        source,
        count=1,
    )


@with_sources
def a_long_text(chance: Random, source: str) -> str:
    return behind_a_tag(
        chance, source, chance.choice(("x", "x ", "&lt;p&gt;", "\n", "é")) * chance.choice((100_000, 1_000_000))
    )


@with_sources
def with_half_pairs(chance: Random, source: str) -> bytes:
    half = chance.choice((b"\xed\xa0\x80", b"&#xD800;", b"\xff", b"\0", b"&#0;"))
    return behind_a_tag(chance, source, "@@").encode().replace(b"@@", half, 1)


@with_sources
def with_entities(chance: Random, source: str) -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, chance.choice((3, 12))))
    outside = chance.choice(("/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x"))
    head = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}<!ENTITY f SYSTEM "{outside}">]>'
    body = re.sub(r"<\?xml[^>]*>|<!DOCTYPE[^>]*>", "", source)
    return head + behind_a_tag(chance, body, chance.choice(("&e2;", "&e11;", "&f;", "&none;", "<a b='&e2;'/>")))


@with_sources
def with_other_lines(chance: Random, source: str) -> str:
    lines = source.split("\n")
    for _ in range(20):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one] = chance.choice(("", lines[other], lines[one] * 2, lines[one][: len(lines[one]) // 2]))
    return "\n".join(lines)


# -- texts that are no XML -----------------------------------------------------------------------------------------

_SIGNS = ("{", "}", "=", "~", "#", "->", "::", "$CATEGORY:", "%", "\\", "\n\n", "//", "####", "&", "<", '"', "{}", "{#")


@damage
def with_other_signs(chance: Random, seed: Seed) -> bytes | None:
    """For pages, scripts and files of questions: signs that mean something, elsewhere."""
    places = [index for index, (name, _) in enumerate(seed.members) if name.endswith((".html", ".js", ".txt", ".json"))]
    if not places:
        return None
    found = {}
    for index in chance.sample(places, min(5, len(places))):
        text = seed.members[index][1].decode("utf-8", "replace")
        for _ in range(50):
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice((*_SIGNS, *MARKUP[:3])) + text[place + chance.choice((0, 1, 5)) :]
        found[index] = text.encode()
    return seed.packed(replaced(seed, found))
