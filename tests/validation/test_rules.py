"""Each general rule: packages that break it, and packages that come near and do not."""

from __future__ import annotations

import hashlib
import random
import string
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from lxml import etree

from lmsexport.errors import Severity
from lmsexport.validation import Contents, Document, Outline, Reader, Subject, rules_archive, rules_leaks, rules_schemas
from lmsexport.validation import store as stores
from lmsexport.validation.judge import OWN, all_rules
from lmsexport.validation.store import Known, Store
from validation.packing import Files, Raw, add, broken, folder, judged, tarred, zipped

Make = Callable[[Path], Path]
MANIFEST = "<manifest/>"


def files(content: Files) -> Make:
    """A zip archive of these files and no others."""
    return lambda path: zipped(path, content)


def named(*names: str) -> Make:
    """A manifest and files with these names."""
    return files({"imsmanifest.xml": MANIFEST} | dict.fromkeys(names, "x"))


def raw(**members: dict[str, Any]) -> Make:
    """A manifest, and members of which every field can be told."""

    def make(path: Path) -> Path:
        archive = Raw()
        archive.member(b"imsmanifest.xml", MANIFEST.encode())
        for name, fields in members.items():
            archive.member(**{"name": name.encode(), "content": b"x"} | fields)
        return archive.write(path)

    return make


def link(path: Path) -> Path:
    with tarfile.open(path, "w") as archive:
        add(archive, "imsmanifest.xml", MANIFEST.encode())
        add(archive, "link", type=tarfile.SYMTYPE, linkname="../../etc/passwd")
    return path


def fallen_over(path: Path) -> Path:
    """A package of which one bit has fallen over on the way."""
    content = random.Random(1).randbytes(1_000)
    zipped(path, {"imsmanifest.xml": MANIFEST, "film.mp4": content})
    data = bytearray(path.read_bytes())
    data[data.index(content[:20]) + 500] ^= 1
    path.write_bytes(data)
    return path


def token(head: str, number: int) -> str:
    """What has the shape of a secret, and is none."""
    return head + "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=number))


def leaking(text: str, name: str = "web/app.js") -> Make:
    return files({"imsmanifest.xml": MANIFEST, name: text})


SCO = """<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>
  <schemaversion>1.2</schemaversion></metadata><organizations default="o"><organization identifier="o"><title>T</title>
  <item identifier="i" identifierref="r"><title>T</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources>
  </manifest>"""


def sco(name: str, text: str) -> Make:
    """A SCORM package of another tool with one more file."""
    return files({"imsmanifest.xml": SCO, "index.html": "<p>Hello</p>", name: text})


def backup(text: str) -> Make:
    """A Moodle backup with a file, which is called by its sum."""
    return files({"moodle_backup.xml": "<moodle_backup/>", "files/ab/ab12": text})


PROMPT = "You are a patient guide who never names the answer."
BANK = "<quiz>\n<!-- ours --><question type='essay'/></quiz>"
LTI = (
    "<activity><lti><instructorcustomparameters>level=1\nsystem_prompt={}</instructorcustomparameters></lti></activity>"
)


def tar(mode: str, content: Files) -> Make:
    """A tar archive of these files."""
    return lambda path: tarred(path, content, mode)


LATIN = '<?xml version="1.0" encoding="ISO-8859-1"?><manifest>für</manifest>'

