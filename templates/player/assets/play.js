// A course in an LMS: its pages, played in one session, remembered and reported.

import { Assessment } from "./assessment.js";
import { Browsing } from "./browse.js";
import { enableCopying } from "./copying.js";
import { fillMenu } from "./menu.js";
import { showRecording } from "./notices.js";
import { reach, showProgress, showShare } from "./progress.js";
import { Record } from "./record.js";
import { Saving } from "./saving.js";
import { openStore } from "./store.js";

const TO_PAGE = "page.open.";

/** Play the course of this page with an LMS of the kind that `lmsFor` makes. */
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
  const { root, item, course } = document.body.dataset;
  if (!item) return;
  if (location.protocol !== "file:") {
    location.replace(`${root}index.html#${TO_PAGE}${item}`);
    return;
  }
  const store = openStore(course);
  reach(store, item, "viewed");
  enableCopying(document);
  for (const assessment of document.querySelectorAll("[data-assessment]")) new Assessment(assessment, store).open();
}



class Player {
  constructor(course) {
    this.course = course;
    this.words = course.words;
    this.record = new Record(course, () => this.saving?.later());
    this.store = this.record;
    this.assessments = [];
    showRecording(document, this.words, "connecting");
  }

  async connect(lms) {
    const state = await lms.connect();
    showRecording(document, this.words, state);
    if (state === "none" || state === "broken") {
      this.store = openStore(this.course.id);
      this.record.progress = this.store.read("progress") ?? {};
      return;
    }
    this.lms = lms;
    const saved = lms.saved();
    const reached = lms.objectives();
    if (saved && !this.record.restore(saved)) this.record.progress = known(this.course, reached);
    const place = lms.place();
    this.record.place = this.course.items.some(({ id }) => id === place) ? place : "";
    this.saving = new Saving(lms, this.record, (now) => showRecording(document, this.words, now));
    this.saving.save();
    this.offerLeave();
  }

  start() {
    const { item } = document.body.dataset;
    this.contents = document.querySelector("main").cloneNode(true);
    if (this.course.alone) {
      this.opened(item);
      return;
    }
    this.browsing = new Browsing(this.words, { opened: (id) => this.opened(id), leaving: () => this.left() });
    this.browsing.start();
    this.opened(item);
    const wanted = location.hash.startsWith(`#${TO_PAGE}`) && location.hash.slice(TO_PAGE.length + 1);
    if (this.course.items.some(({ id }) => id === wanted)) this.browsing.show(`${this.browsing.root}pages/${wanted}.html`);
    else if (!item) this.browsing.prefetch(document.querySelector("main"));
  }

  /** Where the student was is where the button on the first page leads. */
  offerResume() {
    const button = document.querySelector(".cover a.button");
    const target = document.querySelector(`main [data-entry="${this.record.place}"] a`);
    if (!button || !target) return;
    button.href = target.getAttribute("href");
    button.textContent = this.words.resume.replace("{item}", target.textContent);
  }

  opened(id) {
    const item = this.course.items.find((each) => each.id === id);
    const open = !item || this.course.alone || this.isOpen(item);
    this.showMenu(id);
    if (item) {
      this.record.place = id;
      document.querySelector("main .body").hidden = !open;
      document.querySelector("main .item-head .gate")?.toggleAttribute("hidden", open);
      if (open) reach(this.store, id, "viewed");
    }
    if (!item && this.record.place) this.offerResume();
    this.refresh();
    if (open) this.enable(item);
    this.saving?.soon();
  }

  isOpen(item) {
    this.record.progress = this.store.read("progress") ?? {};
    return this.record.isOpen(item);
  }

