// Keeps the LMS up to date: soon after each step, again and again where that fails, and when the page goes away.

const SOON = 300;
const TYPING = 5000;
const AGAIN = [3000, 5000, 10_000, 20_000, 40_000, 60_000];

export class Saving {
  /**
   * `told` is called with "saved", "failed" or "cramped" whenever that changes.
   * @param {Lms} lms
   * @param {import("./record.js").Record} record
   * @param {(now: Recording, before: Recording) => void} told
   */
  constructor(lms, record, told) {
    this.lms = lms;
    this.record = record;
    this.told = told;
    /** @type {Recording} */
    this.state = "saved";
    this.failures = 0;
    /** @type {number | undefined} */
    this.due = undefined;
    this.isOver = false;
    this.underway = false;
    this.more = false;
    this.hurried = false;
    addEventListener("pagehide", () => this.finish());
    addEventListener("online", () => this.failures && this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
  }

  /** Something changed that can wait a little: letters that are typed. */
  later() {
    this.due ??= setTimeout(() => this.save(), this.failures ? AGAIN[0] : TYPING);
  }

  /** A step that must not be lost. */
  soon() {
    if (this.hurried) return; // the next step must not put this one off
    this.hurried = true;
    clearTimeout(this.due);
    this.due = setTimeout(() => this.save(), SOON);
  }

  /** Tell and keep all of it now. What comes while a slow LMS is still busy waits for that: one after the other. */
  async save() {
    clearTimeout(this.due);
    this.due = undefined;
    this.hurried = false;
    this.more = this.underway;
    if (this.isOver || this.underway) return;
    this.underway = true;
    const told = await this.lms.tell(this.record);
    const kept = (await this.lms.keep()) && told;
    this.underway = false;
    if (this.isOver) return;
    this.failures = kept ? 0 : this.failures + 1;
    if (!kept) this.due ??= setTimeout(() => this.save(), AGAIN[Math.min(this.failures, AGAIN.length) - 1]);
    this.say(kept ? (this.record.cramped ? "cramped" : "saved") : "failed");
    if (kept && this.more) this.save();
  }

  /** @param {Recording} state */
  say(state) {
    if (state !== this.state) this.told(state, this.state);
    this.state = state;
  }

  /**
   * The last words: the page is going. Whether all was kept.
   * @param {{ leave?: boolean }} [options]
   */
  finish(options) {
    clearTimeout(this.due);
    this.isOver = true;
    this.lms.tell(this.record);
    return this.lms.end(options);
  }
}
