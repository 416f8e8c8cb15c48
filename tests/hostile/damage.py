"""Ways to damage a package. Each takes chance from outside, so that the same name damages in the same way again."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from hostile.seeds import Seed

NUMBERS = (
    "NaN", "INF", "-INF", "Infinity", "1e999999", "-1e999999", "1e-999999", "-0", "", " ", "0", "-1", "9" * 5_000,
    "1" + "0" * 400, "0x10", "１２", "1,5", "1.5.5", "--1", "1e", "٣", "1_000", "100000000000000000000000%", "½",
)  # fmt: skip
"""What may stand where a number is expected."""
TEXTS = (
    "../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x", "//127.0.0.1/x", "C:\\x",
    "a" * 100_000, "\u202eabc", "\ud7ff\ue000\ufffd", "%00", "%ff%fe", "%", "{{7*7}}", "${x}", "<b>", "&amp;lt;", "]]>",
    "(" * 5_000, "[" * 5_000, "{" * 5_000, "\\" * 1_001, "$" * 1_001, "*" * 5_000, "a\n" * 5_000, "://", "http://[",
    "#", "?", "http://a:b@c:99999999/", "data:,x", "\t\n ", "🎓" * 100, "É" * 100, "..", ".",
    "xn--", "{1:MC:=a~b", "\\(",
)  # fmt: skip
"""What may stand where a text, a name or an address is expected."""
MARKUP = (
    "<p>" * 300, "<b><i></b></i>", "<table><td><p></table>", "<!--", "<![CDATA[", "<img src='x' alt", "<" * 10_000,
    "&#x110000;", "&#0;", "&nosuch;", "<a href=" + "'" * 1_000, "<svg><math><p>", "<plaintext>", "<?php",
    "</p>" * 1_000, "<script>" * 100, "<select>" * 100 + "x", "<p " + "a=1 " * 1_000 + ">", "<o:p xmlns:o='x'>", "\0",
    "<\ud7ff>",
)  # fmt: skip
"""What may stand where HTML is expected."""

Damage = Callable[[Random, Seed], bytes | None]
"""The damaged package; None where the seed has nothing that could be damaged so."""
DAMAGES: dict[str, Damage] = {}


def damage(function: Damage) -> Damage:
    """Enter a way to damage into the list."""
    DAMAGES[function.__name__] = function
    return function


# -- the file ------------------------------------------------------------------------------------------------------


@damage
def flipped(chance: Random, seed: Seed) -> bytes:
    data = bytearray(seed.packed())
    for _ in range(chance.choice((1, 3, 30, 300))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@damage
def flipped_at_the_ends(chance: Random, seed: Seed) -> bytes:
    """Heads and directories stand there."""
    data = bytearray(seed.packed())
    for _ in range(chance.choice((1, 5, 20))):
        data[chance.choice((1, -1)) * chance.randrange(min(400, len(data)))] = chance.randrange(256)
    return bytes(data)


@damage
def truncated(chance: Random, seed: Seed) -> bytes:
    data = seed.packed()
    return data[: chance.randrange(len(data))]


@damage
def beheaded(chance: Random, seed: Seed) -> bytes:
    data = seed.packed()
    return data[chance.randrange(1, len(data)) :]


@damage
def stuffed(chance: Random, seed: Seed) -> bytes:
    data = seed.packed()
    place = chance.randrange(len(data))
    block = chance.choice((bytes(1_000), chance.randbytes(1_000), data[:1_000], b"PK\1\2" * 100, b"PK\5\6" + bytes(18)))
    return data[:place] + block + data[place + chance.choice((0, len(block))) :]


@damage
def as_another_archive(chance: Random, seed: Seed) -> bytes:
    """A tar where a zip was, and the other way round, and one in the other."""
    other = Seed(seed.name, "tar.gz" if seed.form == "zip" else "zip", seed.members)
    return chance.choice((other.packed(), Seed(seed.name, seed.form, (("x", other.packed()),)).packed()))


# -- members -------------------------------------------------------------------------------------------------------


def with_members(change: Callable[[Random, list[tuple[str, bytes]]], None]) -> Damage:
    """Enter a change of the list of members."""

    def made(chance: Random, seed: Seed) -> bytes | None:
        if seed.form == "file":
            return None
        members = list(seed.members)
        change(chance, members)
        return seed.packed(tuple(members))

    made.__name__ = change.__name__
    return damage(made)


@with_members
def removed(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for _ in range(chance.choice((1, len(members) // 2))):
        del members[chance.randrange(len(members))]


@with_members
def removed_documents(chance: Random, members: list[tuple[str, bytes]]) -> None:
    documents = [member for member in members if member[0].endswith(".xml") and member[0].count("/") == 0]
    for member in chance.sample(documents, (len(documents) + 2) // 3):
        members.remove(member)


@with_members
def emptied(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for index in chance.sample(range(len(members)), max(1, len(members) // 3)):
        members[index] = (members[index][0], b"")


@with_members
def swapped(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for _ in range(chance.choice((1, 10))):
        one, other = chance.randrange(len(members)), chance.randrange(len(members))
        (first, a), (second, b) = members[one], members[other]
        members[one], members[other] = (first, b), (second, a)


@with_members
def swapped_documents(chance: Random, members: list[tuple[str, bytes]]) -> None:
    places = [index for index, (name, _) in enumerate(members) if name.endswith(".xml")]
    shuffled = chance.sample(places, len(places))
    contents = [members[index][1] for index in shuffled]
    for index, content in zip(places, contents, strict=True):
        members[index] = (members[index][0], content)


@with_members
def cut_members(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for index in chance.sample(range(len(members)), max(1, len(members) // 4)):
        name, content = members[index]
        members[index] = (name, content[: chance.randrange(len(content) + 1)])


@with_members
def renamed(chance: Random, members: list[tuple[str, bytes]]) -> None:
    names = ("../evil", "/etc/passwd", "C:/x", "a\\b", "x" * 200, "ü.xml", "a/../b", "CON", "x\n.xml", " ", "%2e%2e/x")
    for index in chance.sample(range(len(members)), max(1, len(members) // 4)):
        members[index] = (chance.choice(names), members[index][1])


@with_members
def doubled(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for _ in range(5):
        name, content = chance.choice(members)
        members.append((chance.choice((name, name.upper(), f"./{name}")), content[: len(content) // 2]))


@with_members
def in_a_folder(_: Random, members: list[tuple[str, bytes]]) -> None:
    members[:] = [(f"course/{name}", content) for name, content in members]


@with_members
def with_noise(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for index in chance.sample(range(len(members)), max(1, len(members) // 4)):
        members[index] = (members[index][0], chance.randbytes(chance.choice((1, 100, 10_000))))


@with_members
def in_letters_of_others(chance: Random, members: list[tuple[str, bytes]]) -> None:
    for index, (name, content) in enumerate(members):
        if name.endswith((".xml", ".html")) and chance.random() < 0.5:
            text = content.decode("utf-8", "replace")
            encoding = chance.choice(("utf-16", "utf-32", "latin-1", "utf-7", "cp037", "utf-8-sig"))
            said = chance.choice(("UTF-8", encoding, "UTF-16", "nonsense"))
            text = re.sub(r'encoding="[^"]*"', f'encoding="{said}"', text, count=1)
            members[index] = (name, text.encode(encoding, "replace"))
