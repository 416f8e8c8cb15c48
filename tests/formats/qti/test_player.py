"""The table of scores in a player of QTI 3.0 that is not ours (`@citolab/qti-components`), in a real browser.

QTI 2.1 and 2.2 are played as `citolab-qti-convert` makes 3.0 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from qti_convert import upgrade_qti2_to_qti3

from conftest import NODE_PACKAGES
from formats.exporting import content, export
from formats.qti.processor import Item
from formats.qti.table import TABLE, course, given, said
from lmsexport.model.scoring import score
from lmsexport.packaging import Package

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.npm, pytest.mark.browser]

PLAY = Path(__file__).with_name("player.js").read_text(encoding="utf-8").partition("\n")[2]
SCRIPT = NODE_PACKAGES / "@citolab" / "qti-components" / "cdn" / "index.global.js"
NEAR = 0.0006
"""The player writes scores with three digits behind the point."""


@pytest.fixture(scope="module")
def player(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
    page.add_script_tag(path=SCRIPT)
    page.wait_for_function("() => customElements.get('item-container')")
    yield page
    page.close()


@cache
def package(version: str) -> Package:
    return export(version, course([question.model_dump(mode="json") for _, question in TABLE.values()]))


@pytest.mark.parametrize("id", TABLE)
def test_a_player_gives_the_score_and_shows_the_feedback_of_the_model(id: str, player: Page) -> None:
    plays(player, id, content(package("qti-3.0"), f"items/{id}.xml"), str)


HELD_IN_PART = {"Paris is", "xa*b"}
"""Texts in a part of which an accepted one stands: players of 3.0 look for a pattern anywhere."""


@pytest.mark.parametrize("version", ["qti-2.1", "qti-2.2"])
@pytest.mark.parametrize("id", [id for id in TABLE if id.endswith("-all") or id.startswith("number")])
def test_so_it_does_with_what_was_2_before(id: str, version: str, player: Page) -> None:
    plays(player, id, content(package(version), f"items/{id}.xml"), upgrade_qti2_to_qti3, HELD_IN_PART)


def plays(player: Page, id: str, xml: bytes, upgraded: Callable[[str], str], unlike: Collection[str] = ()) -> None:
    """Answer a question in the player in all ways of the table."""
    row, question = TABLE[id]
    item = Item(xml)
    responses = [response for response in (*row.responses, *row.spelled) if str(response) not in unlike]
    answers = [{k: v for k, v in given(item, question, response).items() if v} for response in responses]
    results = player.evaluate(PLAY, {"xml": upgraded(xml.decode()), "given": answers})
    for response, result in zip(responses, results, strict=True):
        expected = score(question, response)
        assert expected.fraction is not None
        assert abs(result["score"] - float(expected.fraction * question.points)) < NEAR, f"{response!r}"
        assert result["said"] == said(question, response), f"{response!r}"
