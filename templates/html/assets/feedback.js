// What a student reads after answering: at each part of the question, and below it.

import { all, find } from "./finding.js";
import { ONE } from "./ratio.js";
import { fill } from "./words.js";

const AT_PARTS = ["multiple-response", "matching", "ordering"];

/**
 * Show the result of a response. `shows` says what may be seen: feedback, answers (right answers with their
 * explanation); `hint` is the hint for the next try, if there is one.
 * @param {HTMLElement} exercise
 * @param {Question} question
 * @param {Score} result
 * @param {Words} words
 * @param {{ feedback: boolean, answers: boolean, hint?: string, response: Answer }} shows
 */
export function showFeedback(exercise, question, result, words, { feedback, answers, hint, response }) {
  clearFeedback(exercise);
  if (feedback) showParts(exercise, question, result, words);
  if (answers) showRightParts(exercise, question, result, words, response);
  const blocks = [];
  if (feedback) blocks.push(outcome(question, result, words));
  if (hint) blocks.push(block("", words.hint, `${hint}<p>${words.try_once_more}</p>`));
  if (answers && result.outcome !== "correct") blocks.push(rightAnswer(exercise, question, words));
  if (answers && question.explanation) blocks.push(block("", words.explanation, question.explanation));
  find(exercise, ".feedback").innerHTML = blocks.join("");
}

/** @param {HTMLElement} exercise */
export function clearFeedback(exercise) {
  all(exercise, ".mark, .said").forEach((element) => element.remove());
  all(exercise, "[data-part]").forEach((part) => part.classList.remove("is-correct", "is-partial", "is-incorrect"));
  find(exercise, ".feedback").textContent = "";
}

/**
 * @param {Question} question
 * @param {Score} result
 * @param {Words} words
 */
function outcome(question, result, words) {
  const atParts = AT_PARTS.includes(question.type) ? Object.values(result.said).filter(Boolean) : [];
  const texts = question.type === "fill-in-blanks" ? inBlanks(question, result, words) : result.feedback;
  const spoken = texts.filter((text) => !atParts.includes(text));
  const label = result.outcome === "recorded" ? words.not_scored : words[result.outcome];
  return `<div class="feedback-text is-${result.outcome}"><p class="verdict">${icon(result.outcome)}${label}</p>${spoken.join("")}</div>`;
}

/**
 * @param {FillInBlanks} question
 * @param {Score} result
 * @param {Words} words
 */
function inBlanks(question, { said, feedback }, words) {
  const own = question.blanks.flatMap(({ id }, position) => {
    if (!said?.[id]) return [];
    return [`<p class="label">${fill(words.blank, { n: position + 1 })}</p>${said[id]}`];
  });
  const count = question.blanks.filter(({ id }) => said?.[id]).length;
  return [...own, ...feedback.slice(count)];
}

/**
 * @param {HTMLElement} exercise
 * @param {Question} question
 * @param {Score} result
 * @param {Words} words
 */
function showParts(exercise, question, result, words) {
  for (const part of all(exercise, "[data-part]")) {
    const { part: id = "" } = part.dataset;
    const share = result.parts[id];
    if (!share) continue;
    const state = share.compare(ONE) === 0 ? "correct" : share.numerator > 0n ? "partial" : "incorrect";
    part.classList.add(`is-${state}`);
    mark(part, state, words[state]);
    const said = AT_PARTS.includes(question.type) && result.said[id];
    if (said) part.insertAdjacentHTML("beforeend", `<div class="said">${said}</div>`);
  }
}

/**
 * At choices and pairs: what would have been right.
 * @param {HTMLElement} exercise
 * @param {Question} question
 * @param {Score} result
 * @param {Words} words
 * @param {Answer} response
 */
function showRightParts(exercise, question, result, words, response) {
  for (const part of all(exercise, "[data-part]")) {
    const { part: id = "" } = part.dataset;
    if (isRightChoice(question, id) && ![response].flat().map(String).includes(id)) {
      part.classList.add("is-correct");
      mark(part, "correct", words.right_answer);
    }
    const pair = question.pairs?.find((each) => each.id === id);
    if (pair && result.parts[id]?.compare(ONE) !== 0) mark(part, "", `${words.right_answer}: ${pair.match}`);
  }
}

/**
 * @param {Question} question
 * @param {string} id
 */
function isRightChoice(question, id) {
  if (question.type === "true-false") return String(question.answer) === id;
  return question.choices?.some((choice) => choice.right && choice.id === id);
}

/**
 * Below the question: the right answer of what is typed, ordered or filled in.
 * @param {HTMLElement} exercise
 * @param {Question} question
 * @param {Words} words
 */
function rightAnswer(exercise, question, words) {
  const lines = [];
  if (question.right) lines.push(paragraph(question.right));
  for (const [position, blank] of (question.blanks ?? []).entries()) {
    lines.push(paragraph(`${fill(words.blank, { n: position + 1 })}: ${blank.right}`));
  }
  if (question.items) {
    const texts = question.items.map(({ id }) => find(exercise, `[data-part="${id}"] .order-text`).innerHTML);
    lines.push(`<ol>${texts.map((text) => `<li>${text}</li>`).join("")}</ol>`);
  }
  return lines.length ? block("", words.right_answer, lines.join("")) : "";
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {string} html
 */
function block(kind, label, html) {
  return `<div class="feedback-text ${kind}"><p class="label">${label}</p>${html}</div>`;
}

/** @param {string} text */
function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element.outerHTML;
}

/**
 * @param {HTMLElement} part
 * @param {string} state
 * @param {string} text
 */
function mark(part, state, text) {
  const element = document.createElement("span");
  element.className = `mark${state && ` is-${state}`}`;
  element.innerHTML = state ? icon(state) : "";
  const label = document.createElement("span");
  label.textContent = text;
  if (part.matches(".blank")) label.className = "sr";
  element.append(label);
  (part.querySelector("label") ?? part).append(element);
}

/** @param {string} name */
export function icon(name) {
  return `<span class="icon icon-${name}"></span>`;
}
