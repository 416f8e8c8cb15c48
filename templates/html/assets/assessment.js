// A quiz or a test that can be played: it deals the questions, takes and scores the answers, shows what it may show.

import { deal, inPages, random } from "./attempt.js";
import { CONTROLS, disable, isAnswered, lock, movable } from "./controls.js";
import { rulesOf } from "./data.js";
import { showFeedback } from "./feedback.js";
import { all, find } from "./finding.js";
import { reach, showProgress } from "./progress.js";
import { Ratio } from "./ratio.js";
import { NO_ATTEMPTS, resultOf, resultPanel, tallied, tallyPanel } from "./result.js";
import { score } from "./scoring.js";
import { fill, spokenNumber, spokenTime } from "./words.js";

/** @type {Moment[]} */
const ON_THE_WAY = ["immediately"];
/** @type {Moment[]} */
const AFTERWARDS = ["immediately", "after-submission"];

/**
 * Told of what a student does; these pages tell nobody.
 * @type {Listener}
 */
const NOBODY = { answered() {}, submitted() {} };

export class Assessment {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {Listener} [listener]
   */
  constructor(root, store, listener = NOBODY) {
    this.root = root;
    this.store = store;
    this.listener = listener;
    this.id = root.dataset.assessment ?? "";
    this.blank = /** @type {HTMLElement} */ (root.cloneNode(true));
    this.rules = rulesOf(root);
    this.words = this.rules.words;
    this.checks = [this.rules.feedbackShows, this.rules.answersShow].some((when) => ON_THE_WAY.includes(when));
    /** @type {Attempt} */
    const fresh = { seed: Math.floor(Math.random() * 2 ** 32), responses: {}, tries: {}, closed: {} };
    this.kept = store.read(this.id, this.rules);
    this.state = this.kept ?? fresh;
    this.lastTouch = 0;
    /** @type {Exercise[]} */
    this.exercises = [];
    /** @type {HTMLElement[][]} */
    this.pages = [];
  }

  /** Show the attempt where the student left it, or its start. */
  open() {
    this.find(".needs-script").hidden = true;
    if (!this.kept && !this.mayTry()) this.showTally();
    else if (this.rules.minutes && !this.state.deadline) this.offerStart();
    else this.play();
  }

  offerStart() {
    const minutes = this.minutes();
    const start = this.find(".start");
    const given = find(start, ".time-given");
    given.hidden = minutes === this.rules.minutes;
    given.textContent = fill(this.words.time_limit, { n: spokenNumber(minutes) });
    all(this.root, ".questions, .pool").forEach((part) => (part.hidden = true));
    start.hidden = false;
    find(start, "button").addEventListener("click", () => {
      start.hidden = true;
      this.state.deadline = Date.now() + minutes * 60_000;
      this.play();
      focusHeading(this.exercises[0].element);
    });
  }

  /** The minutes for an attempt: an LMS may give a student more. */
  minutes() {
    const { minutes = 0 } = this.rules;
    return this.listener.minutes?.(minutes) ?? minutes;
  }

  /** Whether an attempt goes on that ends by itself. */
  get isRunning() {
    return Boolean(this.clock && this.state.deadline && !this.state.submitted);
  }

  play() {
    this.layOut();
    this.lastTouch = Date.now();
    for (const exercise of this.exercises) this.prepare(exercise);
    this.find(".earlier").addEventListener("click", () => this.turn(-1));
    this.find(".later").addEventListener("click", () => this.turn(1));
    this.find(".submit").addEventListener("click", () => this.askToSubmit());
    this.find(".submit-anyway").addEventListener("click", () => this.submit());
    this.find(".actions").hidden = false;
    this.turn(0);
    this.showAnswered();
    if (this.state.submitted) this.showResult();
    else if (this.rules.minutes) this.runClock();
    this.save();
  }

