// The line that says whether a student's steps are kept.

import { find } from "./finding.js";

/** @type {Record<Recording, string>} */
const WORDS = {
  connecting: "connecting", none: "not_recorded", waived: "waived", broken: "no_session", review: "review_mode", normal: "recording",
  failed: "not_saved", cramped: "too_long", saved: "saved_again", left: "left_course",
};
/** @type {Recording[]} */
const LOUD = ["none", "broken", "failed", "cramped"];
/** @type {Recording[]} */
const NOTHING_KEPT = ["none", "broken", "review"];

/**
 * Show a state of the recording; what a student has to know stays in view, above the page where nothing is recorded.
 * @param {Document} page
 * @param {Words} words
 * @param {Recording} state
 */
export function showRecording(page, words, state) {
  const line = find(page, ".recording");
  const onTop = NOTHING_KEPT.includes(state);
  if (onTop && !line.classList.contains("is-on-top")) find(page, ".skip").after(line);
  if (!onTop && line.classList.contains("is-on-top")) page.body.append(line);
  line.classList.toggle("is-on-top", onTop);
  find(line, "[role=status]").textContent = words[WORDS[state]];
  line.classList.toggle("is-loud", LOUD.includes(state));
  line.dataset.state = state;
}

/**
 * Show above the page how it stands with a test that is not open: its title, which leads there, and a text. None: no id.
 * @param {HTMLElement} contents
 * @param {string} id
 * @param {string} text
 * @param {string} root
 */
export function showRunning(contents, id, text, root) {
  const bar = document.querySelector(".bar");
  const entry = id && contents.querySelector(`[data-entry="${id}"] a`);
  if (!bar || !entry) {
    bar?.querySelector(".running")?.remove();
    return;
  }
  const line = bar.querySelector(".running") ?? document.createElement("p");
  if (!line.parentElement) {
    line.className = "running";
    line.append(document.createElement("a"), " ", Object.assign(document.createElement("span"), { role: "timer" }));
    bar.append(line);
  }
  const link = find(line, "a");
  link.textContent = entry.textContent;
  link.setAttribute("href", root + entry.getAttribute("href"));
  find(line, "span").textContent = text;
}
