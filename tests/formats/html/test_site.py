"""The site as files: complete, well-formed, linked, safe, small."""

from __future__ import annotations

import datetime
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from formats.html import showcase
from lmsexport.content.looks import ROLES
from lmsexport.errors import InternalError
from lmsexport.formats.base import Context
from lmsexport.formats.html.target import Options, WebPages
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package, templates
from lmsexport.pages.site import MENU_REACH
from lowering_of import lowered_by

WHEN = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.UTC)


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """Exports a course as the engine does: lowered first."""

    def export(course: Course | None = None, user: Path | None = None, **options: Any) -> Package:
        resolved = showcase.resolved(course or showcase.course(), tmp_path)
        return WebPages().export(lower(resolved, WebPages()).course, Options(**options), Context(WHEN, user))

    return export


def text(package: Package, name: str) -> str:
    content = package[name].content
    assert isinstance(content, bytes)
    return content.decode()


def documents(package: Package) -> Iterator[tuple[str, str]]:
    return ((part.name, text(package, part.name)) for part in package if part.name.endswith(".html"))


def parsed(page: str) -> HtmlElement:
    tree: HtmlElement = document_fromstring(page)
    return tree


def quiz(*questions: dict[str, Any], **fields: Any) -> Course:
    """A course with one quiz."""
    item = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": questions, "source": "one/quiz.yaml"} | fields
    return Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "one", "title": "One", "items": [item]}])


def test_there_is_a_page_for_every_item_and_the_files_that_they_use(export: Any) -> None:
    assert {part.name for part in export()} == {
        "index.html", "assets/course.css", "assets/player.js", "assets/icon.svg", "media/one/images/circle.svg",
        *(f"pages/{name}.html" for name in (
            "lesson-one", "quiz-all", "lab-one", "link-one", "file-one", "talk", "test-all", "lesson-last",
        )),
    }  # fmt: skip


def test_the_same_course_gives_the_same_site(export: Any) -> None:
    first, second = export(), export()
    assert [(part.name, part.content) for part in first] == [(part.name, part.content) for part in second]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ar", "zh-Hant"])
def test_every_page_is_well_formed(export: Any, language: str) -> None:
    for name, page in documents(export(showcase.course(language))):
        root = etree.fromstring(page.encode())
        assert root.get("lang") == language, name
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name


def test_every_link_leads_somewhere(export: Any) -> None:
    package = export()
    pages = {name: parsed(page) for name, page in documents(package)}
    for name, page in pages.items():
        for element in page.iter("a", "link", "script", "img"):
            address = element.get("href") or element.get("src")
            if address is None or urlsplit(address).scheme:
                continue
            path, _, anchor = urljoin(name, address).partition("#")
            assert unquote(path) in package, (name, address)
            if anchor:
                assert pages[path].get_element_by_id(unquote(anchor)) is not None, (name, address)


def test_nothing_is_asked_of_another_server(export: Any) -> None:
    package = export(reload=True)
    for name, page in documents(package):
        for element in parsed(page).iter("link", "script", "img", "iframe", "video", "audio"):
            assert not urlsplit(element.get("href") or element.get("src") or "").netloc, name
    assert not re.search(r"@import|url\((?!\"data:)", text(package, "assets/course.css"))


def test_every_role_of_the_texts_has_a_style(export: Any) -> None:
    style = text(export(), "assets/course.css")
    assert [role for role in ROLES if not re.search(rf"\.{role}\b(?!-)", style)] == []


def test_the_index_tells_what_there_is(export: Any) -> None:
    page = parsed(text(export(), "index.html"))
    said = " ".join(page.text_content().split())
    for fact in (
        "By Ada, Grace", "Version 1.0, 2025-01-31", "Licence: CC-BY-4.0", "A course with everything.", "12 min",
        "Questions: 9", "Pass mark: 80 %", "Points: 10", "Opens after: The first lesson (viewed)",
        "Opens after: A practice quiz (passed)", "Opens after: 1. The beginning", "Beside the course.",
    ):  # fmt: skip
        assert fact in said


