"""Prints target, package, member and SHA-256 of all that a build wrote, from its report: `members.py dist`.

Two builds of one course print the same, whatever compressed their archives.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

for path in sorted(Path(sys.argv[1]).glob("*-report.json")):
    for target in json.loads(path.read_text(encoding="utf-8"))["targets"]:
        for package in target["packages"]:
            for member in package["members"]:
                print(target["target"], package["file"], member["name"], member["sha256"])
