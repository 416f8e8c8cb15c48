// What a student did, in few characters: an LMS keeps 4,096 of them (SCORM 1.2) or 64,000 (SCORM 2004).
// Numbers stand in digits of base 64 with a fixed width, so that the worst case is known when a package is built.

import { deal } from "./attempt.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VERSION = "1";
const [SUBMITTED, LATE, TIMED] = [1, 2, 4];
/** @type {(Level | undefined)[]} */
const REACHED = [undefined, "viewed", "submitted", "passed"];
const STEPS = 2000;
const MOST = 64;
const NOWHERE = 64 ** 2 - 1;

/**
 * A number in base 64; too large ones become the largest that fits.
 * @param {number} number
 * @param {number} [width]
 */
export function digits(number, width = 1) {
  let rest = Math.min(Math.max(Math.floor(number), 0), 64 ** width - 1);
  let text = "";
  for (let place = 0; place < width; place += 1) {
    text = DIGITS[rest % 64] + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}

/**
 * How many digits an index into so many things needs, when 0 stands for none.
 * @param {number} count
 */
const widthFor = (count) => (count < MOST ? 1 : 2);

export class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  number(width = 1) {
    let number = 0;
    for (const char of this.chars(width)) {
      const digit = DIGITS.indexOf(char);
      if (digit < 0) throw new RangeError("no digit");
      number = number * 64 + digit;
    }
    return number;
  }

  /** @param {number} width */
  chars(width) {
    if (this.at + width > this.text.length) throw new RangeError("too short");
    this.at += width;
    return this.text.slice(this.at - width, this.at);
  }
}

// -- the whole record ------------------------------------------------------------------------------------------------

/**
 * Everything that has to stay: how far each item is reached, and each assessment's attempts.
 * @param {Course} course
 * @param {Record<string, Level>} progress
 * @param {Record<string, Tally>} tallies
 */
export function packCore(course, progress, tallies) {
  let text = VERSION + course.tag;
  for (let at = 0; at < course.items.length; at += 3) {
    const ranks = course.items.slice(at, at + 3).map(({ id }) => REACHED.indexOf(progress[id]));
    text += digits(ranks.reduceRight((sum, rank) => sum * 4 + rank, 0));
  }
  for (const id of course.assessments) {
    const { count = 0, share = 0 } = tallies[id] ?? {};
    text += digits(count) + digits(share * STEPS + 1e-7, 3);
  }
  return text;
}

/**
 * What `packCore` packed: [progress, tallies, the records behind them]. Throws for data that is not this course's.
 * @param {Course} course
 * @param {string} text
 * @returns {[Record<string, Level>, Record<string, Tally>, string[]]}
 */
export function unpackCore(course, text) {
  const [core, ...records] = text.split("|");
  const reader = new Reader(core);
  if (reader.chars(1 + course.tag.length) !== VERSION + course.tag) throw new RangeError("of another course");
  /** @type {Record<string, Level>} */
  const progress = {};
  for (let at = 0; at < course.items.length; at += 3) {
    let ranks = reader.number();
    for (const { id } of course.items.slice(at, at + 3)) {
      const level = REACHED[ranks % 4];
      if (level) progress[id] = level;
      ranks = Math.floor(ranks / 4);
    }
  }
  /** @type {Record<string, Tally>} */
  const tallies = {};
  for (const id of course.assessments) {
    const [count, share] = [reader.number(), reader.number(3)];
    if (count) tallies[id] = { count, share: share / STEPS };
  }
  return [progress, tallies, records];
}

// -- one attempt -----------------------------------------------------------------------------------------------------

/**
 * An attempt: its place among the assessments, what it was made from, the attempt, then what was typed.
 * @param {number} place
 * @param {Attempt} state
 * @param {Rules} rules
 * @param {number} [longest]
 */