BREAKS: list[tuple[str, Make]] = [
    ("archive-kind", tar("w:gz", {"imsmanifest.xml": SCO, "index.html": "<p>Hello</p>"})),
    ("archive-kind", tar("w", {"imsmanifest.xml": SCO, "index.html": "<p>Hello</p>"})),
    ("archive-kind", tar("w", {"moodle_backup.xml": "<moodle_backup/>"})),
    ("xml-encoding", files({"imsmanifest.xml": LATIN})),
    ("xml-too-large", files({"imsmanifest.xml": MANIFEST, "a.xml": "<a>" + " " * 50_000_000 + "</a>"})),
    ("leak-secret", leaking("AWS_KEY=AKIAQ3EGRTHJ5K7LM2NP", "web/.env")),
    ("leak-secret", leaking("$key = 'AKIAQ3EGRTHJ5K7LM2NP';", "config.php")),
    ("leak-secret", leaking("AKIAQ3EGRTHJ5K7LM2NP", "notes")),
    ("leak-secret", leaking("<a>https://ada:S3cr3tlyQX@labs.uni.de/lti</a>", "lti.xml")),
    ("leak-private-file", named(".git/config")),
    ("leak-private-file", named("web/.env")),
    ("leak-private-file", named("keys/tool.p12")),
    ("archive-unsafe-name", raw(a={"name": b"../evil"})),
    ("archive-unsafe-name", raw(a={"name": b"web\\page.html"})),
    ("archive-link", link),
    ("archive-link", raw(a={"mode": 0o120777})),
    ("archive-duplicate-name", raw(a={}, b={"name": b"a"})),
    ("archive-similar-names", named("web/Page.html", "web/page.html")),
    ("archive-similar-names", named("u\u0308.txt", "\u00fc.txt")),
    ("archive-name-encoding", raw(a={"name": b"\x81.txt"})),
    ("archive-encrypted", raw(a={"flags": 1})),
    ("archive-packing", raw(a={"method": 12})),
    ("archive-damaged", fallen_over),
    ("archive-damaged", raw(a={"crc": 1})),
    ("archive-empty", files({})),
    ("archive-empty", files({"imsmanifest.xml": ""})),
    ("archive-folder-around", files({"my course/imsmanifest.xml": MANIFEST, "my course/page.html": "x"})),
    ("archive-folder-around", files({"course/moodle_backup.xml": MANIFEST, "course/files.xml": "<files/>"})),
    ("archive-junk", named("__MACOSX/._page.html")),
    ("archive-junk", named("web/.DS_Store")),
    ("xml-well-formed", files({"imsmanifest.xml": "<manifest>"})),
    ("xml-well-formed", files({"imsmanifest.xml": MANIFEST, "A.XML": "<a>&b;</a>"})),
    ("xml-doctype", files({"imsmanifest.xml": MANIFEST, "a.xml": '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'})),
    ("xml-doctype", files({"imsmanifest.xml": MANIFEST, "a.xml": '<!DOCTYPE a SYSTEM "a.dtd"><a/>'})),
    ("xml-doctype", sco("data.xml", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')),
    ("leak-secret", leaking(f"const key = '{token('ghp_', 36)}'")),
    ("leak-secret", leaking(f"key: {token('sk-', 40)}", "lab.YAML")),
    ("package-unknown", files({"letter.txt": "Dear all"})),
    ("leak-private-text", leaking('{"schema": "https://lmsexport.invalid/labs-bundle/1", "labs": []}', "labs.json")),
    ("leak-private-text", leaking("task: Find out\nprivate:\n  rubric: Two questions\n", "lab.yaml")),
    ("leak-private-text", leaking(f'const bot = {{ systemPrompt: "{PROMPT}" }}')),
    ("leak-private-text", leaking(f"system_prompt: |\n  {PROMPT}", "bot.yml")),
    ("leak-private-text", leaking(f'<a><property name="system_prompt">{PROMPT}</property></a>', "lti.xml")),
    ("leak-private-text", leaking(LTI.format(PROMPT), "lti.xml")),
    ("leak-question-file", sco("media/bank.xml", BANK)),
    ("leak-question-file", sco("media/bank.gift", "::Capital:: Of France? {=Paris ~Lyon}")),
    ("leak-question-file", backup(BANK)),
    ("leak-question-file", backup('<?xml version="1.0"?><questestinterop xmlns="urn:x"/>')),
    ("leak-answer-key", sco("content.json", '{"answers":[{"text":"Paris","correct":true}]}')),
    ("leak-answer-key", sco("course/en/components.json", '[{"_items":[{"_shouldBeSelected": true}]}]')),
    ("leak-answer-key", sco("quiz.js", "var quiz = [{ question: 'Capital?', correctAnswer: 'Paris' }]")),
    ("leak-answer-key", sco("quiz.js", "answers.push({ text: 'Paris', isCorrect: !0 })")),
    ("leak-answer-key", sco("item.xml", "<i><correctResponse><value>A</value></correctResponse></i>")),
]

NEAR: list[tuple[str, Make]] = [
    ("archive-kind", files({"imsmanifest.xml": SCO, "index.html": "<p>Hello</p>"})),
    ("archive-kind", tar("w:gz", {"moodle_backup.xml": "<moodle_backup/>"})),
    ("archive-kind", files({"moodle_backup.xml": "<moodle_backup/>"})),
    ("xml-encoding", files({"imsmanifest.xml": LATIN.encode("iso-8859-1")})),
    ("xml-too-large", files({"imsmanifest.xml": MANIFEST, "a.xml": "<a>" + " " * 5_000_000 + "</a>"})),
    ("xml-encoding", files({"imsmanifest.xml": LATIN.replace("ü", "u")})),
    ("xml-encoding", files({"imsmanifest.xml": LATIN.replace("ISO-8859-1", "UTF-8")})),
    ("xml-well-formed", files({"imsmanifest.xml": MANIFEST, "__MACOSX/._imsmanifest.xml": "\0\5\x16\7"})),  # junk
    ("leak-secret", leaking("<a>https://user:password@labs.uni.de/</a>", "lti.xml")),
    ("leak-secret", leaking("postgres://ada:S3cr3tlyQX@localhost/db", "notes.txt")),
    ("leak-secret", leaking("\0AKIAQ3EGRTHJ5K7LM2NP", "film")),
    ("leak-private-file", named("web/environment.js", "git/config", "id_rsa.html")),
    ("archive-unsafe-name", named("./web/page.html", "..web/a...b", "web.d/..page")),
    ("archive-link", raw(a={"mode": 0o100777}, b={"mode": 0})),
    ("archive-duplicate-name", named("a/x", "b/x")),
    ("archive-similar-names", named("web/page.html", "web/page.htm", "Web2/page.html")),
    ("archive-name-encoding", named("ünïcode.txt")),
    ("archive-encrypted", named("a")),
    ("archive-packing", raw(a={"method": 8}, b={"method": 0})),
    ("archive-damaged", raw(a={"flags": 1}, b={"method": 12})),  # other rules say it
    ("archive-empty", files({"imsmanifest.xml": MANIFEST, "empty": ""})),
    ("archive-folder-around", files({"imsmanifest.xml": MANIFEST, "copy/imsmanifest.xml": MANIFEST})),
    ("archive-folder-around", files({"a/b/imsmanifest.xml": MANIFEST})),
    ("archive-junk", named("web/DS_Store", "thumbs/page.html")),
    ("xml-well-formed", files({"imsmanifest.xml": MANIFEST, "page.html": "<p><br>", "a.xsd": "<"})),
    ("xml-doctype", files({"imsmanifest.xml": MANIFEST, "page.html": "<!DOCTYPE html><p>"})),
    ("xml-doctype", sco("crossdomain.xml", '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>')),
    ("xml-well-formed", sco("data/slides.xml", "<slides>")),  # for its own scripts to read
    ("leak-secret", leaking(f"const key = 'ghp_{'x' * 36}'")),
    ("leak-secret", leaking(token("ghp_", 36), "film.mp4")),
    ("package-unknown", files({"course/imsmanifest.xml": MANIFEST})),  # the mend of another rule is the better one
    ("leak-private-text", leaking(f"<p>Write <code>system_prompt = “{PROMPT}”</code></p>", "page.html")),  # a lesson
    ("leak-private-text", leaking(f"<a>system_prompt = {PROMPT}</a>", "page.xml")),
    ("leak-private-text", leaking("const systemPrompt = settings.read()")),
    ("leak-private-text", leaking("private: no\ntask: Find out", "lab.yaml")),
    ("leak-question-file", sco("media/data.xml", "<data><quiz>Which?</quiz></data>")),
    ("leak-question-file", sco("media/notes.txt", "::note:: {see below}")),
    ("leak-question-file", files({"moodle_backup.xml": "<moodle_backup/>", "questions.xml": BANK})),
    ("leak-answer-key", sco("player.js", "this.correctAnswer = this.model.get('answer'); if (x.isCorrect) show()")),
    ("leak-answer-key", sco("content.json", '{"answers":[{"text":"Lyon","correct":false}]}')),
    ("leak-answer-key", backup('{"correct":true}')),  # Moodle gives students what a page shows, and nothing else
]


@pytest.mark.parametrize(("rule", "make"), BREAKS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BREAKS)])
def test_a_package_that_breaks_a_rule(rule: str, make: Make, tmp_path: Path) -> None:
    assert rule in broken(make(tmp_path / "x.zip"))