  /** Put the questions of this attempt into their order and pages. */
  layOut() {
    const places = deal(this.rules, this.state.seed);
    const waiting = [...this.root.querySelectorAll("template")].map(({ content }) => content.firstElementChild);
    /**
     * @param {string} selector
     * @returns {HTMLElement}
     */
    const element = (selector) =>
      this.root.querySelector(`.questions ${selector}`) ??
      /** @type {HTMLElement} */ (waiting.find((each) => each?.matches(selector))?.cloneNode(true));
    this.exercises = [];
    this.pages = inPages(places, this.rules.perPage).map((page) =>
      page.map(({ text, question: id = "", points }) => {
        if (text) return element(`[data-text="${text}"]`);
        const exercise = { id, element: element(`[data-question="${id}"]`), question: this.rules.questions[id], points, seconds: 0 };
        this.exercises.push(exercise);
        return exercise.element;
      }),
    );
    const list = this.find(".questions");
    list.hidden = false;
    list.replaceChildren(...this.pages.flat());
    all(this.root, ".pool").forEach((pool) => (pool.hidden = true));
  }

  /**
   * Number a question, mix its choices, restore its response, connect its controls.
   * @param {Exercise} exercise
   */
  prepare(exercise) {
    const { id, element, question } = exercise;
    const { mix, always, write } = CONTROLS[question.type];
    const of = this.exercises.length;
    const n = this.exercises.indexOf(exercise) + 1;
    find(element, ".question-number").textContent = fill(this.words.question_of, { n, of });
    find(element, ".points").textContent = fill(this.words.points, { n: this.pointsOf(exercise) });
    const next = random(this.state.seed, id);
    if (question.shuffle ?? this.rules.shuffleChoices) mix?.(element, question, next);
    always?.(element, question, next);
    if (this.state.responses[id] !== undefined) write(element, this.state.responses[id]);
    if (question.type === "ordering") movable(element, (item, to, last) => this.say(fill(this.words.position, { item, n: to, of: last })));
    if (question.type === "essay") this.countWords(element);
    element.addEventListener("input", () => this.take(exercise));
    const check = find(element, ".check");
    /** @type {HTMLElement | null} */
    const hint = element.querySelector(".hint");
    check.hidden = !this.checks;
    check.addEventListener("click", () => this.check(exercise));
    if (hint) hint.hidden = this.checks;
    hint?.addEventListener("click", () => this.giveHint(exercise));
    find(element, ".question-actions").hidden = !this.checks && !hint;
    if (this.state.tries[id]) this.showTry(exercise);
  }

  /** @param {Exercise} exercise */
  take(exercise) {
    const { id, element, question } = exercise;
    exercise.seconds += (Date.now() - this.lastTouch) / 1000;
    this.lastTouch = Date.now();
    this.state.responses[id] = CONTROLS[question.type].read(element);
    this.find(".open-questions").hidden = true;
    this.save();
    this.showAnswered();
  }

  /** @param {Exercise} exercise */
  scoreOf({ element, question }) {
    return score(question, CONTROLS[question.type].read(element));
  }

  /** @param {{ points?: string, question: Question }} exercise */
  pointsOf({ points, question }) {
    return points ?? question.points ?? "0";
  }

  /**
   * One question is checked on the way: another try with the next hint, or that was it.
   * @param {Exercise} exercise
   */
  check(exercise) {
    if (this.state.closed[exercise.id] || this.state.submitted) return;
    exercise.element.dataset.touched = "true";
    this.take(exercise);
    const tries = (this.state.tries[exercise.id] ?? 0) + 1;
    this.state.tries[exercise.id] = tries;
    const hints = exercise.question.hints?.length ?? 0;
    if (this.scoreOf(exercise).outcome === "correct" || tries > hints) this.state.closed[exercise.id] = true;
    this.showTry(exercise);
    this.showAnswered();
    this.save();
    this.listener.answered(this, exercise, this.scoreOf(exercise), tries);
  }

