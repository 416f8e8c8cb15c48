"""The rules of Common Cartridges."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.errors import Severity
from lmsexport.formats.imscc import rules as rules_cartridges
from lmsexport.formats.qti12.read.item import fields
from lmsexport.formats.qti12.rules import all_rules as rules_qti12
from lmsexport.validation import Breach, Rule, Subject, called, line_of, rule

_NAMES = ("multiple_choice", "multiple_response", "true_false", "essay", "fib", "pattern_match")
PROFILES = frozenset(f"cc.{name}.v0p1" for name in _NAMES)


@rule(
    "cartridge-profile",
    "Every question of an assessment names one of the six types of the cartridges.",
    source="Common Cartridge 1.1 (cc_profile); Moodle, backup/cc/entity11.quiz.class.php, leaves others out",
    mend="make the question one of the six types, or use the LMS's own format",
    tried=True,
)
def profile(subject: Subject) -> Iterator[Breach]:
    for name, root in rules_qti12.question_documents(subject.contents):
        for item in root.iter("{*}item"):
            said = fields(item).get("cc_profile", "")
            if said not in PROFILES:
                name_of = called("question", item.get("title"), item.get("ident"))
                yield Breach(
                    f"{name_of} is of the type {said}" if said else f"{name_of} says no type", name, line_of(item)
                )


@rule(
    "cartridge-several-banks",
    "A cartridge has at most one question bank.",
    source="Common Cartridge 1.1 (question bank): one for a cartridge, though Moodle reads several",
    mend="put all questions into one bank",
    severity=Severity.WARNING,
    tried=False,
)
def several_banks(subject: Subject) -> Iterator[Breach]:
    documents = rules_qti12.question_documents(subject.contents)
    banks = [(name, bank) for name, root in documents for bank in root.iterfind("{*}objectbank")]
    for name, bank in banks[1:]:
        yield Breach(f"this is a further one of {len(banks)} question banks", name, line_of(bank))


RULES: tuple[Rule, ...] = (*rules_cartridges.RULES, *rules_qti12.RULES, profile, several_banks)