@pytest.mark.parametrize(("rule", "make"), NEAR, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(NEAR)])
def test_a_package_that_comes_near_and_does_not(rule: str, make: Make, tmp_path: Path) -> None:
    found = broken(make(tmp_path / "x.zip"))
    assert rule not in found and "archive-unreadable" not in found


def test_every_rule_of_archives_and_leaks_has_both() -> None:
    tested = {
        "archive-unreadable",
        "judge-failed",
        "package-not-taken",
        "xml-schema",
        "xml-schema-loose",
    }  # below, and with the judge
    ids = {rule.id for rule in (*rules_archive.RULES, *rules_leaks.RULES, *OWN)} - tested
    assert ids <= {rule for rule, _ in BREAKS} and ids <= {rule for rule, _ in NEAR}


def test_a_finding_has_its_place(tmp_path: Path) -> None:
    path = leaking(f"// first\n// second\nkey = '{token('ghp_', 36)}'")(tmp_path / "x.zip")
    (finding,) = [finding for finding in judged(path).findings if finding.rule.id == "leak-secret"]
    assert (finding.breach.member, finding.breach.line) == ("web/app.js", 3)
    assert "token of GitHub" in finding.breach.what and "ghp_" not in finding.breach.what


def test_the_same_package_unpacked_breaks_the_same_rules(tmp_path: Path) -> None:
    content = {"imsmanifest.xml": "<manifest>", "web/.DS_Store": "x", "a.js": token("ghp_", 36)}
    expected = {"xml-well-formed", "archive-junk", "leak-secret"}
    assert expected <= broken(zipped(tmp_path / "x.zip", content)) == broken(folder(tmp_path / "x", content))


