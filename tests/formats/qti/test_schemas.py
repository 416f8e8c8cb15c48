"""Every item, test, section and manifest against the official schemas: the samples, generated courses, any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, TESTS, export
from formats.judged import judged, store
from formats.moodle.hostile import courses as hostile
from formats.qti.processor import words
from formats.qti.table import TABLE, course
from lmsexport.content import Source, nowhere, resolve
from lmsexport.formats.base import formats
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package
from lmsexport.validation import rules_schemas
from strategies import FILES, courses

pytestmark = pytest.mark.shared

VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")
any_course = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def wrong(version: str, package: Package) -> list[str]:
    """What is not valid in the documents that official schemas describe; the manifest is one of them."""
    with judged(version, package) as found:
        assert found.subject is not None
        documents = [one.member for one in found.subject.reader.documents(found.subject.contents)]
        assert "imsmanifest.xml" in documents
        if version != "qti-3.0":
            written = {part.name for part in package if part.name.endswith(".xml")}
            assert written - set(documents) == set(), "every XML document has a schema"
        breaches, unchecked = rules_schemas.breaches(found.subject, store())
        assert [line for line in unchecked if "schema store" in line] == []
        return [f"{one.member}:{one.line}: {one.what}" for one in breaches]


def generated(version: str, random: Course) -> Package:
    format = formats()[version]
    resolved, _ = resolve(Source(random, {name: Path(__file__) for name in FILES}, nowhere))
    return format.export(lower(resolved, format).course, format.options(), CONTEXT)


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_document_is_valid(version: str, folder: Path) -> None:
    assert wrong(version, export(version, folder)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_so_is_the_table_of_scores(version: str) -> None:
    questions = [question.model_dump(mode="json") for _, question in TABLE.values()]
    assert wrong(version, export(version, course(questions, pass_mark=50, shuffle_questions=True))) == []


@pytest.mark.parametrize("version", VERSIONS)
@given(random=courses())
@any_course
def test_so_are_generated_courses(version: str, random: Course) -> None:
    assert wrong(version, generated(version, random)) == []


@pytest.mark.parametrize("version", VERSIONS)
@given(data=hostile())
@any_course
def test_so_are_courses_of_any_text(version: str, data: dict[str, Any]) -> None:
    assert wrong(version, generated(version, Course.model_validate(data))) == []


HTML = """
<div dir="rtl" lang="ar" class="x" style="color: red" id="a"><p>a <span>b <div>c</div></span> <s>d</s> <u>e</u>
<mark>f</mark> <ins>g</ins> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <bdo dir="rtl">h</bdo>
<time datetime="2026">i</time>
<a href="#a">j</a> <a href="https://example.org/?a=1&amp;b=2">k</a> <wbr> <kbd>l</kbd></p>
<details open><summary>m <b>n</b></summary><p>o</p>p</details>
<dl><div><dt>q</dt><dd>r<ul><li>s<ol><li><table><caption>t</caption><colgroup><col span="2"></colgroup>
<tfoot><tr><td>u</td></tr></tfoot><tr><th scope="row" colspan="2">v</th></tr></table></li></ol></li></ul></dd></div>
</dl>
<figure><p>w</p><figcaption>x <p>y</p></figcaption></figure><h2>z</h2><blockquote>1<p>2</p>3 <em>4</em></blockquote>
<pre>5
  6 <b>7</b></pre><hr><address>8</address></div>
"""
DEEP = "<div>" * 300 + "deep" + "</div>" * 300
MARKDOWN = r"""Text **bold** *em* `code` ~~gone~~ $\frac{a}{b}$ and $$\sum_{i=1}^{n} \sqrt{x_i}
\left( \begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix} \right)$$

> quote
>
> - list
>   1. inner

| a | b |
| :- | -: |
| c | $d$ |

| only | head |
| - | - |

```python
x = {1: "~"}
```

::: callout Note
Inside a box.
:::

::: steps
### One
a
### Two
b
:::

::: timeline
### 1998 | Event
c
:::

## A heading

![A square](media/a.png "Its *caption*")

![A film](media/b.mp4)

A sound in a line: ![A sound](media/c.mp3) and an image ![dot](media/a.png).
"""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("markdown", [MARKDOWN, HTML, DEEP], ids=["markdown", "html", "deep"])
def test_so_is_every_element_in_every_place(version: str, markdown: str) -> None:
    files = {f"one/media/{name}": Path(__file__) for name in ("a.png", "b.mp4", "c.mp3")}
    feedback = dict.fromkeys(("correct", "partial", "incorrect", "general"), markdown)
    shared = {"prompt": markdown, "feedback": feedback, "hints": [markdown], "explanation": markdown}
    two = [{"id": id, "text": markdown, "correct": id == "a", "feedback": markdown} for id in "ab"]
    pairs = [{"id": id, "prompt": markdown, "match": id, "feedback": markdown} for id in "ab"]
    items = [{"id": id, "text": markdown, "feedback": markdown} for id in "ab"]
    blank = {"kind": "text", "id": "x", "answers": [{"text": "a", "feedback": markdown}]}
    questions: list[dict[str, Any]] = [
        {"type": "single-choice", "id": "q1", "choices": two} | shared,
        {"type": "matching", "id": "q2", "pairs": pairs} | shared,
        {"type": "ordering", "id": "q3", "items": items} | shared,
        {"type": "fill-in-blanks", "id": "q4", "blanks": [blank]} | shared | {"prompt": f"{markdown}\n\n{{{{x}}}}"},
        {"type": "essay", "id": "q5", "grader_notes": markdown, "template": markdown, "min_words": 3} | shared,
        {"type": "text", "id": "q6", "text": markdown},
    ]
    data = course(questions, instructions=markdown)
    resolved, _ = resolve(Source(Course.model_validate(data), files, nowhere))
    format = formats()[version]
    package = format.export(lower(resolved, format).course, format.options(), CONTEXT)
    assert wrong(version, package) == []
    for part in package:
        if part.name.startswith("items/") and isinstance(part.content, bytes):
            found = words(etree.fromstring(part.content))
            assert "deep" in found or "kan" in found or "inner" in found
