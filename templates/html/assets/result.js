// The result of an attempt, and what counts of several.

import { Ratio, ZERO, sum } from "./ratio.js";
import { earnings, verdict } from "./scoring.js";
import { icon } from "./feedback.js";
import { fill, spokenNumber } from "./words.js";

const HUNDRED = Ratio.of("100");

/**
 * Points, percent and verdict of the answers [[points, fraction], …]; percent is null when there are no points.
 * @param {[points: string, fraction: Ratio | null][]} answers
 * @param {string} [passMark]
 * @returns {Result}
 */
export function resultOf(answers, passMark) {
  const total = sum(answers.map(([points]) => Ratio.of(points)));
  const pending = sum(answers.filter(([, fraction]) => fraction === null).map(([points]) => Ratio.of(points)));
  const earned = earnings(answers);
  return {
    earned,
    total,
    pending,
    percent: total.compare(ZERO) ? earned.times(HUNDRED).over(total) : null,
    verdict: passMark === undefined ? null : verdict(earned, total, pending, passMark),
  };
}

/**
 * The percentage that counts of all attempts, by the rule of the assessment.
 * @param {Ratio[]} percents
 * @param {Counts} rule
 * @returns {Ratio}
 */
export function counting(percents, rule) {
  if (rule === "first") return percents[0];
  if (rule === "last") return percents[percents.length - 1];
  if (rule === "average") return sum(percents).over(Ratio.of(String(percents.length)));
  return percents.reduce((best, percent) => (percent.compare(best) > 0 ? percent : best));
}

/**
 * No attempt yet: how many, the percentage that counts, and those that are remembered one by one.
 * @type {Attempts}
 */
export const NO_ATTEMPTS = { count: 0, counted: "0", percents: [] };

/**
 * The attempts with one more. Older ones may be remembered by what counts of them alone.
 * @param {Attempts} attempts
 * @param {Ratio} percent
 * @param {Counts} rule
 * @returns {Attempts}
 */
export function tallied({ count, counted, percents }, percent, rule) {
  const before = Ratio.of(counted);
  const mean = () => before.times(Ratio.of(count)).plus(percent).over(Ratio.of(count + 1));
  const now = rule === "average" ? mean() : count ? counting([before, percent], rule) : percent;
  return { count: count + 1, counted: now.toString(), percents: [...percents, percent.toString()] };
}

/**
 * The panel where no more is known than what counts.
 * @param {Attempts} attempts
 * @param {Rules} rules
 */
export function tallyPanel({ counted }, { words }) {
  const share = Ratio.of(counted).toNumber();
  const bar = `<div class="meter" aria-hidden="true"><span class="meter-bar" style="inline-size: ${share}%"></span></div>`;
  const head = `<h2 id="page.result">${words.label_counts}: ${words.counts}, ${spokenNumber(share)} %</h2>`;
  return `${head}${bar}<p class="note">${words.no_attempts}</p>`;
}

/**
 * The panel above the questions. `notes` are sentences below the verdict.
 * @param {Result} result
 * @param {Rules} rules
 * @param {Attempts} attempts
 * @param {string[]} notes
 */
export function resultPanel({ earned, total, pending, percent, verdict: decided }, rules, attempts, notes) {
  const { words, passMark, attempts: most = Infinity } = rules;
  const missed = attempts.count < most ? words.not_passed : words.failed;
  const score = fill(words.score, { score: spokenNumber(earned.toNumber()), of: spokenNumber(total.toNumber()) });
  const parts = [`<h2 id="page.result">${score}</h2>`];
  if (percent) {
    const share = percent.toNumber();
    const line = passMark === undefined ? "" : `<span class="meter-mark" style="inset-inline-start: ${passMark}%"></span>`;
    parts.push(`<p class="result-percent">${spokenNumber(share)} %</p>`);
    parts.push(`<div class="meter" aria-hidden="true"><span class="meter-bar" style="inline-size: ${share}%"></span>${line}</div>`);
  }
  if (passMark !== undefined) {
    const label = { passed: words.passed, failed: missed, open: words.undecided }[decided ?? "open"];
    const sign = { passed: "correct", failed: "incorrect", open: "recorded" }[decided ?? "open"];
    parts.push(`<p class="verdict">${icon(sign)}${label}</p>`);
  }
  if (pending.compare(ZERO)) parts.push(`<p class="note">${fill(words.pending, { n: spokenNumber(pending.toNumber()) })}</p>`);
  parts.push(...notes.map((note) => `<p class="note">${note}</p>`));
  if (percent && attempts.count > 1) parts.push(attemptList(attempts, rules));
  return parts.join("");
}

/**
 * @param {Attempts} attempts
 * @param {Rules} rules
 */
function attemptList({ count, counted, percents }, { words }) {
  const forgotten = count - percents.length;
  const lines = percents.map((percent, position) =>
    fill(words.attempt, { n: forgotten + position + 1, percent: spokenNumber(Ratio.of(percent).toNumber()) }),
  );
  const best = spokenNumber(Ratio.of(counted).toNumber());
  const rows = [...lines, `<strong>${words.label_counts}: ${words.counts}, ${best} %</strong>`];
  return `<ul>${rows.map((row) => `<li>${row}</li>`).join("")}</ul>`;
}