def test_every_rule_explains_itself() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.id == rule.id.lower() and " " not in rule.id
        assert not rule.says[0].islower() and rule.says.endswith("."), rule.id
        assert len(rule.source) > 10 and rule.mend, rule.id
        assert rule.severity in Severity


# -- schemas -------------------------------------------------------------------------------------------------------

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
<xs:element name="a"><xs:complexType><xs:sequence>
<xs:element name="b" type="xs:int" maxOccurs="unbounded" form="qualified"/>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""


class OneDocument(Reader):
    """The reader of packages that have one document, `a.xml`."""

    kind: ClassVar[str] = "one"
    title: ClassVar[str] = "One"
    schemas: ClassVar[tuple[str, ...]] = ("one",)
    document = Document("a.xml", ("one/a.xsd",))

    def recognises(self, contents: Contents) -> str:
        return self.title

    def documents(self, contents: Contents) -> Iterable[Document]:
        return [self.document, Document("not-there.xml", ("one/a.xsd",))]

    def read(self, contents: Contents) -> Outline:
        return Outline()


class Mapped(OneDocument):
    """As one that has newer elements, in a namespace of which no schema is at hand."""

    document = Document("a.xml", ("one/a.xsd",), {"urn:b": "urn:a"}, ("{urn:c}new",))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    sum_ = hashlib.sha256(SCHEMA.encode()).hexdigest()
    monkeypatch.setattr(stores, "known", lambda: {"one/a.xsd": Known("one/a.xsd", sum_, "")})
    return Store(folder(tmp_path / "store", {"one/a.xsd": SCHEMA}))


def against(store: Store, path: Path, document: str, reader: OneDocument | None = None) -> tuple[list[Any], list[str]]:
    with Contents(zipped(path / "x.zip", {"a.xml": document})) as contents:
        return rules_schemas.breaches(Subject(contents, reader or OneDocument(), "One"), store)


