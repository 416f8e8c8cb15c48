"""Templates escape, refuse what is not defined, and can be overridden one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError

from lmsexport.errors import InternalError
from lmsexport.packaging import templates, wellformed
from lmsexport.packaging.templates import Compiled
from lmsexport.shipped import shipped_templates


def test_a_file_of_the_user_comes_first_and_the_others_stay(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "moodle" / "questions"
    own.mkdir(parents=True)
    (own / "essay.xml.j2").write_text("mine", encoding="utf-8")
    environment = templates("moodle", tmp_path / "templates")
    assert environment.get_template("questions/essay.xml.j2").render() == "mine"
    shipped = environment.get_template("questions/text.xml.j2").filename
    assert shipped is not None and Path(shipped).is_relative_to(shipped_templates())


def test_values_are_escaped_and_undefined_ones_refused() -> None:
    environment = templates("report")
    assert environment.from_string("{{ text }}").render(text='<a b="c">&') == "&lt;a b=&#34;c&#34;&gt;&amp;"
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()


def test_wellformed_documents_become_utf_8() -> None:
    assert wellformed("a.xml", "<a>é</a>") == "<a>é</a>".encode()


@pytest.mark.parametrize(
    "xml", ["", "<a>", "<a></b>", "<a>&nbsp;</a>", "<a>\x01</a>", "<a b='1' b='2'/>", "<x:a/>", "<a/>b"]
)
def test_nothing_illformed_leaves(xml: str) -> None:
    with pytest.raises(InternalError, match=r"a\.xml is not well-formed"):
        wellformed("a.xml", xml)


def test_a_document_after_a_broken_one_is_read_afresh() -> None:
    with pytest.raises(InternalError):
        wellformed("a.xml", "<x:a/>")
    assert wellformed("b.xml", "<b/>") == b"<b/>"


def test_entities_are_not_fetched_or_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<", encoding="utf-8")
    xml = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]><a>&e;</a>'
    assert b"&e;" in wellformed("a.xml", xml)


def test_what_one_environment_has_compiled_is_not_taken_by_one_with_other_settings(tmp_path: Path) -> None:
    (tmp_path / "text.j2").write_text("{{ text }}", encoding="utf-8")
    kept = tmp_path / "kept"
    kept.mkdir()

    def shown(**settings: Any) -> str:
        loader = FileSystemLoader(tmp_path)
        return (
            Environment(loader=loader, bytecode_cache=Compiled(str(kept)), **settings)
            .get_template("text.j2")
            .render(text="<")
        )

    assert [shown(autoescape=True), shown(autoescape=False), shown(autoescape=True)] == ["&lt;", "<", "&lt;"]
    assert shown(finalize=not_null) == "NULL"
    assert len(list(kept.iterdir())) == 3
    (tmp_path / "text.j2").write_text("{{ text }}{{ text }}", encoding="utf-8")
    assert shown(autoescape=False) == "<<"


def not_null(_: object) -> str:
    return "NULL"
