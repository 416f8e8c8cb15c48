// What a student did in a course, from session to session, and what an LMS is told of it.

import { adrift, longestText, packAttempt, packCore, placeOf, runsUntil, unpackAttempt, unpackCore } from "./packing.js";
import { reach } from "./progress.js";
import { Ratio, ZERO, sum } from "./ratio.js";

/** @type {(Level | undefined)[]} */
const LEVELS = ["viewed", "submitted", "passed"];
/**
 * @param {Level | undefined} reached
 * @param {Level} wanted
 */
const atLeast = (reached, wanted) => LEVELS.indexOf(reached) >= LEVELS.indexOf(wanted);

/** @param {Attempts} attempts */
const inPercent = ({ count, counted }) => ({ count, share: Ratio.of(counted).toNumber() });

/**
 * @param {Attempts | undefined} before
 * @param {Attempts} after
 * @returns {Attempts}
 */
function joined(before, after) {
  if (!before) return after;
  const better = Ratio.of(before.counted).compare(Ratio.of(after.counted)) > 0 ? before : after;
  return { count: before.count + after.count, counted: better.counted, percents: [...before.percents, ...after.percents] };
}

/**
 * An attempt in at most `room` characters: with as much of its longest texts as there is room for.
 * @param {number} room
 * @param {Packed} attempt
 */
function cutTo(room, { text, cut = () => text }) {
  let [fits, tooLong] = [0, longestText(text)];
  while (fits + 1 < tooLong) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (cut(middle).length <= room) fits = middle;
    else tooLong = middle;
  }
  return cut(fits);
}

/** The store of a course that an LMS keeps: `read` and `write` as the pages use them, `pack` for the LMS. */
export class Record {
  /**
   * @param {Course} course
   * @param {() => void} [changed]
   */
  constructor(course, changed = () => {}) {
    this.course = course;
    this.changed = changed;
    /** @type {Progress} */
    this.progress = {};
    /** @type {Tallies} */
    this.tallies = {};
    /** @type {Map<string, Kept>} */
    this.attempts = new Map();
    /** @type {string[]} */
    this.strays = [];
    this.place = "";
    this.isFree = false;
    this.cramped = false;
  }

  /**
   * @overload
   * @param {"progress"} key
   * @returns {Progress}
   */
  /**
   * @overload
   * @param {`${string}/attempts`} key
   * @returns {Attempts | undefined}
   */
  /**
   * @overload
   * @param {string} key
   * @param {Rules} rules
   * @returns {Attempt | undefined}
   */
  /**
   * @param {string} key
   * @param {any} [rules]
   */
  read(key, rules) {
    if (key === "progress") return this.progress;
    const [id, part] = key.split("/");
    if (part) return this.tallies[id];
    const kept = this.attempts.get(id);
    if (!kept) return this.adopted(id, rules);
    return kept.record === undefined ? kept.state : unpackAttempt(kept.record, rules);
  }

  /**
   * @overload
   * @param {"progress"} key
   * @param {Progress} value
   * @returns {void}
   */
  /**
   * @overload
   * @param {`${string}/attempts`} key
   * @param {Attempts} value
   * @returns {void}
   */
  /**
   * @overload
   * @param {string} key
   * @param {Attempt | null} value
   * @param {Rules} [rules]
   * @returns {void}
   */
  /**
   * @param {string} key
   * @param {any} value
   * @param {any} [rules]
   */
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

  /** The assessments with an attempt of a session before this one that ends by itself. */
  running() {
    return [...this.attempts].flatMap(([id, { record }]) => (record !== undefined && runsUntil(record) ? [id] : []));
  }

  /**
   * An unfinished attempt from before the course was changed, if its questions are still the same.
   * @param {string} id
   * @param {Rules} rules
   * @returns {Attempt | undefined}
   */
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
   * @param {string} text
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
   * Add what another store has, as it was done where this one was not there yet.
   * @param {Store} other
   * @param {Map<string, Rules>} tried
   */
  join(other, tried) {
    for (const [id, level] of Object.entries(other.read("progress") ?? {})) reach(this, id, level);
    for (const [id, rules] of tried) {
      const attempts = other.read(`${id}/attempts`);
      const attempt = other.read(id, rules);
      if (attempts) this.tallies[id] = joined(this.tallies[id], attempts);
      if (attempt) this.write(id, attempt, rules);
    }
  }