def test_a_document_is_held_against_its_schema(store: Store, tmp_path: Path) -> None:
    assert against(store, tmp_path, '<a xmlns="urn:a"><b>1</b></a>') == ([], [])
    breaches, unchecked = against(store, tmp_path, '<a xmlns="urn:a">\n<b>one</b>\n</a>')
    assert unchecked == []
    assert {(breach.member, breach.line) for breach in breaches} == {("a.xml", 2)} and "“one”" in breaches[0].what


def test_a_document_that_is_all_wrong_is_said_in_part(store: Store, tmp_path: Path) -> None:
    breaches, _ = against(store, tmp_path, f'<a xmlns="urn:a">{"<b>one</b>" * 1_000}</a>')
    assert len(breaches) == 20


def test_a_document_that_cannot_be_read_is_left_to_another_rule(store: Store, tmp_path: Path) -> None:
    assert against(store, tmp_path, "<a") == ([], [])


def test_without_schemas_the_report_says_what_was_not_checked(store: Store, tmp_path: Path) -> None:
    nothing = Store(tmp_path / "nothing")
    breaches, unchecked = against(nothing, tmp_path, '<a xmlns="urn:a"><b>one</b></a>')
    assert breaches == [] and unchecked == [
        "1 document: the schema one/a.xsd is not in the schema store (`lmsexport schemas` tells how to fill it)"
    ]


def test_other_namespaces_are_mapped_and_newer_elements_taken_out(store: Store, tmp_path: Path) -> None:
    document = '<a xmlns="urn:b"><b>1</b><new xmlns="urn:c"/>{}</a>'
    breaches, unchecked = against(store, tmp_path, document.format(""), Mapped())
    newer, earlier = unchecked
    assert breaches == [] and "(1 × new)" in newer and "earlier one" in earlier
    assert against(store, tmp_path, document.format("<b>one</b>"), Mapped())[0]


def test_documents_without_a_schema_are_said_by_kind(store: Store, tmp_path: Path) -> None:
    parts = {f"{n}.xml": "<part/>" for n in range(3)} | {"whole.xml": "<whole/>", "note.qti": '<note xmlns="urn:n"/>'}
    letters = {f"{letter}-.xml": f"<{letter}/>" for letter in "abcdefgh"}
    with Contents(zipped(tmp_path / "x.zip", {"a.xml": '<a xmlns="urn:a"><b>1</b></a>', **parts, **letters})) as found:
        breaches, unchecked = rules_schemas.breaches(Subject(found, OneDocument(), "One"), store)
    assert breaches == [] and unchecked == [
        "12 documents: no schema is known for them (3 × part, 1 × a, 1 × b, 1 × c, 1 × d, 1 × e and 4 more kinds)",
        "1 document: no schema is known for them (1 × note)",
    ]


def test_checking_changes_no_document(store: Store, tmp_path: Path) -> None:
    document = '<a xmlns="urn:b">text<new xmlns="urn:c">inner</new>tail<b>1</b></a>'
    with Contents(zipped(tmp_path / "x.zip", {"a.xml": document})) as contents:
        rules_schemas.breaches(Subject(contents, Mapped(), "One"), store)
        root = contents.xml("a.xml")
        assert root is not None and etree.tostring(root).decode() == document


class Loose(OneDocument):
    """As one whose publisher does not keep to its schema."""

    document = Document("a.xml", ("one/a.xsd",), loose=True)


def test_a_schema_that_its_publisher_does_not_keep_makes_warnings(store: Store, tmp_path: Path) -> None:
    with Contents(zipped(tmp_path / "x.zip", {"a.xml": '<a xmlns="urn:a"><b>one</b></a>'})) as contents:
        found = rules_schemas.checked(Subject(contents, Loose(), "One"), store)
    assert (found.invalid, len(found.loose)) == ([], 1)
    assert (rules_schemas.LOOSE.id, rules_schemas.LOOSE.severity) == ("xml-schema-loose", Severity.WARNING)
