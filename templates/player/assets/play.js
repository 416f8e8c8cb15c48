// A course in an LMS: its pages, played in one session, remembered and reported.

import { Assessment } from "./assessment.js";
import { Browsing } from "./browse.js";
import { enableCopying } from "./copying.js";
import { all, find } from "./finding.js";
import { Gates } from "./gates.js";
import { fillMenu } from "./menu.js";
import { showRecording, showRunning } from "./notices.js";
import { reach, showProgress, showShare } from "./progress.js";
import { Reading } from "./reading.js";
import { Record } from "./record.js";
import { Saving } from "./saving.js";
import { openStore } from "./store.js";

const TO_PAGE = "page.open.";

/**
 * Play the course of this page with an LMS of the kind that `lmsFor` makes.
 * @param {(course: Course) => Lms} lmsFor
 */
export async function play(lmsFor) {
  const data = document.getElementById("page.course");
  if (!data) {
    standAlone();
    return;
  }
  const course = JSON.parse(data.textContent);
  const player = new Player(course);
  addEventListener("pageshow", (event) => event.persisted && player.saving?.isOver && location.reload());
  await player.connect(lmsFor(course));
  player.start();
}

/** A page that was opened without the first one, which holds the session: from a server that one is opened instead. */
function standAlone() {
  const { item, course } = document.body.dataset;
  if (!item) return;
  if (location.protocol !== "file:") {
    location.replace(`../index.html${location.search}#${TO_PAGE}${item}`); // an LMS may have said there who it is
    return;
  }
  const store = openStore(course);
  reach(store, item, "viewed");
  enableCopying(document);
  for (const assessment of all(document, "[data-assessment]")) new Assessment(assessment, store).open();
}

class Player {
  /** @param {Course} course */
  constructor(course) {
    this.course = course;
    this.words = course.words;
    this.record = new Record(course, () => this.saving?.later());
    this.contents = /** @type {HTMLElement} */ (find(document, "main").cloneNode(true));
    this.gates = new Gates(course, this.record, this.contents);
    /** @type {Store} */
    this.store = this.record;
    /** @type {Assessment[]} */
    this.assessments = [];
    /** @type {Map<string, Assessment>} */
    this.running = new Map();
    /** @type {Map<string, Rules>} */
    this.tried = new Map();
    showRecording(document, this.words, "connecting");
  }

  /** @param {Lms} lms */
  async connect(lms) {
    const state = await lms.connect();
    this.lms = lms;
    showRecording(document, this.words, state);
    if (state !== "none" && state !== "broken") {
      this.takeUp(lms);
      return;
    }
    this.store = openStore(this.course.id);
    this.record.progress = this.store.read("progress") ?? {};
    if (state === "none") lms.appears?.().then((later) => this.connectLate(lms, later));
  }

  /**
   * An LMS has come that was not there at first: what was done until now is told.
   * @param {Lms} lms
   * @param {Connected} state
   */
  connectLate(lms, state) {
    showRecording(document, this.words, state);
    if (state === "none" || state === "broken") return;
    const before = this.store;
    this.store = this.record;
    this.takeUp(lms, () => state !== "review" && this.record.join(before, this.tried));
    for (const assessment of this.assessments) assessment.store = this.record;
    this.refresh();
    this.saving?.save();
  }

  /**
   * Go on with what the LMS has.
   * @param {Lms} lms
   * @param {() => void} [join]
   */
  takeUp(lms, join = () => {}) {
    const saved = lms.saved();
    const reached = lms.objectives();
    if (saved && !this.record.restore(saved)) this.record.progress = known(this.course, reached);
    const place = lms.place();
    if (!this.record.place) this.record.place = this.course.items.some(({ id }) => id === place) ? place : "";
    this.record.isFree = Boolean(lms.isWaived);
    join();
    this.saving = new Saving(lms, this.record, (now) => showRecording(document, this.words, now));
    this.saving.save();
    this.offerLeave();
  }

  start() {
    const { item = "" } = document.body.dataset;
    if (this.course.alone) {
      this.opened(item);
      return;
    }
    this.browsing = new Browsing(this.words, { opened: (id) => this.opened(id), leaving: () => this.left() });
    this.browsing.start();
    this.opened(item);
    const wanted = location.hash.startsWith(`#${TO_PAGE}`) && location.hash.slice(TO_PAGE.length + 1);
    if (this.course.items.some(({ id }) => id === wanted)) this.browsing.show(`${this.browsing.root}pages/${wanted}.html`);
    else if (!item) this.browsing.prefetch(find(document, "main"));
    this.resumeRunning();
  }