  /** @param {Exercise} exercise */
  showTry(exercise) {
    const { id, element, question } = exercise;
    const closed = this.state.closed[id];
    this.show(exercise, ON_THE_WAY, closed ? undefined : question.hints?.[this.state.tries[id] - 1]);
    if (closed) {
      lock(element);
      disable(find(element, ".check"));
    }
  }

  /**
   * @param {Exercise} exercise
   * @param {Moment[]} times
   * @param {string} [hint]
   */
  show(exercise, times, hint) {
    showFeedback(exercise.element, exercise.question, this.scoreOf(exercise), this.words, {
      feedback: times.includes(this.rules.feedbackShows),
      answers: hint === undefined && times.includes(this.rules.answersShow),
      hint,
      response: CONTROLS[exercise.question.type].read(exercise.element),
    });
  }

  /**
   * Where feedback waits for the end, hints come when asked for, one after the other.
   * @param {Exercise} exercise
   */
  giveHint({ element, question }) {
    const { hints = [] } = question;
    if (find(element, ".hint").getAttribute("aria-disabled") === "true") return;
    const shown = element.querySelectorAll(".feedback .hint-text").length;
    const text = `<div class="feedback-text hint-text"><p class="label">${this.words.hint}</p>${hints[shown]}</div>`;
    find(element, ".feedback").insertAdjacentHTML("beforeend", text);
    if (shown + 1 === hints.length) disable(find(element, ".hint"));
  }

  /** What is still open is listed, each with a way to it: nothing is handed in without its answers by one click. */
  askToSubmit() {
    const open = this.exercises.filter((exercise) => !this.hasAnswer(exercise));
    if (!open.length) {
      this.submit();
      return;
    }
    const panel = this.find(".open-questions");
    find(panel, ".label").textContent = fill(this.words.open_questions, { n: open.length, of: this.exercises.length });
    find(panel, "ul").replaceChildren(...open.map((exercise) => this.wayTo(exercise)));
    panel.hidden = false;
    panel.focus();
  }

