// How far a student has come with each item, and how menus and contents show it.

import { all, find } from "./finding.js";
import { fill } from "./words.js";

const RANKS = ["viewed", "submitted", "passed"];

/**
 * Note that an item has been viewed, submitted or passed; it never falls back.
 * @param {Store} store
 * @param {string} item
 * @param {Level} state
 */
export function reach(store, item, state) {
  const reached = store.read("progress") ?? {};
  if (RANKS.indexOf(state) > RANKS.indexOf(reached[item])) {
    store.write("progress", { ...reached, [item]: state });
  }
}

/**
 * Mark what is done, and say how much that is.
 * @param {Document} page
 * @param {Store} store
 */
export function showProgress(page, store) {
  const reached = store.read("progress") ?? {};
  const entries = all(page, "[data-entry]");
  const done = entries.filter(({ dataset: { entry = "", done: level = "" } }) => RANKS.indexOf(reached[entry]) >= RANKS.indexOf(level));
  all(page, ".done-mark").forEach((mark) => mark.remove());
  for (const entry of done) {
    const mark = page.createElement("span");
    mark.className = "done-mark";
    mark.innerHTML = '<span class="icon icon-done"></span><span class="sr"></span>';
    find(mark, ".sr").textContent = entry.dataset.label ?? "";
    (entry.closest(".menu") ? find(entry, "a") : entry).append(mark);
  }
  showShare(page, done.length, entries.length);
}

/**
 * Say how much is done, in words and as a bar.
 * @param {Document} page
 * @param {number} done
 * @param {number} of
 */
export function showShare(page, done, of) {
  for (const line of all(page, ".progress")) {
    line.hidden = !of;
    line.textContent = fill(line.dataset.words, { n: done, of });
    const bar = page.createElement("progress");
    Object.assign(bar, { max: of, value: done });
    bar.setAttribute("aria-hidden", "true");
    line.append(bar);
  }
}