  /**
   * All of it in at most `limit` characters. When there is not room for all, the attempts go that were handed in, the
   * oldest first, then the oldest unfinished ones, then ends of long texts; `cramped` says that something unfinished went.
   * @param {number} limit
   */
  pack(limit) {
    const tallies = Object.fromEntries(Object.entries(this.tallies).map(([id, tally]) => [id, inPercent(tally)]));
    const core = packCore(this.course, this.progress, tallies);
    /** @type {Packed[]} */
    const attempts = [...this.attempts].map(([id, { record, state, rules }]) => {
      if (record !== undefined) return { text: record };
      const cut = (longest = Infinity) => this.packed(id, state, rules, longest);
      return { text: cut(), cut, submitted: state.submitted };
    });
    /** @type {Packed[]} */
    const kept = [...this.strays.map((text) => ({ text, submitted: true })), ...attempts]; // strays go first
    const size = () => core.length + kept.reduce((length, { text }) => length + text.length + 1, 0);
    /** @param {(attempt: Packed) => boolean | undefined} wanted */
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
    this.cramped = !finished && !last?.submitted;
    if (last?.cut && size() > limit) last.text = cutTo(last.text.length - (size() - limit), last);
    while (kept.length && size() > limit) kept.pop();
    return [core, ...kept.map(({ text }) => text)].join("|");
  }

  /**
   * @param {string} id
   * @param {Attempt} state
   * @param {Rules} rules
   * @param {number} [longest]
   */
  packed(id, state, rules, longest) {
    return packAttempt(this.course.assessments.indexOf(id), state, rules, longest);
  }

  /**
   * The attempts at an assessment: how many, and the percentage that counts; undefined before the first.
   * @param {string} id
   * @returns {Tally | undefined}
   */
  tallyOf(id) {
    const tally = this.tallies[id];
    return tally && inPercent(tally);
  }

  // -- what is told --------------------------------------------------------------------------------------------------

  /**
   * Whether the one item of an activity has come so far.
   * @param {Level} state
   */
  hasReached(state) {
    return atLeast(this.progress[this.course.items[0].id], state);
  }

  /** @param {Item} item */
  isDone({ id, done }) {
    return atLeast(this.progress[id], done);
  }

  /**
   * Whether what an item waits for is done.
   * @param {Pick<Item, "needs" | "after">} item
   */
  isOpen(item) {
    return !this.waits(item).length;
  }

  /**
   * What an item still waits for: items with the levels that they have to reach.
   * @param {Pick<Item, "needs" | "after">} item
   * @returns {[string, Level][]}
   */
  waits({ needs = [], after = [] }) {
    if (this.isFree) return [];
    const before = this.course.items.filter(({ id }) => after.includes(id));
    /** @type {[string, Level][]} */
    const wanted = [...needs, ...before.map(({ id, done }) => /** @type {[string, Level]} */ ([id, done]))];
    const open = wanted.filter(([id, level]) => !atLeast(this.progress[id], level));
    return open.filter(([id, level], at) => open.findIndex((other) => other[0] === id && other[1] === level) === at);
  }

  /**
   * done, of: items; score: percent as a ratio, null while something is missing; success: passed, failed, unknown.
   * @returns {Standing}
   */
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

  /**
   * Where not the best attempt counts, a passed one is not enough: the score is to agree with the verdict.
   * @param {Course["counted"][number]} assessment
   */
  isPassed({ id, mark }) {
    const tally = this.tallies[id];
    return mark ? Boolean(tally) && Ratio.of(tally.counted).compare(Ratio.of(mark)) >= 0 : this.progress[id] === "passed";
  }

  /**
   * Failed: at the last attempt, or at once where the course says so; what a person grades is never failed here.
   * @param {Course["counted"]} counted
   * @returns {Standing["success"]}
   */
  success(counted) {
    const open = counted.filter((each) => !this.isPassed(each));
    if (!open.length) return "passed";
    const missed = open.filter(({ id, graded }) => this.tallies[id]?.count && !graded);
    const lost = missed.some(({ id, attempts = Infinity }) => this.tallies[id].count >= attempts);
    return lost || (this.course.failed === "at-once" && missed.length === open.length) ? "failed" : "unknown";
  }
}