  /** Make what is on the page work. */
  enable(item) {
    enableCopying(document);
    if (this.lms?.isQuiet) for (const media of document.querySelectorAll("main :is(audio, video)")) media.muted = true;
    outside(document.querySelector("main"), this.words.new_window, this.course.alone);
    const listener = { answered: (...told) => this.answered(...told), submitted: (...told) => this.submitted(...told) };
    this.assessments = [...document.querySelectorAll("main [data-assessment]")].map((root) => new Assessment(root, this.store, listener));
    this.assessments.forEach((assessment) => assessment.open());
    if (item) this.offerDone(item);
  }

  left() {
    this.assessments.forEach((assessment) => assessment.leave());
    this.assessments = [];
  }

  showMenu(id) {
    const menu = document.querySelector(".menu");
    if (!menu) return;
    const shown = Boolean(id) && Boolean(this.contents.querySelector(".module"));
    menu.hidden = !shown;
    document.querySelector(".menu-toggle").hidden = !shown;
    document.querySelector(".menu-toggle").open = false;
    menu.replaceChildren();
    if (shown) fillMenu(menu, this.contents, id, document.body.dataset.item ? "../" : "");
  }

  /** Marks, bars and gates as they stand now. */
  refresh() {
    showProgress(document, this.store);
    this.record.progress = this.store.read("progress") ?? {};
    const { done, of } = this.record.standing();
    showShare(document, done, of);
    for (const { id, ...item } of this.course.items) {
      const entry = document.querySelector(`main [data-entry="${id}"]`);
      entry?.querySelector(".gate")?.toggleAttribute("hidden", this.record.isOpen(item));
    }
  }

  // -- what is recorded ----------------------------------------------------------------------------------------------

  answered(assessment, exercise, result, tries) {
    this.report(assessment, exercise, result, `${assessment.attempts().count + 1}.${tries}`);
    this.refresh();
    this.saving?.soon();
  }

  submitted(assessment) {
    for (const exercise of assessment.exercises) {
      const checked = assessment.state.closed[exercise.id];
      if (!checked) this.report(assessment, exercise, assessment.scoreOf(exercise), `${assessment.attempts().count}`);
    }
    this.refresh();
    this.saving?.save();
  }

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
      description: asLine(exercise.element.querySelector(".prompt")),
    });
  }

  /** Labs and discussions happen elsewhere: that they are done is what a student says. */
  offerDone(item) {
    const line = document.querySelector("main .mark-done");
    if (!line) return;
    const button = line.querySelector("button");
    const said = () => {
      button.hidden = true;
      line.querySelector("[role=status]").textContent = this.words.marked_done;
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
    const button = document.querySelector(".recording button");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const kept = await this.saving.finish({ leave: true });
      showRecording(document, this.words, kept ? "left" : "failed");
      button.hidden = true;
      document.querySelectorAll(".frame, .bar").forEach((part) => (part.inert = true));
      if (window.opener) window.close();
    });
  }
}

/** What objectives say, for the items that are still there. */
function known(course, reached) {
  return Object.fromEntries(course.items.filter(({ id }) => reached[id]).map(({ id }) => [id, reached[id]]));
}

/** Links out of the package open a window of their own: the LMS would lose the session with this one. */
function outside(main, words, alone) {
  for (const link of main.querySelectorAll("a[href]:not([target], [download])")) {
    const { origin, pathname, protocol } = new URL(link.href, document.baseURI);
    if (!protocol.startsWith("http") && protocol !== "file:") continue;
    if (origin === location.origin && /\.html$/.test(pathname)) {
      if (alone && pathname !== location.pathname) link.removeAttribute("href"); // another activity, which the LMS opens
      continue;
    }
    Object.assign(link, { target: "_blank", rel: "noopener" });
    link.insertAdjacentHTML("beforeend", '<span class="sr"></span>');
    link.lastChild.textContent = ` (${words})`;
  }
}

/** A prompt as one line of at most 250 characters (SCORM 2004, localized_string_type of a description). */
function asLine(prompt) {
  return prompt.textContent.replace(/\s+/g, " ").trim().slice(0, 240);
}