export function packAttempt(place, state, rules, longest = Infinity) {
  /** @type {string[]} */
  const texts = [];
  const flags = (state.submitted ? SUBMITTED : 0) | (state.late ? LATE : 0) | (state.deadline ? TIMED : 0);
  let text = digits(place, 2) + tagOf(rules) + digits(state.seed, 6) + digits(flags) + digits(state.page ?? 0, 2);
  if (state.deadline) text += digits(state.deadline / 1000, 6);
  for (const id of asked(rules, state.seed)) {
    const question = rules.questions[id];
    text += digits((state.closed[id] ? 32 : 0) + Math.min(state.tries[id] ?? 0, 31));
    text += RESPONSES[question.type].pack(question, state.responses[id], texts);
  }
  return [text, ...texts.map((typed) => escaped(typed.slice(0, longest)))].join("~");
}

/**
 * The place of an attempt, and the state that was packed; undefined when the assessment is another one now.
 * @param {string} record
 */
export const placeOf = (record) => new Reader(record).number(2);

/**
 * Milliseconds since 1970 until which an attempt runs that is not handed in; 0 where it has no end.
 * @param {string} record
 */
export function runsUntil(record) {
  const reader = new Reader(record);
  reader.chars(11);
  const flags = reader.number();
  reader.chars(2);
  return flags & TIMED && !(flags & SUBMITTED) ? reader.number(6) * 1000 : 0;
}

/**
 * An attempt of another version of the course, without its place, which may be another one now; empty if it is over.
 * @param {string} record
 */
export function adrift(record) {
  if (!/^[\w-]{14}/.test(record) || new Reader(record.slice(11)).number() & SUBMITTED) return "";
  return digits(NOWHERE, 2) + record.slice(2);
}

/**
 * @param {string} record
 * @param {Rules} rules
 * @returns {Attempt | undefined}
 */
export function unpackAttempt(record, rules) {
  try {
    const [fixed, ...texts] = record.split("~");
    const reader = new Reader(fixed);
    reader.number(2);
    if (reader.chars(3) !== tagOf(rules)) return undefined;
    const [seed, flags, page] = [reader.number(6), reader.number(), reader.number(2)];
    /** @type {Attempt} */
    const state = { seed, page, responses: {}, tries: {}, closed: {} };
    if (flags & SUBMITTED) state.submitted = true;
    if (flags & LATE) state.late = true;
    if (flags & TIMED) state.deadline = reader.number(6) * 1000;
    const typed = () => unescaped(texts.shift() ?? "");
    for (const id of asked(rules, seed)) {
      const question = rules.questions[id];
      const tries = reader.number();
      if (tries % 32) state.tries[id] = tries % 32;
      if (tries >= 32) state.closed[id] = true;
      const response = RESPONSES[question.type].unpack(question, reader, typed);
      if (response !== undefined) state.responses[id] = response;
    }
    return state;
  } catch {
    return undefined;
  }
}

/**
 * Whether the texts of an attempt are what fills it.
 * @param {string} record
 */
export const longestText = (record) => Math.max(0, ...record.split("~").slice(1).map((text) => text.length));

/**
 * @param {Rules} rules
 * @param {number} seed
 */
const asked = (rules, seed) => deal(rules, seed).flatMap(({ question }) => question ?? []);

/**
 * Changes when questions, choices or their order do: an attempt at the old ones cannot go on.
 * @param {Rules} rules
 */
export function tagOf(rules) {
  /** @param {Question} question */
  const parts = ({ type, choices, pairs, matches, items, blanks }) => [
    type, matches, ...[choices, pairs, items, blanks].map((list) => list?.map(({ id, choices: own }) => [id, own?.map((each) => each.id)])),
  ];
  const questions = Object.entries(rules.questions).map(([id, question]) => [id, parts(question)]);
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([rules.order, rules.shuffleQuestions, questions])) {
    hash = Math.imul(hash ^ /** @type {number} */ (char.codePointAt(0)), 0x01000193);
  }
  return digits((hash >>> 0) % 64 ** 3, 3);
}

