"""The parts of lessons and labs on the pages that `Pages` writes for LMSs, read back.

No class says which part is which, since sanitisers take them; the look of a part and the headings of our own do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from lmsexport.content import Wording, wording
from lmsexport.content.looks import inline_style
from lmsexport.validation import Part, RichText, rich_of, words


def parts_of(body: etree._Element, base: str = "") -> tuple[Part, ...]:
    """The parts of a lesson or a lab, in the order of its page; none where somebody else has written the page.

    `base` is that of the page's text.
    """
    around = blocks(body)
    if len(around) != 1 or around[0].tag != "div" or not {"lang"} <= set(around[0].keys()) <= {"lang", "dir"}:
        return ()
    page = _Page(blocks(around[0]), wording(around[0].get("lang", "")), base)
    return tuple(part for part in (page.lab() or page.lesson()) if part.text)


def blocks(element: etree._Element) -> list[etree._Element]:
    """What stands in an element; nothing where words stand there, too."""
    blocks = list(element.iterchildren(etree.Element))
    beside = "".join([element.text or "", *(block.tail or "" for block in blocks)])
    return [] if beside.strip() else blocks


class _Page:
    """A page while it is taken apart: what stands in it, one below the other."""

    def __init__(self, blocks: Sequence[etree._Element], say: Wording, base: str) -> None:
        self.blocks = list(blocks)
        self.say = say
        self.base = base

    def lab(self) -> list[Part]:
        """The parts of a lab, which has a task and ends with its assistant; none for another page."""
        task = next((place for place, block in enumerate(self.blocks) if _is_heading(block, self.say.your_task)), None)
        if task is None or not _looks(self.blocks[-1], "div", "callout"):
            return []
        assistant = list(self._assistant(list(self.blocks[-1].iterchildren(etree.Element))))
        end = len(self.blocks) - 1
        opening = list[Part]()
        if _is_heading(self.blocks[end - 2], self.say.suggested_opening) and self.blocks[end - 1].tag == "blockquote":
            end -= 2
            opening = [self._plain("suggested_opening", self.blocks[end + 1])]
        summary, told = self._part("summary", self.blocks[:task]), self._part("task", self.blocks[task + 1 : end])
        return [summary, told, *opening, *assistant]

    def _assistant(self, blocks: list[etree._Element]) -> Iterator[Part]:
        if blocks and _looks(blocks[0], "p", "callout-label"):
            yield self._plain("assistant", blocks.pop(0))
        if blocks and _is_small(blocks[0]):
            yield self._plain("tagline", blocks.pop(0))
        yield self._part("welcome", blocks)

    def lesson(self) -> Iterator[Part]:
        """The parts of a lesson, or of a page that has nothing but a text."""
        if self._begins_with("p", "subtitle"):
            yield self._plain("subtitle", self.blocks.pop(0))
        if self.blocks and _is_small(self.blocks[0]) and self._minutes.fullmatch(words(self.blocks[0])):
            self.blocks.pop(0)
        if self._begins_with("p", "question"):
            yield self._plain("guiding_question", self.blocks.pop(0))
        if objectives := self._listed(self.blocks[:2], self.say.objectives, "ul"):
            yield from (self._plain("objectives", one) for one in objectives)
            del self.blocks[:2]
        terms = self._listed(self.blocks[-2:], self.say.glossary, "dl")
        yield self._part("body", self.blocks[:-2] if terms else self.blocks)
        for term, definition in zip(terms[::2], terms[1::2], strict=False):
            yield Part(name="glossary", text=rich_of(definition, self.base), term=words(term))

    def _begins_with(self, tag: str, role: str) -> bool:
        return bool(self.blocks) and _looks(self.blocks[0], tag, role)

    @property
    def _minutes(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.say.minutes(n="0")).replace("0", r"\d+"))

    def _listed(self, blocks: Sequence[etree._Element], heading: str, tag: str) -> list[etree._Element]:
        """What a list below a heading has, where the two blocks are these."""
        if len(blocks) != 2 or not _is_heading(blocks[0], heading) or blocks[1].tag != tag:
            return []
        return list(blocks[1].iterchildren(etree.Element))

    def _plain(self, name: str, block: etree._Element) -> Part:
        return Part(name=name, text=RichText(words(block)))

    def _part(self, name: str, blocks: Sequence[etree._Element]) -> Part:
        """A part that is several blocks, which leave the page for it."""
        whole = etree.Element("div")
        whole.extend(blocks)
        return Part(name=name, text=rich_of(whole, self.base))


def _is_heading(block: etree._Element, said: str) -> bool:
    return block.tag == "h2" and words(block) == said


def _is_small(block: etree._Element) -> bool:
    """Whether a block is a paragraph in small letters."""
    return block.tag == "p" and [one.tag for one in block] == ["small"] and not (block.text or "").strip()


def _looks(block: etree._Element, tag: str, role: str) -> bool:
    """Whether a block has the look of a role, however its style is written."""
    return block.tag == tag and _declared(block.get("style", "")) == _declared(inline_style(role))


def _declared(style: str) -> frozenset[str]:
    return frozenset("".join(one.split()) for one in style.split(";") if one.strip())