  /** Where the student was is where the button on the first page leads. */
  offerResume() {
    /** @type {HTMLAnchorElement | null} */
    const button = document.querySelector(".cover a.button");
    const target = document.querySelector(`main [data-entry="${this.record.place}"] a`);
    if (!button || !target) return;
    const { done, of } = this.record.standing();
    if (done === of) return; // nothing is left to go on with
    button.setAttribute("href", target.getAttribute("href") ?? "");
    button.textContent = this.words.resume.replace("{item}", target.textContent);
  }

  /** @param {string} id */
  opened(id) {
    const item = this.course.items.find((each) => each.id === id);
    const open = !item || this.course.alone || this.isOpen(item);
    this.here = { id, open };
    this.showMenu(id);
    if (item) {
      this.record.place = id;
      find(document, "main .body").hidden = !open;
      if (this.course.alone) document.querySelector("main .item-head .gate")?.remove();
      if (open) this.read(id);
    }
    if (!item && this.record.place) this.offerResume();
    this.refresh();
    if (open) this.enable(item);
    this.saving?.soon();
  }

  /**
   * An item counts as viewed when it is open; a lesson when it was read as the course wants it.
   * @param {string} id
   */
  read(id) {
    const { lessons } = this.course;
    if (!lessons || this.record.progress[id] || !document.body.classList.contains("page-lesson")) {
      reach(this.store, id, "viewed");
      return;
    }
    this.reading = new Reading(find(document, "main .body"), lessons, this.words, () => {
      reach(this.store, id, "viewed");
      this.refresh();
      this.saving?.soon();
    });
  }

  /** @param {Item} item */
  isOpen(item) {
    this.record.progress = this.store.read("progress") ?? {};
    return this.record.isOpen(item);
  }

  /**
   * Make what is on the page work.
   * @param {Item | undefined} item
   */
  enable(item) {
    enableCopying(document);
    if (this.lms?.isQuiet) silence(find(document, "main"));
    outside(find(document, "main"), this.words.new_window, this.course.alone);
    this.assessments = all(document, "main [data-assessment]").map((root) => new Assessment(root, this.store, this));
    for (const assessment of this.assessments) {
      this.running.get(assessment.id)?.leave();
      this.running.delete(assessment.id);
      this.showRunning("", "");
      this.tried.set(assessment.id, assessment.rules);
      assessment.open();
    }
    if (item) this.offerDone(item);
  }

  /** The page goes; an attempt whose time runs goes on without it. */
  left() {
    this.reading?.stop();
    for (const assessment of this.assessments) {
      if (assessment.isRunning) this.running.set(assessment.id, assessment);
      else assessment.leave();
    }
    this.assessments = [];
  }

  /** Attempts of sessions before this one whose time runs, or is over by now. */
  async resumeRunning() {
    for (const id of this.record.running()) {
      const page = await this.browsing?.load(`${this.browsing.root}pages/${id}.html`);
      const root = page?.content().querySelector("[data-assessment]");
      if (!(root instanceof HTMLElement) || this.isShown(id)) continue;
      const assessment = new Assessment(root, this.store, this);
      this.running.set(id, assessment);
      assessment.open();
    }
  }

  /** The way from the page that is open to the first one. */
  get root() {
    return document.body.dataset.item ? "../" : "";
  }

  /** @param {string} id */
  isShown(id) {
    return this.assessments.some((assessment) => assessment.id === id);
  }

