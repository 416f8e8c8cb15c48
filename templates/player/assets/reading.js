// When a lesson counts as read: by what the course asks for beside opening it.

import { all } from "./finding.js";
import { fill } from "./words.js";

const NEARLY_ALL = 0.95;

/** Waits until a lesson is read; `done` is called once. */
export class Reading {
  /**
   * @param {HTMLElement} body
   * @param {ReadingRules} rules
   * @param {Words} words
   * @param {() => void} done
   */
  constructor(body, rules, words, done) {
    this.words = words;
    this.done = done;
    this.line = Object.assign(document.createElement("p"), { className: "read-note", role: "status" });
    /** @type {HTMLMediaElement[]} */
    const films = rules.watch ? all(body, "video") : [];
    /** What has still to happen. */
    this.open = new Set([...films, ...(rules.scroll ? ["end"] : []), ...(rules.seconds ? ["time"] : [])]);
    const told = [
      rules.scroll && words.read_scrolled,
      rules.seconds && fill(words.read_seconds, { n: rules.seconds }),
      films.length && words.read_watched,
    ];
    this.line.textContent = told.filter(Boolean).join(" ");
    body.append(this.line);
    if (rules.scroll) this.awaitEnd();
    if (rules.seconds) this.awaitTime(rules.seconds);
    for (const film of films) film.addEventListener("timeupdate", () => watched(film) && this.met(film));
    for (const film of films) film.addEventListener("ended", () => watched(film) && this.met(film));
    this.met();
  }

  awaitEnd() {
    this.observer = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) this.met("end");
    });
    this.observer.observe(this.line);
  }

  /** @param {number} seconds */
  awaitTime(seconds) {
    let [left, before] = [seconds * 1000, Date.now()];
    this.clock = setInterval(() => {
      const now = Date.now();
      if (document.visibilityState === "visible") left -= now - before;
      before = now;
      if (left <= 0) this.met("time");
    }, 1000);
  }

  /** @param {unknown} [what] */
  met(what) {
    this.open.delete(/** @type {never} */ (what));
    if (this.open.size || this.isOver) return;
    this.stop();
    this.line.textContent = this.words.marked_done;
    this.done();
  }

  stop() {
    this.isOver = true;
    clearInterval(this.clock);
    this.observer?.disconnect();
  }
}

/**
 * Whether nearly all of a film was played, whatever was skipped and seen later.
 * @param {HTMLMediaElement} film
 */
function watched({ played, duration }) {
  let seconds = 0;
  for (let at = 0; at < played.length; at += 1) seconds += played.end(at) - played.start(at);
  return seconds >= duration * NEARLY_ALL;
}
