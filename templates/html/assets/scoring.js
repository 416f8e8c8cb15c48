// What a response earns and what the author says to it: the scorer of the model, in the browser.
// `question` is what the page holds in its data block; a response has the form that the model's `scoring` describes.

import { ONE, Ratio, ZERO, sum } from "./ratio.js";
import { matches, readings } from "./typed.js";

/**
 * Score one response to one question.
 * fraction: exact share of the points, null when a person has to grade; outcome: correct, partial, incorrect, recorded;
 * feedback: HTML of the picked or typed answers, of the outcome, in general; parts: by id, how right each part is;
 * said: by id, the feedback of each part.
 * @param {Question} question
 * @param {Answer} response
 * @returns {Score}
 */
export function score(question, response) {
  const { general, ...outcomes } = question.feedback ?? {};
  if (question.type === "essay") {
    return { fraction: null, outcome: "recorded", feedback: spoken([general]), parts: {}, said: {} };
  }
  const { earned = ZERO, parts = {}, said = {} } = RULES[question.type](question, response);
  const fraction = earned.compare(ZERO) < 0 ? ZERO : earned.compare(ONE) > 0 ? ONE : earned;
  const outcome = fraction.compare(ONE) === 0 ? "correct" : fraction.compare(ZERO) > 0 ? "partial" : "incorrect";
  return { fraction, outcome, feedback: spoken([...Object.values(said), outcomes[outcome], general]), parts, said };
}

/**
 * Points earned by several answers: [[points, fraction], …]; what people grade is left out.
 * @param {[points: string, fraction: Ratio | null][]} answers
 */
export function earnings(answers) {
  return sum(answers.map(([points, fraction]) => Ratio.of(points).times(fraction ?? ZERO)));
}

/**
 * passed, failed, or null while a person's grade decides; `pending` points are still to be graded.
 * @param {Ratio} earned
 * @param {Ratio} total
 * @param {Ratio} pending
 * @param {string} passMark
 * @returns {"passed" | "failed" | null}
 */
export function verdict(earned, total, pending, passMark) {
  const needed = total.times(Ratio.of(passMark)).over(Ratio.of("100"));
  if (earned.compare(needed) >= 0) return "passed";
  return earned.plus(pending).compare(needed) >= 0 ? null : "failed";
}

/**
 * @type {Record<Exclude<QuestionType, "essay">, Rule["earn"]>}
 * @satisfies {{ [T in Exclude<QuestionType, "essay">]: Rule<Questions[T], Responses[T]>["earn"] }}
 */