  /**
   * Whoever reads on sees the time that is left, with the way back.
   * @param {Assessment} assessment
   * @param {string} text
   */
  ticked({ id }, text) {
    if (!this.isShown(id)) this.showRunning(id, text);
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  showRunning(id, text) {
    showRunning(this.contents, id, text, this.root);
  }

  /** @param {number} minutes */
  minutes(minutes) {
    const { percent = 0, seconds = 0 } = this.lms?.time?.() ?? {};
    const own = minutes * (1 + percent / 100);
    return this.course.timed === 1 ? Math.max(own, seconds / 60) : own;
  }

  /** @param {string} id */
  showMenu(id) {
    /** @type {HTMLElement | null} */
    const menu = document.querySelector(".menu");
    if (!menu) return;
    /** @type {HTMLDetailsElement} */
    const toggle = find(document, ".menu-toggle");
    const shown = Boolean(id) && Boolean(this.contents.querySelector(".module"));
    menu.hidden = !shown;
    toggle.hidden = !shown;
    toggle.open = false;
    menu.replaceChildren();
    if (shown) fillMenu(menu, this.contents, id, this.root);
  }

  /** Marks, bars and gates as they stand now. */
  refresh() {
    showProgress(document, this.store);
    this.record.progress = this.store.read("progress") ?? {};
    const { done, of } = this.record.standing();
    showShare(document, done, of);
    if (this.course.alone) return;
    const { id = "", open = true } = this.here ?? {};
    this.gates.show(id, this.root);
    const item = !open && this.course.items.find((each) => each.id === id);
    if (item && this.record.isOpen(item)) this.opened(id); // what it waits for was done elsewhere
  }

  // -- what is recorded ----------------------------------------------------------------------------------------------

  /**
   * @param {Assessment} assessment
   * @param {Exercise} exercise
   * @param {Score} result
   * @param {number} tries
   */
  answered(assessment, exercise, result, tries) {
    this.report(assessment, exercise, result, `${assessment.attempts().count + 1}.${tries}`);
    this.refresh();
    this.saving?.soon();
  }

  /** @param {Assessment} assessment */
  submitted(assessment) {
    for (const exercise of assessment.exercises) {
      const checked = assessment.state.closed[exercise.id];
      if (!checked) this.report(assessment, exercise, assessment.scoreOf(exercise), `${assessment.attempts().count}`);
    }
    if (this.running.delete(assessment.id)) this.showRunning(assessment.id, this.words.time_up);
    this.refresh();
    this.saving?.save();
  }

  /**
   * @param {Assessment} assessment
   * @param {Exercise} exercise
   * @param {Score} result
   * @param {string} number
   */
  report(assessment, exercise, { outcome, fraction }, number) {
    const drawn = assessment.rules.order.some(({ of }) => of?.includes(exercise.id)); // others may draw it, too
    this.lms?.answer?.({
      id: `${drawn ? `${assessment.id}.` : ""}${exercise.id}.${number}`,
      name: exercise.id,
      question: exercise.question,
      response: assessment.state.responses[exercise.id],
      objective: assessment.id,
      share: { outcome, fraction: fraction?.toNumber() },
      points: assessment.pointsOf(exercise),
      when: new Date(),
      seconds: exercise.seconds,
      description: asLine(find(exercise.element, ".prompt")),
    });
  }

  /**
   * Labs and discussions happen elsewhere: that they are done is what a student says.
   * @param {Item} item
   */
  offerDone(item) {
    /** @type {HTMLElement | null} */
    const line = document.querySelector("main .mark-done");
    if (!line) return;
    const button = find(line, "button");
    const said = () => {
      button.hidden = true;
      find(line, "[role=status]").textContent = this.words.marked_done;
    };
    line.hidden = false;
    if (this.record.progress[item.id] === "submitted") said();
    button.addEventListener("click", () => {
      reach(this.store, item.id, "submitted");
      said();
      this.refresh();
      this.saving?.save();
    });
  }

  offerLeave() {
    const button = find(document, ".recording button");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const kept = await this.saving?.finish({ leave: true });
      showRecording(document, this.words, kept ? "left" : "failed");
      button.hidden = true;
      all(document, ".frame, .bar").forEach((part) => (part.inert = true));
      if (window.opener) window.close();
    });
  }
}

/**
 * What objectives say, for the items that are still there.
 * @param {Course} course
 * @param {Progress} reached
 */
function known(course, reached) {
  return Object.fromEntries(course.items.filter(({ id }) => reached[id]).map(({ id }) => [id, reached[id]]));
}

/**
 * The learner wants no sound (cmi5 11.1).
 * @param {HTMLElement} main
 */
function silence(main) {
  /** @type {HTMLMediaElement[]} */
  const media = all(main, "audio, video");
  for (const each of media) each.muted = true;
}

/**
 * Links out of the package open a window of their own: the LMS would lose the session with this one.
 * @param {HTMLElement} main
 * @param {string} words
 * @param {boolean} alone
 */
function outside(main, words, alone) {
  /** @type {HTMLAnchorElement[]} */
  const links = all(main, "a[href]:not([target], [download])");
  for (const link of links) {
    const { origin, pathname, protocol } = new URL(link.href, document.baseURI);
    if (!protocol.startsWith("http") && protocol !== "file:") continue;
    if (origin === location.origin && /\.html$/.test(pathname)) {
      if (alone && pathname !== location.pathname) link.removeAttribute("href"); // another activity, which the LMS opens
      continue;
    }
    Object.assign(link, { target: "_blank", rel: "noopener" });
    const note = document.createElement("span");
    Object.assign(note, { className: "sr", textContent: ` (${words})` });
    link.append(note);
  }
}

/**
 * A prompt as one line of at most 250 characters (SCORM 2004, localized_string_type of a description).
 * @param {HTMLElement} prompt
 */
function asLine(prompt) {
  return prompt.textContent.replace(/\s+/g, " ").trim().slice(0, 240);
}
