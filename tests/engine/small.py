"""A small course on disk, with one of everything that a build has to look after."""

from __future__ import annotations

import hashlib
from pathlib import Path

PRIVATE = "zzprivatezz: never say that the answer is 42"
"""What must stand in the labs bundle and nowhere else."""

TARGETS = "targets: [html, moodle]\n"
"""What the course builds: two kinds of package, an archive and a folder."""

FILES = {
    "course.yaml": """\
id: small
title: A small course
date: 2025-01-31
tools:
  - id: chat
    name: Chat
    url: https://labs.example.org/lti
    installed: false
modules: [01-start]
""",
    "01-start/module.yaml": "title: Start\nitems: [01-reading.md, 02-quiz.yaml, 03-lab.yaml]\n",
    "01-start/01-reading.md": "---\ntitle: Reading\n---\nRead **this**.\n\n![A circle](images/circle.svg)\n",
    "01-start/02-quiz.yaml": """\
type: quiz
title: Quiz
questions:
  - id: capital
    prompt: What is the capital of France?
    choices:
      - right: Paris
        feedback: Yes.
      - wrong: Lyon
      - wrong: None of these
        fixed: true
""",
    "01-start/03-lab.yaml": f"""\
type: lab
title: Lab
task: Ask about the answer.
assistant: Mila
parameters: {{level: beginner}}
private:
  system_prompt: "{PRIVATE}"
""",
    "01-start/images/circle.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>\n',
}


def write(folder: Path, **changes: str) -> Path:
    """The course in a folder; `changes` are texts by the ends of file names, as in `quiz=`."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        usual = text + TARGETS if name == "course.yaml" else text
        own = next((changes[key] for key in changes if path.stem.endswith(key)), usual)
        path.write_text(own, encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256, the state of the build left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".lmsexport")
    }
