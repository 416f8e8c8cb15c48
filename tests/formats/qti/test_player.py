"""The table of scores in a player of QTI 3.0 that is not ours (`@citolab/qti-components`), in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
def package() -> Package:
    return export("qti-3.0", course([question.model_dump(mode="json") for _, question in TABLE.values()]))


@pytest.mark.parametrize("id", TABLE)
def test_a_player_gives_the_score_and_shows_the_feedback_of_the_model(id: str, player: Page) -> None:
    row, question = TABLE[id]
    xml = content(package(), f"items/{id}.xml")
    item, responses = Item(xml), (*row.responses, *row.spelled)
    answers = [{k: v for k, v in given(item, question, response).items() if v} for response in responses]
    results = player.evaluate(PLAY, {"xml": xml.decode(), "given": answers})
    for response, result in zip(responses, results, strict=True):
        expected = score(question, response)
        assert expected.fraction is not None
        assert abs(result["score"] - float(expected.fraction * question.points)) < NEAR, f"{response!r}"
        assert result["said"] == said(question, response), f"{response!r}"
