// Responses and right answers in the notation that SCORM 2004 (RTE 4.2.9) and xAPI share: [,] [.] [:] between parts.
// SCORM 1.2 (RTE 3.4.4) has its own: one character for each choice, commas and braces.

import { ids } from "./packing.js";
import { Ratio } from "./ratio.js";
import { readings } from "./typed.js";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Identifiers of choices as every LMS takes them: letters, digits, dots and underscores.
 * @param {string} id
 */
const shortId = (id) => id.replaceAll("-", "_");

/**
 * What an LMS is told of one answer: type, right pattern (empty: none), response (empty: unanswered).
 * @param {Question} question
 * @param {Answer} response
 * @param {string} dialect
 */
export function described(question, response, dialect) {
  const { type, pattern = "", given = "" } = TYPES[question.type](question, response, NOTATIONS[dialect]);
  return { type, pattern, response: given };
}

/** @type {Record<string, Notation>} */
const NOTATIONS = {
  "1.2": {
    name: (names, id) => ALPHABET[names.indexOf(id)] ?? shortId(id),
    set: (names) => (names.length > 1 ? `{${names.join(",")}}` : names.join("")),
    list: (names) => names.join(","),
    pairs: (pairs) => pairs.map((pair) => pair.join(".")).join(","),
    range: () => "",
    truth: (value) => (value ? "t" : "f"),
    text: (text) => text.slice(0, 255),
    texts: (texts) => texts.join(", ").slice(0, 255),
    long: "fill-in",
    longest: 255,
  },
  2004: {
    name: (_, id) => shortId(id),
    set: (names) => names.join("[,]"),
    list: (names) => names.join("[,]"),
    pairs: (pairs) => pairs.map((pair) => pair.join("[.]")).join("[,]"),
    range: (low, high) => `${low}[:]${high}`,
    truth: String,
    text: unmarked,
    texts: (texts) => texts.map(unmarked).join("[,]"),
    long: "long-fill-in",
    longest: 4000,
  },
};

/**
 * At most 250 characters (RTE, short fill-in), and nothing that separates.
 * @param {string} text
 */
function unmarked(text) {
  return text.slice(0, 240).replaceAll("[,]", "[, ]");
}

/** @param {Choice[]} list */
const right = (list) => ids(list.filter((each) => each.right));

/**
 * @type {Record<QuestionType, Describing["describe"]>}
 * @satisfies {{ [T in QuestionType]: Describing<Questions[T], Responses[T]>["describe"] }}
 */
const TYPES = {
  "single-choice": ({ choices }, response, { name }) => ({
    type: "choice",
    pattern: right(choices).map((id) => name(ids(choices), id)).join(""),
    given: response ? name(ids(choices), response) : "",
  }),

  "multiple-response": ({ choices }, response, { name, set }) => ({
    type: "choice",
    pattern: set(right(choices).map((id) => name(ids(choices), id))),
    given: set(ids(choices).filter((id) => response?.includes(id)).map((id) => name(ids(choices), id))),
  }),

  "true-false": ({ answer }, response, { truth }) => ({
    type: "true-false",
    pattern: truth(answer ?? false),
    given: typeof response === "boolean" ? truth(response) : "",
  }),

  "short-answer": ({ answers, wildcards }, response, { text }) => ({
    type: "fill-in",
    pattern: wildcards ? "" : text(answers.find(({ share }) => share === "1")?.text ?? ""),
    given: text((response ?? "").trim()),
  }),

  numeric({ answers, unit }, response, { text, range }) {
    const typed = (response ?? "").trim();
    const number = readings(typed, unit)[0];
    const { low, high } = /** @type {AcceptedNumber} */ (answers.find(({ share }) => share === "1"));
    const numbers = [low, high, number ?? (typed ? undefined : "0")];
    if (!numbers.every(isShort)) return { type: "fill-in", given: text(typed) };
    const pattern = low === high ? plain(low) : range(plain(low), plain(high));
    return { type: "numeric", pattern, given: number === undefined ? "" : plain(number) };
  },

  matching({ pairs, matches }, response, { name, pairs: joined }) {
    const targets = matches.map((match) => pairs.find((pair) => pair.match === match)?.id ?? `other.${matches.indexOf(match)}`);
    /** @param {string} match */
    const target = (match) => name(targets, targets[matches.indexOf(match)]);
    /** @param {string} id */
    const source = (id) => name(ids(pairs), id);
    const chosen = pairs.filter(({ id }) => response?.[id]);
    return {
      type: "matching",
      pattern: joined(pairs.map(({ id, match }) => [source(id), target(match)])),
      given: joined(chosen.map(({ id }) => [source(id), target(response?.[id] ?? "")])),
    };
  },

  ordering: ({ items }, response, { name, list }) => ({
    type: "sequencing",
    pattern: list(ids(items).map((id) => name(ids(items), id))),
    given: list((response ?? []).map((id) => name(ids(items), id))),
  }),

  "fill-in-blanks": ({ blanks }, response, { texts }) => ({
    type: "fill-in",
    pattern: texts(blanks.map(rightEntry)),
    given: Object.values(response ?? {}).some(Boolean) ? texts(blanks.map((blank) => entry(blank, response?.[blank.id]))) : "",
  }),

  essay: (question, response, { long, longest }) => ({ type: long, given: (response ?? "").trim().slice(0, longest) }),
};

/** @param {Blank} blank */
const rightEntry = ({ choices, answers, right: shown }) =>
  choices?.find((choice) => choice.right)?.text ?? answers?.find(({ share }) => share === "1")?.text ?? shown;
/**
 * @param {Blank} blank
 * @param {string} [response]
 */
const entry = ({ choices }, response = "") => choices?.find(({ id }) => id === response)?.text ?? response;

/**
 * Whether it is a number that LMSs take as one: Moodle has room for five digits before the point.
 * @param {string | undefined} number
 */
const isShort = (number) => number !== undefined && /^-?\d{1,5}(\.|$)/.test(plain(number));

/**
 * A number without an exponent or a plus sign, with at most seven decimals: real(10,7).
 * @param {string} number
 */
function plain(number) {
  const { numerator, denominator } = Ratio.of(number);
  const [size, sign] = numerator < 0n ? [-numerator, "-"] : [numerator, ""];
  const digits = String((2n * size * 10n ** 7n + denominator) / (2n * denominator)).padStart(8, "0");
  const text = `${digits.slice(0, -7)}.${digits.slice(-7)}`.replace(/\.?0+$/, "");
  return text === "0" ? text : sign + text;
}
