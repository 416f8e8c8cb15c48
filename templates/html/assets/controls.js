// The inputs of each question type: how a response is read, restored and mixed. A response has the scorer's form.

import { shuffled } from "./attempt.js";
import { all, find } from "./finding.js";

/**
 * @param {HTMLElement} exercise
 * @returns {Field[]}
 */
const inputs = (exercise) => all(exercise, ".answer input, .prompt input, select, textarea");
/** @param {HTMLElement} exercise */
const picked = (exercise) => inputs(exercise).filter(({ checked }) => checked).map(({ value }) => value);
/**
 * @param {HTMLElement} exercise
 * @returns {HTMLElement[]}
 */
const parts = (exercise) => all(exercise, "[data-part]");

/** @param {HTMLElement} part */
const nameOf = (part) => part.dataset.part ?? "";
/**
 * @param {HTMLElement} part
 * @returns {Field}
 */
const fieldIn = (part) => find(part, "input, select");

/** @satisfies {Control<ShortAnswer | Numeric | Essay, string | null | undefined>} */
const TEXT = {
  read: (exercise) => inputs(exercise)[0].value,
  write: (exercise, response) => {
    inputs(exercise)[0].value = response ?? "";
  },
};

/** @satisfies {Omit<Control<SingleChoice | MultipleResponse, Answer>, "read">} */
const CHOICES = {
  write: (exercise, response) => {
    for (const input of inputs(exercise)) input.checked = [response].flat().map(String).includes(input.value);
  },
  mix: (exercise, question, next) => {
    const fixed = new Set(question.choices.filter((choice) => choice.fixed).map(({ id }) => id));
    rearrange(exercise, shuffled(parts(exercise), next, (part) => fixed.has(nameOf(part))));
  },
};

/** @satisfies {Control<Matching | FillInBlanks, Record<string, string> | null | undefined>} */
const FIELDS = {
  read: (exercise) =>
    Object.fromEntries(parts(exercise).map((part) => [nameOf(part), fieldIn(part).value])),
  write: (exercise, response) => {
    for (const part of parts(exercise)) fieldIn(part).value = response?.[nameOf(part)] ?? "";
  },
};

/**
 * By question type: `read` gives the response, `write` restores one, `mix` shuffles where the author allows it.
 * @type {Record<QuestionType, Control>}
 * @satisfies {{ [T in QuestionType]: Control<Questions[T], Responses[T]> }}
 */
export const CONTROLS = {
  "single-choice": { ...CHOICES, read: (exercise) => picked(exercise)[0] ?? null },
  "multiple-response": { ...CHOICES, read: picked },
  "true-false": {
    read: (exercise) => (picked(exercise).length ? picked(exercise)[0] === "true" : null),
    write: CHOICES.write,
  },
  "short-answer": TEXT,
  numeric: TEXT,
  essay: TEXT,
  matching: {
    ...FIELDS,
    mix: (exercise, question, next) => rearrange(exercise, shuffled(parts(exercise), next)),
  },
  "fill-in-blanks": FIELDS,
  ordering: {
    read: (exercise) => (exercise.dataset.touched ? parts(exercise).map(nameOf) : null),
    write: (exercise, response) => {
      if (!response) return;
      exercise.dataset.touched = "true";
      const byId = new Map(parts(exercise).map((part) => [nameOf(part), part]));
      rearrange(exercise, response.flatMap((id) => byId.get(id) ?? []));
    },
    always: (exercise, question, next) => {
      const right = question.items.map(({ id }) => id).join();
      let order = parts(exercise);
      do order = shuffled(order, next);
      while (order.map(nameOf).join() === right);
      rearrange(exercise, order);
    },
  },
};

/**
 * Whether a response says anything. An order does once it was touched: as it is dealt it is never the right one.
 * @param {Answer} response
 */
export function isAnswered(response) {
  if (typeof response === "string") return response.trim() !== "";
  if (response && typeof response === "object") return Object.values(response).some(Boolean);
  return response !== null && response !== undefined;
}

/**
 * @param {HTMLElement} exercise
 * @param {HTMLElement[]} ordered
 */
function rearrange(exercise, ordered) {
  ordered[0]?.parentElement?.append(...ordered);
}

/**
 * Make the buttons of an order move its items; `say` tells where an item stands now.
 * @param {HTMLElement} exercise
 * @param {(item: string, position: number, of: number) => void} say
 */
export function movable(exercise, say) {
  all(exercise, ".order-buttons").forEach((buttons) => buttons.removeAttribute("hidden"));
  edges(exercise);
  exercise.addEventListener("click", ({ target }) => {
    /** @type {HTMLElement | null} */
    const button = target instanceof Element ? target.closest(".move") : null;
    /** @type {HTMLElement | null | undefined} */
    const item = button?.closest("[data-part]");
    if (!button || !item || button.getAttribute("aria-disabled") === "true") return;
    if (button.dataset.move === "1") item.nextElementSibling?.after(item);
    else item.previousElementSibling?.before(item);
    edges(exercise);
    button.focus();
    exercise.dataset.touched = "true";
    const order = parts(exercise);
    say(find(item, ".order-text").textContent.trim(), order.indexOf(item) + 1, order.length);
    exercise.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/**
 * The first item cannot move up, the last not down; their buttons say so and keep the focus.
 * @param {HTMLElement} exercise
 */
function edges(exercise) {
  const order = all(exercise, ".order-item");
  const locked = exercise.classList.contains("locked");
  order.forEach((item, position) => {
    const [up, down] = all(item, ".move");
    disable(up, locked || position === 0);
    disable(down, locked || position === order.length - 1);
  });
}

/**
 * A button that does nothing now, but stays where the focus is.
 * @param {Element} button
 * @param {boolean} [off]
 */
export function disable(button, off = true) {
  button.setAttribute("aria-disabled", String(off));
}

/**
 * No more changes: the response stays readable.
 * @param {HTMLElement} exercise
 */
export function lock(exercise) {
  exercise.classList.add("locked");
  for (const input of inputs(exercise)) {
    if (input.matches("textarea, input[type=text]")) input.readOnly = true;
    else input.disabled = true;
  }
  edges(exercise);
}