  /** @param {Exercise} exercise */
  wayTo({ element }) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: find(element, ".question-number").textContent });
    button.addEventListener("click", () => {
      this.find(".open-questions").hidden = true;
      this.turnTo(this.pages.findIndex((page) => page.includes(element)));
      focusHeading(element);
    });
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  }

  /** @param {Exercise} exercise */
  hasAnswer({ id }) {
    return Boolean(this.state.closed[id]) || isAnswered(this.state.responses[id]);
  }

  submit() {
    if (this.state.submitted) return;
    this.find(".open-questions").hidden = true;
    clearInterval(this.clock);
    for (const exercise of this.exercises) this.state.responses[exercise.id] = CONTROLS[exercise.question.type].read(exercise.element);
    this.state.submitted = true;
    const result = this.result();
    const percent = result.percent ?? new Ratio(0n);
    this.store.write(`${this.id}/attempts`, tallied(this.attempts(), percent, this.rules.counts));
    reach(this.store, this.id, result.verdict === "passed" ? "passed" : "submitted");
    showProgress(document, this.store);
    this.save();
    this.listener.submitted(this, result);
    this.showResult();
    this.find(".result").focus();
    this.find(".result").scrollIntoView({ block: "start" });
  }

  result() {
    /** @type {[string, Ratio | null][]} */
    const answers = this.exercises.map((exercise) => [this.pointsOf(exercise), this.scoreOf(exercise).fraction]);
    return resultOf(answers, this.rules.passMark);
  }

  attempts() {
    return this.store.read(`${this.id}/attempts`) ?? NO_ATTEMPTS;
  }

  mayTry() {
    return !this.rules.attempts || this.attempts().count < this.rules.attempts;
  }

  /** All attempts are used up, and of the last one only the result is left. */
  showTally() {
    all(this.root, ".questions, .pool").forEach((part) => (part.hidden = true));
    this.find(".result").hidden = false;
    this.find(".result").innerHTML = tallyPanel(this.attempts(), this.rules);
  }

  showResult() {
    const { feedbackShows, answersShow } = this.rules;
    const result = this.result();
    const notes = [];
    if (this.state.late) notes.push(this.words.time_up);
    if ([feedbackShows, answersShow].includes("after-close")) notes.push(this.words.after_close);
    else if (feedbackShows === "never") notes.push(this.words.no_feedback);
    const left = this.mayTry();
    if (!left) notes.push(this.words.no_attempts);
    const panel = this.find(".result");
    panel.hidden = false;
    panel.classList.add({ passed: "is-correct", failed: "is-incorrect", open: "is-recorded" }[result.verdict ?? "open"]);
    panel.innerHTML = resultPanel(result, this.rules, this.attempts(), notes);
    if (left) panel.append(this.again());
    for (const exercise of this.exercises) {
      this.show(exercise, AFTERWARDS);
      lock(exercise.element);
      find(exercise.element, ".question-actions").hidden = true;
    }
    this.pages.flat().forEach((element) => (element.hidden = false));
    this.find(".actions").hidden = true;
    this.find(".clock").hidden = true;
  }

  again() {
    const line = document.createElement("p");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: this.words.try_again });
    button.addEventListener("click", () => {
      this.store.write(this.id, null);
      this.root.replaceWith(this.blank);
      const fresh = new Assessment(this.blank, this.store, this.listener);
      fresh.open();
      this.blank.tabIndex = -1;
      this.blank.focus();
    });
    line.append(button);
    return line;
  }

  /**
   * Show another page of questions; 0 shows the one where the student is.
   * @param {number} step
   */
  turn(step) {
    this.turnTo((this.state.page ?? 0) + step);
    const first = step && this.pages[this.state.page ?? 0].find((element) => element.matches(".exercise"));
    if (first) focusHeading(first);
    if (step) this.save();
  }

  /** @param {number} number */
  turnTo(number) {
    this.state.page = Math.min(Math.max(number, 0), this.pages.length - 1);
    this.pages.forEach((page, position) => page.forEach((element) => (element.hidden = position !== this.state.page)));
    this.find(".earlier").hidden = this.state.page === 0;
    const last = this.state.page === this.pages.length - 1;
    this.find(".later").hidden = last;
    this.find(".submit").hidden = !last;
  }

  showAnswered() {
    const n = this.exercises.filter(({ id }) => isAnswered(this.state.responses[id])).length;
    const line = this.find(".answered");
    const text = fill(this.words.answered, { n, of: this.exercises.length });
    if (line.textContent !== text) line.textContent = text;
  }

  /** @param {HTMLElement} element */
  countWords(element) {
    const count = find(element, ".word-count");
    /** @type {HTMLTextAreaElement} */
    const area = find(element, "textarea");
    const show = () => {
      const n = area.value.split(/\s+/).filter(Boolean).length;
      count.textContent = fill(count.dataset.words, { n });
    };
    count.hidden = false;
    element.addEventListener("input", show);
    show();
  }

  runClock() {
    const clock = this.find(".clock");
    clock.hidden = false;
    const { deadline = 0 } = this.state;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
      clock.textContent = fill(this.words.time_left, { time: spokenTime(seconds) });
      this.listener.ticked?.(this, clock.textContent);
      if (seconds === 300 || seconds === 60) this.say(clock.textContent);
      if (!seconds) {
        this.state.late = true;
        this.submit();
      }
    };
    this.clock = setInterval(tick, 1000);
    tick();
  }

  /** @param {string} text */
  say(text) {
    this.find(".announcement").textContent = text;
  }

  save() {
    this.store.write(this.id, this.state, this.rules);
  }

  /** The page is left for another one without being closed. */
  leave() {
    clearInterval(this.clock);
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  find(selector) {
    return find(this.root, selector);
  }
}

/** @param {HTMLElement} exercise */
function focusHeading(exercise) {
  const heading = find(exercise, "h2");
  heading.tabIndex = -1;
  heading.focus();
}