/**
 * @template T
 * @param {(T | null | undefined)[]} list
 * @param {T | null | undefined} entry
 */
const index = (list, entry) => list.indexOf(entry) + 1;
/**
 * The ids of a list of things.
 * @param {{ id: string }[]} list
 */
export const ids = (list) => list.map(({ id }) => id);
/** @satisfies {Packing<Question | null, string | null | undefined>} */
const TYPED = {
  pack: (question, response, texts) => (texts.push(response ?? ""), ""),
  unpack: (question, reader, typed) => typed() || undefined,
};

/**
 * By question type: how a response is packed, and found again.
 * @type {Record<QuestionType, Packing>}
 * @satisfies {{ [T in QuestionType]: Packing<Questions[T], Responses[T]> }}
 */
const RESPONSES = {
  "single-choice": {
    pack: ({ choices }, response) => digits(index(ids(choices), response), widthFor(choices.length)),
    unpack: ({ choices }, reader) => choices[reader.number(widthFor(choices.length)) - 1]?.id,
  },
  "multiple-response": {
    pack: ({ choices }, response) => inSixes(choices, (six) =>
      digits(six.reduce((sum, { id }, bit) => sum + (response?.includes(id) ? 2 ** bit : 0), 0))).join(""),
    unpack: ({ choices }, reader) => {
      const picked = inSixes(choices, (six) => {
        const bits = reader.number();
        return six.filter((choice, bit) => bits & (2 ** bit)).map(({ id }) => id);
      }).flat();
      return picked.length ? picked : undefined;
    },
  },
  "true-false": {
    pack: (question, response) => digits([undefined, true, false].indexOf(response ?? undefined)),
    unpack: (question, reader) => [undefined, true, false][reader.number()],
  },
  "short-answer": TYPED,
  numeric: TYPED,
  essay: TYPED,
  matching: {
    pack: ({ pairs, matches }, response) =>
      pairs.map(({ id }) => digits(index(matches, response?.[id]), widthFor(matches.length))).join(""),
    unpack: ({ pairs, matches }, reader) =>
      filled(pairs.map(({ id }) => [id, matches[reader.number(widthFor(matches.length)) - 1]])),
  },
  ordering: {
    pack: ({ items }, response) =>
      items.map((item, at) => digits(index(ids(items), response?.[at]), widthFor(items.length))).join(""),
    unpack: ({ items }, reader) => {
      const order = items.map(() => items[reader.number(widthFor(items.length)) - 1]?.id);
      return order.every(Boolean) ? order : undefined;
    },
  },
  "fill-in-blanks": {
    pack: ({ blanks }, response, texts) => blanks.map(({ id, kind, choices }) => {
      if (kind === "dropdown") return digits(index(ids(choices), response?.[id]), widthFor(choices.length));
      return TYPED.pack(null, response?.[id], texts);
    }).join(""),
    unpack: ({ blanks }, reader, typed) => filled(blanks.map(({ id, kind, choices }) =>
      [id, kind === "dropdown" ? choices[reader.number(widthFor(choices.length)) - 1]?.id : typed()])),
  },
};

/**
 * @template T, R
 * @param {T[]} list
 * @param {(six: T[]) => R} each
 */
function inSixes(list, each) {
  return Array.from({ length: Math.ceil(list.length / 6) }, (_, six) => each(list.slice(six * 6, six * 6 + 6)));
}

/** @param {[string, string | undefined][]} entries */
function filled(entries) {
  const kept = entries.flatMap(([id, value]) => (value ? [[id, value]] : []));
  return kept.length ? Object.fromEntries(kept) : undefined;
}

/**
 * A typed text without the signs that separate, without control characters, and without halves of characters.
 * @param {string} text
 */
function escaped(text) {
  return text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
    .replace(/[\u0000-\u001f\u007f%~|]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(/%([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}