const RULES = {
  "single-choice": (question, response) => {
    const choice = question.choices.find(({ id }) => id === response);
    return choice ? answered(choice.id, Ratio.of(choice.share), choice.right, choice.feedback) : {};
  },

  "multiple-response": (question, response) => {
    const picked = question.choices.filter(({ id }) => (response ?? []).includes(id));
    const parts = Object.fromEntries(picked.map(({ id, right }) => [id, right ? ONE : ZERO]));
    const said = Object.fromEntries(picked.map(({ id, feedback }) => [id, feedback]));
    const complete = question.choices.every(({ id, right }) => !right || id in parts);
    const wrong = picked.filter(({ right }) => !right);
    if (question.scoring === "all-or-nothing") return { earned: complete && !wrong.length ? ONE : ZERO, parts, said };
    /** @param {Choice[]} choices */
    const shares = (choices) => sum(choices.map(({ share }) => Ratio.of(share)));
    const gained = complete ? ONE : shares(picked.filter(({ right }) => right));
    return { earned: gained.plus(shares(wrong)), parts, said };
  },

  "true-false": (question, response) => {
    if (typeof response !== "boolean") return {};
    const right = response === question.answer;
    return answered(String(response), right ? ONE : ZERO, right, response ? question.if_true : question.if_false);
  },

  "short-answer": (question, response) => {
    const found = firstText(question.answers, response ?? "", question.case_sensitive, question.wildcards);
    return found ? { earned: Ratio.of(found.share), said: { answer: found.feedback } } : {};
  },

  numeric: (question, response) => {
    const found = firstNumber(question.answers, response ?? "", question.unit);
    return found ? { earned: Ratio.of(found.share), said: { answer: found.feedback } } : {};
  },

  matching: (question, response) => {
    if (!question.pairs.some(({ id }) => response?.[id])) return {};
    return inParts(question, question.pairs, ({ id, match }) => response?.[id] === match);
  },

  ordering: (question, response) => {
    if (!response?.length) return {};
    return inParts(question, question.items, ({ id }, position) => response[position] === id);
  },

  "fill-in-blanks": (question, response) => {
    if (!question.blanks.some(({ id }) => response?.[id])) return {};
    /** @type {Required<Omit<Earned, "earned">>} */
    const { parts, said } = { parts: {}, said: {} };
    for (const blank of question.blanks) {
      const found = BLANKS[blank.kind](blank, response?.[blank.id] ?? "");
      const share = found ? Ratio.of(found.share) : ZERO;
      parts[blank.id] = share.compare(ZERO) < 0 ? ZERO : share;
      said[blank.id] = found?.feedback;
    }
    const points = Object.fromEntries(question.blanks.map((blank) => [blank.id, Ratio.of(blank.points)]));
    const total = sum(Object.values(points));
    const count = Ratio.of(question.blanks.length);
    /** @param {string} id */
    const share = (id) => (total.compare(ZERO) ? points[id].over(total) : ONE.over(count));
    return { earned: sum(Object.keys(parts).map((id) => parts[id].times(share(id)))), parts, said };
  },
};

/**
 * @type {Record<Blank["kind"], Gap["accepted"]>}
 * @satisfies {{ [T in Blank as T["kind"]]: Gap<T>["accepted"] }}
 */
const BLANKS = {
  text: (blank, entry) => firstText(blank.answers, entry, blank.case_sensitive),
  numeric: (blank, entry) => firstNumber(blank.answers, entry),
  dropdown: (blank, entry) => blank.choices.find(({ id }) => id === entry),
};

/**
 * @param {string} id
 * @param {Ratio} earned
 * @param {boolean} [right]
 * @param {string} [feedback]
 * @returns {Earned}
 */
function answered(id, earned, right, feedback) {
  return { earned, parts: { [id]: right ? ONE : ZERO }, said: { [id]: feedback } };
}

/**
 * @template {Part} P
 * @param {Matching | Ordering} question
 * @param {P[]} parts
 * @param {(part: P, position: number) => boolean} isRight
 * @returns {Earned}
 */
function inParts(question, parts, isRight) {
  const rights = parts.map((part, position) => (isRight(part, position) ? ONE : ZERO));
  const share = sum(rights).over(Ratio.of(parts.length));
  return {
    earned: question.scoring === "all-or-nothing" && share.compare(ONE) ? ZERO : share,
    parts: Object.fromEntries(parts.map(({ id }, position) => [id, rights[position]])),
    said: Object.fromEntries(parts.map(({ id, feedback }) => [id, feedback])),
  };
}

/**
 * @param {AcceptedText[]} answers
 * @param {string} typed
 * @param {boolean} [caseSensitive]
 * @param {boolean} [wildcards]
 */
function firstText(answers, typed, caseSensitive, wildcards) {
  return answers.find(({ text }) => matches(text, typed, caseSensitive, wildcards));
}

/**
 * @param {AcceptedNumber[]} answers
 * @param {string} typed
 * @param {string} [unit]
 */
function firstNumber(answers, typed, unit) {
  const numbers = readings(typed, unit).map(Ratio.of);
  return answers.find(({ low, high }) => {
    const [lowest, highest] = [Ratio.of(low), Ratio.of(high)];
    return numbers.some((number) => lowest.compare(number) <= 0 && number.compare(highest) <= 0);
  });
}

/** @param {(string | undefined)[]} texts */
function spoken(texts) {
  return texts.flatMap((text) => text || []);
}
