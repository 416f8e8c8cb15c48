"""Questions whose parts are brought together: matching and ordering."""

from __future__ import annotations

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.choices import whole
from lmsexport.formats.qti.drafts import Draft, shuffled
from lmsexport.formats.qti.processing import Units
from lmsexport.model import Matching, Ordering
from lmsexport.packaging import short_hash


def matching(one: Draft, question: Matching) -> None:
    """Prompts on one side, matches and distractors on the other."""
    el = one.el
    targets: dict[str, str] = {}
    for pair in question.pairs:
        targets.setdefault(pair.match, f"MATCH_{pair.id}")
    for distractor in question.distractors:
        targets.setdefault(distractor, f"OTHER_{short_hash(distractor)}")
    correct = [f"{pair.id} {targets[pair.match]}" for pair in question.pairs]
    full, partial = len(correct), question.scoring == "partial"
    mapping = one.mapped([(pair, "1") for pair in correct], 0, full) if partial else ""
    one.respond("directedPair", correct, "multiple", mapping=mapping)
    prompts = [
        el("simpleAssociableChoice", one.short(pair.prompt), identifier=pair.id, matchMax=1) for pair in question.pairs
    ]
    order = sorted(targets.items(), key=lambda target: short_hash(question.id, target[1]))
    matches = [el("simpleAssociableChoice", escape(text), identifier=id, matchMax=0) for text, id in order]
    one.parts.body.append(
        one.ask(
            "matchInteraction", one.prompt(), el("simpleMatchSet", *prompts), el("simpleMatchSet", *matches),
            responseIdentifier="RESPONSE", shuffle=one.shuffle, maxAssociations=full,
            class_="qti-match-tabular" if el.version.kebab else None,
        )
    )  # fmt: skip
    if partial:
        rules = one.rules
        mapped = rules.set("SCORE", el("mapResponse", identifier="RESPONSE"))
        nothing = rules.set("SCORE", rules.value("float", "0"))
        one.parts.rules += [
            rules.condition([(rules.is_null(), nothing)], mapped),
            rules.counted(Units([], full, exact=True)),
        ]
    else:
        whole(one)
    one.answered([(pair.prompt, pair.feedback) for pair in question.pairs])


def ordering(one: Draft, question: Ordering) -> None:
    """Things in an order; they are given in another one, since not every player shuffles."""
    el, rules = one.el, one.rules
    one.respond("identifier", [item.id for item in question.items], "ordered")
    items = [
        el("simpleChoice", one.short(item.text), identifier=item.id) for item in shuffled(question.id, question.items)
    ]
    one.parts.body.append(
        one.ask("orderInteraction", one.prompt(), *items, responseIdentifier="RESPONSE", shuffle=True)
    )
    if question.scoring == "partial":
        for n, item in enumerate(question.items, 1):
            place = el("index", rules.variable("RESPONSE"), n=n)
            there = el("match", place, rules.value("identifier", item.id))
            one.parts.rules.append(rules.condition([(there, rules.add("1"))]))
        one.parts.rules.append(rules.counted(Units([], len(question.items), exact=True)))
    else:
        whole(one)
    one.answered([(item.text, item.feedback) for item in question.items])
