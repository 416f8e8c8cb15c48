// What a student did in a course, from session to session, and what an LMS is told of it.

import { adrift, longestText, packAttempt, packCore, placeOf, unpackAttempt, unpackCore } from "./packing.js";
import { Ratio, ZERO, sum } from "./ratio.js";

const LEVELS = ["viewed", "submitted", "passed"];
const atLeast = (reached, wanted) => LEVELS.indexOf(reached) >= LEVELS.indexOf(wanted);

/** The store of a course that an LMS keeps: `read` and `write` as the pages use them, `pack` for the LMS. */
export class Record {
  constructor(course, changed = () => {}) {
    this.course = course;
    this.changed = changed;
    this.progress = {};
    this.tallies = {};
    this.attempts = new Map();
    this.strays = [];
    this.place = "";
    this.cramped = false;
  }

  read(key, rules) {
    if (key === "progress") return this.progress;
    const [id, part] = key.split("/");
    if (part) return this.tallies[id];
    const kept = this.attempts.get(id);
    if (!kept) return this.adopted(id, rules);
    return kept.record === undefined ? kept.state : unpackAttempt(kept.record, rules);
  }

  write(key, value, rules) {
    const [id, part] = key.split("/");
    if (key === "progress") this.progress = value;
    else if (part) this.tallies[id] = value;
    else {
      this.attempts.delete(id);
      if (value) this.attempts.set(id, { state: value, rules });
    }
    this.changed();
  }

  /** An unfinished attempt from before the course was changed, if its questions are still the same. */
  adopted(id, rules) {
    for (const [at, record] of this.strays.entries()) {
      const state = unpackAttempt(record, rules);
      if (!state) continue;
      this.strays.splice(at, 1);
      this.attempts.set(id, { state, rules });
      return state;
    }
    return undefined;
  }

  /**
   * Take over what a session before this one packed. What stands in fixed places cannot be read when the course has other
   * items now: false. Attempts that were not over wait until their assessments are opened.
   */
  restore(text) {
    try {
      const [progress, tallies, records] = unpackCore(this.course, text);
      this.progress = progress;
      for (const [id, { count, share }] of Object.entries(tallies)) {
        this.tallies[id] = { count, counted: String(share), percents: [] };
      }
      for (const record of records.filter(Boolean)) {
        const id = this.course.assessments[placeOf(record)];
        if (id) this.attempts.set(id, { record });
        else this.strays.push(record);
      }
      return true;
    } catch {
      this.strays = text.split("|").slice(1).map(adrift).filter(Boolean);
      return false;
    }
  }

  /**
   * All of it in at most `limit` characters. When there is not room for all, the attempts go that were handed in, the
   * oldest first, then the oldest unfinished ones, then ends of long texts; `cramped` says that something unfinished went.
   */
  pack(limit) {
    const tallies = Object.fromEntries(Object.keys(this.tallies).map((id) => [id, this.tallyOf(id)]));
    const core = packCore(this.course, this.progress, tallies);
    const attempts = [...this.attempts].map(([id, { record, state, rules }]) => ({
      id, state, rules, text: record ?? this.packed(id, state, rules), submitted: state?.submitted,
    }));
    const kept = [...this.strays.map((text) => ({ text, submitted: true })), ...attempts]; // strays go first
    const size = () => core.length + kept.reduce((length, { text }) => length + text.length + 1, 0);
    const drop = (wanted) => {
      while (size() > limit) {
        const at = kept.findIndex(wanted);
        if (at < 0) return;
        kept.splice(at, 1);
      }
    };
    const last = kept.at(-1);
    drop((attempt) => attempt !== last && attempt.submitted);
    const finished = size() <= limit;
    drop((attempt) => attempt !== last);
    if (last && size() > limit && last.submitted) kept.pop();
    this.cramped = !finished && !last?.submitted;
    if (last?.state && size() > limit) {
      for (let longest = longestText(last.text); longest > 0 && size() > limit; longest = Math.floor(longest * 0.8) - 1) {
        last.text = this.packed(last.id, last.state, last.rules, longest);
      }
    }
    while (kept.length && size() > limit) kept.pop();
    return [core, ...kept.map(({ text }) => text)].join("|");
  }

  packed(id, state, rules, longest) {
    return packAttempt(this.course.assessments.indexOf(id), state, rules, longest);
  }

  /** The attempts at an assessment: how many, and the percentage that counts; undefined before the first. */
  tallyOf(id) {
    const tally = this.tallies[id];
    return tally && { count: tally.count, share: Ratio.of(tally.counted).toNumber() };
  }

  // -- what is told --------------------------------------------------------------------------------------------------

  /** Whether the one item of an activity has come so far. */
  hasReached(state) {
    return atLeast(this.progress[this.course.items[0].id], state);
  }

  isDone({ id, done }) {
    return atLeast(this.progress[id], done);
  }

  /** Whether what an item waits for is done. */
  isOpen({ needs = [], after = [] }) {
    const byId = new Map(this.course.items.map((item) => [item.id, item]));
    return needs.every(([id, state]) => atLeast(this.progress[id], state)) && after.every((id) => this.isDone(byId.get(id)));
  }

  /** done, of: items; score: percent as a ratio, null while something is missing; success: passed, failed, unknown. */
  standing() {
    const { items, counted, exam } = this.course;
    const done = items.filter((item) => this.isDone(item)).length;
    const tried = counted.every(({ id }) => this.tallies[id]?.count);
    const weights = sum(counted.map(({ weight }) => Ratio.of(weight)));
    const weighted = () => sum(counted.map(({ id, weight }) => Ratio.of(this.tallies[id].counted).times(Ratio.of(weight))));
    return {
      done,
      of: items.length,
      score: tried && weights.compare(ZERO) > 0 ? weighted().over(weights) : null,
      success: exam ? this.success(counted) : "unknown",
    };
  }

  /** Failed: at the last attempt, or at once where the course says so; what a person grades is never failed here. */
  success(counted) {
    const open = counted.filter(({ id }) => this.progress[id] !== "passed");
    if (!open.length) return "passed";
    const missed = open.filter(({ id, graded }) => this.tallies[id]?.count && !graded);
    const lost = missed.some(({ id, attempts }) => attempts && this.tallies[id].count >= attempts);
    return lost || (this.course.failed === "at-once" && missed.length === open.length) ? "failed" : "unknown";
  }
}
