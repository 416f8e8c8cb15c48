// The inputs of each question type: how a response is read, restored and mixed. A response has the scorer's form.

import { shuffled } from "./attempt.js";

const inputs = (exercise) => [...exercise.querySelectorAll(".answer input, .prompt input, select, textarea")];
const picked = (exercise) => inputs(exercise).filter(({ checked }) => checked).map(({ value }) => value);
const parts = (exercise) => [...exercise.querySelectorAll("[data-part]")];

const TEXT = {
  read: (exercise) => inputs(exercise)[0].value,
  write: (exercise, response) => {
    inputs(exercise)[0].value = response;
  },
};

const CHOICES = {
  write: (exercise, response) => {
    for (const input of inputs(exercise)) input.checked = [response].flat().map(String).includes(input.value);
  },
  mix: (exercise, question, next) => {
    const fixed = new Set(question.choices.filter((choice) => choice.fixed).map(({ id }) => id));
    rearrange(exercise, shuffled(parts(exercise), next, ({ dataset }) => fixed.has(dataset.part)));
  },
};

const FIELDS = {
  read: (exercise) =>
    Object.fromEntries(parts(exercise).map((part) => [part.dataset.part, part.querySelector("input, select").value])),
  write: (exercise, response) => {
    for (const part of parts(exercise)) part.querySelector("input, select").value = response[part.dataset.part] ?? "";
  },
};

/** By question type: `read` gives the response, `write` restores one, `mix` shuffles where the author allows it. */
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
    read: (exercise) => (exercise.dataset.touched ? parts(exercise).map(({ dataset }) => dataset.part) : null),
    write: (exercise, response) => {
      if (!response) return;
      exercise.dataset.touched = "true";
      const byId = new Map(parts(exercise).map((part) => [part.dataset.part, part]));
      rearrange(exercise, response.flatMap((id) => byId.get(id) ?? []));
    },
    always: (exercise, question, next) => {
      const right = question.items.map(({ id }) => id).join();
      let order = parts(exercise);
      do order = shuffled(order, next);
      while (order.map(({ dataset }) => dataset.part).join() === right);
      rearrange(exercise, order);
    },
  },
};

/** Whether a response says anything. An order does once it was touched: as it is dealt it is never the right one. */
export function isAnswered(response) {
  if (typeof response === "string") return response.trim() !== "";
  if (response && typeof response === "object") return Object.values(response).some(Boolean);
  return response !== null && response !== undefined;
}

function rearrange(exercise, ordered) {
  ordered[0]?.parentElement.append(...ordered);
}

/** Make the buttons of an order move its items; `say` tells where an item stands now. */
export function movable(exercise, say) {
  exercise.querySelectorAll(".order-buttons").forEach((buttons) => buttons.removeAttribute("hidden"));
  edges(exercise);
  exercise.addEventListener("click", ({ target }) => {
    const button = target.closest(".move");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const item = button.closest("[data-part]");
    const neighbour = button.dataset.move === "1" ? item.nextElementSibling : item.previousElementSibling;
    if (button.dataset.move === "1") neighbour.after(item);
    else neighbour.before(item);
    edges(exercise);
    button.focus();
    exercise.dataset.touched = "true";
    const order = parts(exercise);
    say(item.querySelector(".order-text").textContent.trim(), order.indexOf(item) + 1, order.length);
    exercise.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** The first item cannot move up, the last not down; their buttons say so and keep the focus. */
function edges(exercise) {
  const order = [...exercise.querySelectorAll(".order-item")];
  const locked = exercise.classList.contains("locked");
  order.forEach((item, position) => {
    const [up, down] = item.querySelectorAll(".move");
    disable(up, locked || position === 0);
    disable(down, locked || position === order.length - 1);
  });
}

/** A button that does nothing now, but stays where the focus is. */
export function disable(button, off = true) {
  button.setAttribute("aria-disabled", String(off));
}

/** No more changes: the response stays readable. */
export function lock(exercise) {
  exercise.classList.add("locked");
  for (const input of inputs(exercise)) {
    if (input.matches("textarea, input[type=text]")) input.readOnly = true;
    else input.disabled = true;
  }
  edges(exercise);
}
