"""`make fuzz`: a coverage-guided fuzzer feeds the judge until its time is up, or until something falls.

    python -m fuzz.run [SECONDS] [options of libFuzzer]

It begins with small packages of our own and of other software, and keeps in `.fuzz/corpus` what reaches new code, for
the next time. Half of the changes are libFuzzer's own, to the bytes of a package; the others change what stands in an
archive and leave it one, since bytes that fall over seldom get past its checksums.

What falls is kept in `.fuzz/crash-…`; `python -m fuzz.run FILE` feeds one file again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

_WATCHED = ["lmsexport.validation", "lmsexport.formats", "lmsexport.pages", "lmsexport.lms"]

with atheris.instrument_imports(include=_WATCHED):
    from lmsexport.engine.arrival import ImportSimulator
    from lmsexport.lms.base import lmss
    from lmsexport.validation.judge import all_rules, judge

    all_rules()  # all readers are loaded here, and watched
    LMSS = lmss()

FOLDER = Path(__file__).parents[2] / ".fuzz"
LONGEST = 60_000
"""Bytes of an input."""


class JudgeFailedError(Exception):
    """A rule or a reader stumbled."""


def one(data: bytes) -> None:
    """Judge an input; anything raised is a find."""
    with tempfile.NamedTemporaryFile(prefix="lmsexport-fuzz-") as file:
        file.write(data)
        file.flush()
        with judge(Path(file.name)) as found:
            if found.subject is not None:
                assert found.subject.outline is not None
                for name, lms in LMSS.items():
                    if found.kind in lms.kinds:
                        with ImportSimulator(name, Path(file.name)) as receiver:
                            receiver.run(found)
            for finding in found.findings:
                if finding.rule.id == "judge-failed":
                    raise JudgeFailedError(finding.breach.what)


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    """libFuzzer's change of an input, or a change within an archive."""
    from fuzz.changes import changed  # behind what is watched: it needs the same modules

    chance = Random(seed)
    if chance.random() < 0.5 and data[:2] == b"PK":
        try:
            return changed(data, chance)[:longest]
        except Exception:
            return bytes(atheris.Mutate(data, longest))  # it is no archive any more
    return bytes(atheris.Mutate(data, longest))


def main() -> None:
    """Fuzz for as long as the first argument says, in seconds, or feed the file that it names."""
    from fuzz.seeds import small_packages

    first = sys.argv[1] if len(sys.argv) > 1 else "600"
    if not first.isdecimal():
        one(Path(first).read_bytes())
        return
    corpus = FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, data in small_packages():
        (corpus / name).write_bytes(data)
    options = [
        f"-max_total_time={first}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=3000",
        f"-artifact_prefix={FOLDER}/", "-print_final_stats=1", *sys.argv[2:],
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