def test_the_answers_stand_in_the_data_and_nowhere_else(export: Any) -> None:
    page = parsed(text(export(), "pages/quiz-all.html"))
    for script in page.findall(".//script"):
        script.drop_tree()
    rest = etree.tostring(page, encoding="unicode")
    for secret in ("You picked", "All of it.", "Why p-", "Goethe", "On the Seine.", "right"):
        assert secret not in rest


def data_of(page: str) -> Any:
    return json.loads(re.search(r'class="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]


def test_the_data_cannot_end_its_script(export: Any) -> None:
    nasty = "</script><script>alert(1)</script><!-- \u2028\u2029 & <![CDATA["
    page = text(
        export(quiz({"type": "short-answer", "id": "q", "prompt": "?", "answers": [{"text": nasty}]})),
        "pages/quiz.html",
    )
    assert page.count("</script>") == 2
    assert "<!--" not in page and "\u2028" not in page
    assert data_of(page)["questions"]["q"]["answers"][0]["text"] == nasty


def test_a_bank_that_nobody_draws_from_and_texts_in_banks_are_named_as_losses() -> None:
    fields = showcase.course().model_dump()
    fields["banks"] = [
        fields["banks"][0]
        | {"questions": [{"type": "text", "id": "note", "text": "NOTE"}, *fields["banks"][0]["questions"]]},
        fields["banks"][0] | {"id": "spare", "questions": [{"type": "essay", "id": "spare-essay", "prompt": "SPARE"}]},
    ]
    lowered, losses = lowered_by(Course.of(**fields), WebPages.capabilities)
    assert [(loss.code, loss.owner) for loss in losses if loss.severity == "dropped" and "NOTE" in loss.what] == [
        ("TextBlock", "note")
    ]
    assert [loss.owner for loss in losses if "SPARE" in loss.what] == ["spare"]
    assert [bank.id for bank in lowered.banks] == ["bank"]


def test_what_is_not_for_students_stays_out(export: Any) -> None:
    everything = "".join(page for _, page in documents(export()))
    assert "Look for a reason." not in everything
    course = showcase.course()
    lab = course.modules[0].items[2].model_copy(update={"private": {"prompt": "SYSTEM-SECRET"}})
    items = (*course.modules[0].items[:2], lab, *course.modules[0].items[3:])
    module = course.modules[0].model_copy(update={"items": items})
    package = export(course.model_copy(update={"modules": (module, *course.modules[1:])}))
    assert all("SYSTEM-SECRET" not in page for _, page in documents(package))


def test_titles_are_text_and_not_markup(export: Any) -> None:
    page = text(
        export(quiz({"type": "essay", "id": "q", "prompt": "?"}, title='<b>"Quiz" & co</b>')), "pages/quiz.html"
    )
    assert "<b>" not in page
    assert parsed(page).findtext(".//h1") == '<b>"Quiz" & co</b>'


def test_menus_stay_small_in_a_large_module(export: Any) -> None:
    lessons = [{"type": "lesson", "id": f"lesson-{n}", "title": f"Lesson {n}", "body": "Text."} for n in range(200)]
    course = Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": lessons}])
    package = export(course)
    middle = parsed(text(package, "pages/lesson-100.html"))
    assert len(middle.findall(".//nav//li[@data-entry]")) == 2 * MENU_REACH + 1
    assert len(parsed(text(package, "index.html")).findall(".//li[@data-entry]")) == 200


def test_a_bank_that_two_pools_draw_from_stands_once_in_the_page(export: Any) -> None:
    course = showcase.course()
    pools = [{"type": "pool", "id": f"pool-{n}", "bank": "bank", "draw": 2} for n in (1, 2)]
    item = {"type": "test", "id": "t", "title": "T", "questions": pools, "grade_category": "tests"}
    changed = Course.of(
        **(course.model_dump(exclude={"modules"}) | {"modules": [{"id": "m", "title": "M", "items": [item]}]})
    )
    page = text(export(changed), "pages/t.html")
    assert page.count("<template>") == 4
    assert [place["pool"] for place in data_of(page)["order"]] == ["pool-1", "pool-2"]
    assert "2 of 4 questions are drawn at random" in page


def test_files_with_any_name_are_found(export: Any, tmp_path: Path) -> None:
    from lmsexport.content import Source, nowhere, resolve

    picture = tmp_path / "bild.svg"
    picture.write_text(showcase.DRAWING, encoding="utf-8")
    lesson = {"type": "lesson", "id": "l", "title": "L", "source": "a b/l.md", "body": "![x](<ünter & über#1.svg>)"}
    course = Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": [lesson]}])
    name = "a b/ünter & über#1.svg"
    resolved, _ = resolve(Source(course, {name: picture, "a b/ünter & über": picture}, nowhere))
    package = WebPages().export(lower(resolved, WebPages()).course, Options(), Context(WHEN))
    addresses = [image.get("src") or "" for image in parsed(text(package, "pages/l.html")).iter("img")]
    assert [unquote(urljoin("pages/l.html", address)) in package for address in addresses] == [True]


def test_style_and_script_are_small(export: Any) -> None:
    package = export()
    size = sum(len(gzip.compress(text(package, f"assets/{name}").encode())) for name in ("course.css", "player.js"))
    assert size < 60_000


def test_pages_reload_only_when_asked(export: Any) -> None:
    assert "assets/reload.js" not in export()
    package = export(reload=True)
    assert "assets/reload.js" in package
    assert all("reload.js" in page for _, page in documents(package))


def test_a_users_own_templates_come_first(export: Any, tmp_path: Path) -> None:
    own = tmp_path / "own" / "html"
    (own / "assets").mkdir(parents=True)
    (own / "questions").mkdir()
    (own / "assets" / "theme.css").write_text(":root { --accent: tomato; }\n", encoding="utf-8")
    (own / "questions" / "essay.html.j2").write_text("<p>MY ESSAY {{ question.id }}</p>\n", encoding="utf-8")
    package = export(user=tmp_path / "own")
    assert "tomato" in text(package, "assets/course.css")
    assert "MY ESSAY p-essay" in text(package, "pages/quiz-all.html")
    assert "The first lesson" in text(package, "pages/lesson-one.html")


def test_comments_and_types_of_scripts_stay_behind(export: Any, tmp_path: Path) -> None:
    assets = tmp_path / "own" / "html" / "assets"
    assets.mkdir(parents=True)
    (assets / "player.js").write_text(
        "// What it does.\n\n"
        "/**\n * In words.\n * @param {number} n\n */\n"
        'const f = (n) => "a // b" + n; // why\n'
        "const g = /** @type {string} */ (f(1));\n"
        "  // -- a part\n"
        "const url = `http://${g}`;\n",
        encoding="utf-8",
    )
    script = text(export(user=tmp_path / "own"), "assets/player.js")
    lines = ['const f = (n) => "a // b" + n;', "const g = (f(1));", "const url = `http://${g}`;"]
    assert script.splitlines() == ["(() => {", '"use strict";', "", *lines, "})();"]


def test_two_scripts_cannot_define_the_same_name(tmp_path: Path) -> None:
    from lmsexport.pages.assets import linked

    assets = tmp_path / "html" / "assets"
    assets.mkdir(parents=True)
    (assets / "player.js").write_text('import { a } from "./other.js";\nconst b = a;\n', encoding="utf-8")
    (assets / "other.js").write_text("export const a = 1;\nfunction b() {}\n", encoding="utf-8")
    with pytest.raises(InternalError, match=r"other\.js and player\.js both define `b`"):
        linked(templates("html", tmp_path), "player")
