"""Secrets are refused wherever they stand and never printed; lessons about secrets are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.courses import COURSE, write
from lmsexport.authoring import load
from lmsexport.authoring.secrets import secret_names
from lmsexport.model.secrets import secret_shapes

TAIL = "Zx9Qw7Er5Ty3Ui1Op8As6Df4Gh2Jk0LzXc8Vb6Nm"
SHAPES = [
    f"-----BEGIN PRIVATE KEY-----\n{TAIL}{TAIL}\n-----END PRIVATE KEY-----",
    f"-----BEGIN RSA PRIVATE KEY-----\\n{TAIL}{TAIL}",
    f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{TAIL}{TAIL}",
    "AKIAQ3RZ7XW2LM9TKP4B",
    f"ghp_{TAIL}",
    f"github_pat_{TAIL}{TAIL}",
    f"glpat-{TAIL[:20]}",
    f"sk-{TAIL}",
    f"sk-ant-api03-{TAIL}",
    f"sk-proj-{TAIL}",
    f"AIza{TAIL[:35]}",
    f"xoxb-123-{TAIL}",
    f"sk_live_{TAIL}",
    f"hf_{TAIL}",
    f"eyJ{TAIL}.eyJ{TAIL}.{TAIL}",
]
MENTIONS = [
    "A private key begins with `-----BEGIN PRIVATE KEY-----` and ends with `-----END PRIVATE KEY-----`.",
    "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----",
    "AWS writes `AKIAIOSFODNN7EXAMPLE` in its manual.",
    "Keys look like `sk-…` or `sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.",
    "Set `OPENAI_API_KEY=sk-your-api-key-goes-here-and-nowhere-else-please`.",
    "The password, the token and the secret are in the vault.",
    "This is a risk-averse-and-very-long-hyphenated-word-that-means-nothing.",
    "A JWT is `eyJhbGciOiJIUzI1NiJ9` and more.",
    "Max tokens: 4096; top_k: 40.",
]


@pytest.mark.parametrize("secret", SHAPES, ids=lambda secret: secret[:16].strip("-"))
def test_a_secret_is_refused_by_its_shape_and_not_printed(secret: str, tmp_path: Path) -> None:
    lesson = f"---\ntitle: A\n---\n\nText\n\n{secret}\n"
    write(tmp_path, {"m/module.yaml": "title: M\nitems: [a.md]\n", "m/a.md": lesson})
    _, [problem] = load(tmp_path)
    assert problem.code == "secret"
    assert problem.place is not None and (problem.place.line, problem.place.column) == (7, 1)
    assert TAIL[:12] not in str(problem) and secret not in str(problem)


@pytest.mark.parametrize("text", MENTIONS, ids=lambda text: text[:20])
def test_a_lesson_can_speak_of_secrets(text: str) -> None:
    assert list(secret_shapes(text)) == []


@pytest.mark.parametrize(
    "name",
    [
        "secret",
        "key",
        "consumer_key",
        "sharedSecret",
        "client-secret",
        "Password",
        "api_token",
        "private_key",
        "lti_secret",
    ],
)
def test_a_setting_that_is_named_like_a_secret(name: str) -> None:
    assert list(secret_names({"a": [{name: "x"}]})) == [(("a", 0, name), f"`{name}` names a secret")]


@pytest.mark.parametrize(
    "name", ["keywords", "max_tokens", "keyboard", "secretary", "passage", "public_keys", "monkey"]
)
def test_a_setting_that_only_sounds_like_one(name: str) -> None:
    assert list(secret_names({name: "x"})) == []


def test_an_address_with_a_token(tmp_path: Path) -> None:
    tool = "tools: [{id: chat, name: Chat, url: 'https://example.org/lti?user=ada&access_token=hunter2'}]\n"
    write(tmp_path, {"course.yaml": COURSE + tool, "m/module.yaml": "title: M\n"})
    _, [problem] = load(tmp_path)
    assert "carries a secret (its `access_token`)" in problem.message
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    "quiz",
    [
        "pairs: {Token: A piece of text, Key: What opens a lock, Password: What you never share}",
        "type: matching\nprompt: x\npairs:\n  - {prompt: Secret, match: password}",
    ],
)
def test_words_that_are_taught_are_not_settings(quiz: str, tmp_path: Path) -> None:
    text = "    ".join(f"prompt: Match.\n{quiz}".splitlines(keepends=True))
    glossary = "---\ntitle: A\nglossary: {Token: A piece of text, Key: x}\n---\n\nText.\n"
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [q.yaml, a.md]\n",
        "m/q.yaml": f"type: quiz\ntitle: Q\nquestions:\n  - {text}\n",
        "m/a.md": glossary,
    }
    assert "secret" not in [problem.code for problem in load(write(tmp_path, files))[1]]


@pytest.mark.parametrize(
    "line", ["password: *hunter2", "password: !hunter2", "password: &hunter2 x", "url: hunter2-AKIAQ3RZ7XW2LM9TKP4B"]
)
def test_a_mistake_does_not_print_the_secret_either(line: str, tmp_path: Path) -> None:
    tool = f"tools:\n  - id: chat\n    name: Chat\n    {line}\n"
    write(tmp_path, {"course.yaml": COURSE + tool, "m/module.yaml": "title: M\n"})
    _, problems = load(tmp_path)
    assert problems
    assert "hunter2" not in "".join(map(str, problems))


def test_names_of_classes_are_no_keys() -> None:
    """As notebooks export them."""
    assert list(secret_shapes('<div class="sk-toggleable__content-container-label-arrow-parallel2">')) == []
