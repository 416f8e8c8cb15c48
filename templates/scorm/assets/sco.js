// The course as a SCO: what is read when it is launched, and what is told to the LMS from then on.

import { NAMES } from "./elements.js";
import { described } from "./responses.js";
import { MOST_EXTRA, extraTime, secondsOf } from "./times.js";
import { DIALECTS, Session, awaitRuntime, findRuntime, isAlone } from "./runtime.js";

const PATIENCE = 5000;

/** Errors that say that a list is not there, or takes nothing more: not implemented, undefined, invalid, general set. */
const NO_LIST = [201, 351, 401, 402];

export class Sco {
  /** @param {Course} course */
  constructor(course) {
    this.course = course;
    this.edition = course.standard;
    this.dialect = DIALECTS[this.edition];
    this.limit = this.dialect.limit;
    this.names = NAMES[this.edition];
    /** @type {Report[]} */
    this.answers = [];
    /** @type {Map<string, number | null>} */
    this.counts = new Map();
    /** @type {Map<string, number>} */
    this.places = new Map();
    this.started = Date.now();
    /** @type {number | null} */
    this.best = null;
    this.ended = false;
    this.isFinished = false;
  }

  /**
   * Open the session: "none" without an LMS, "broken" with one that does not begin, "review", or "normal".
   * @returns {Promise<Connected>}
   */
  async connect() {
    const object = isAlone() ? findRuntime(this.dialect.object) : await awaitRuntime(this.dialect.object, PATIENCE);
    return object ? this.begin(object) : "none";
  }

  /** The same with an LMS that comes when nobody expects it any more: as long as the page is open. */
  async appears() {
    const object = await awaitRuntime(this.dialect.object, Infinity, 1000);
    return object ? this.begin(object) : "none";
  }

  /**
   * @param {import("./runtime.js").Session["object"]} object
   * @returns {Promise<Connected>}
   */
  async begin(object) {
    /** @type {Session} */
    this.session = new Session(object, this.dialect);
    for (let tries = 0; !this.session.begin(); tries += 1) {
      if (tries === 5) return "broken";
      await new Promise((resolve) => setTimeout(resolve, 300 * (tries + 1)));
    }
    const [mode, credit] = [this.session.get(this.names.mode), this.session.get(this.names.credit)];
    this.readOnly = ["review", "browse"].includes(mode) || credit === "no-credit";
    this.reached = this.names.reached(this.session);
    this.best = this.names.best(this.session);
    return this.readOnly ? "review" : "normal";
  }

  /** What sessions before this one left. */
  saved() {
    return this.session.get(this.names.data);
  }

  place() {
    return this.session.get(this.names.place);
  }

  /**
   * What the LMS says of each objective: id → viewed, submitted or passed; for data that a new version cannot read.
   * @returns {Progress}
   */
  objectives() {
    /** @type {Progress} */
    const reached = {};
    const length = this.count("cmi.objectives") ?? 0;
    for (let n = 0; n < length; n += 1) {
      const id = this.session.get(`cmi.objectives.${n}.id`);
      this.places.set(id, n);
      const state = this.names.objectiveState(this.session, `cmi.objectives.${n}.`);
      if (state) reached[id] = state;
    }
    return reached;
  }

  /**
   * The time of this student: percent more than others have, and the seconds that the LMS allows. A preferred speed of
   * delivery below 1 is a wish for more time (SCORM 2004).
   */
  time() {
    const { session, names } = this;
    if (!session) return { percent: 0, seconds: 0 };
    const speed = names.speed ? Number(session.get(names.speed)) : 1;
    const slower = speed > 0 && speed < 1 ? Math.min(100 / speed - 100, MOST_EXTRA) : 0;
    const percent = Math.max(slower, extraTime(session.get("cmi.launch_data")));
    return { percent, seconds: secondsOf(session.get(names.allowed)) };
  }

  /**
   * Tell the LMS where the student stands. Whether it took all that a student would miss.
   * @param {import("./record.js").Record} record
   */
  tell(record) {
    const { session, names } = this;
    if (this.readOnly || this.ended) return true;
    session.broken = false;
    const standing = record.standing();
    this.isFinished = this.finishes(standing);
    const score = standing.score?.toNumber() ?? null;
    const better = score !== null && (this.best === null || score > this.best);
    const taken = [
      session.set(names.data, record.pack(this.limit)),
      !record.place || session.set(names.place, record.place),
      ...names.status(session, standing, this.reached, this.course),
      ...(better ? names.score(session, score) : []),
      session.set(names.time, names.spelled((Date.now() - this.started) / 1000)),
      session.set(names.exit, this.isOver ? names.over : "suspend"),
    ];
    if (better && taken.every(Boolean)) this.best = score;
    this.tellObjectives(record);
    this.tellAnswers();
    return taken.every(Boolean) && !session.broken && !this.answers.length;
  }

  /** @param {Standing} standing */
  finishes({ done, of, success }) {
    return done === of && (success === "passed" || !this.course.exam);
  }

  /** Whether the attempt is to end with this session; else an LMS gives the next one what this one leaves. */
  get isOver() {
    return Boolean(this.isFinished && this.course.newAttempts);
  }

  keep() {
    return this.readOnly || this.ended || this.session.keep();
  }

  /**
   * End the session; afterwards nothing is said any more. `leave` asks the LMS to take its window away (SCORM 2004): to
   * come back to where the student is now, or for good. Of several activities none knows whether all are done.
   * @param {{ leave?: boolean }} [options]
   */
  end({ leave = false } = {}) {
    if (this.ended) return true;
    const way = this.isFinished && !this.course.alone ? "exitAll" : "suspendAll";
    if (leave && this.edition === "2004") this.session.set("adl.nav.request", way);
    if (!this.readOnly) this.session.keep();
    this.ended = true;
    return this.session.end();
  }

  // -- objectives ----------------------------------------------------------------------------------------------------

  /** @param {import("./record.js").Record} record */
  tellObjectives(record) {
    for (const state of this.course.tells) { // what other activities wait for
      const path = record.hasReached(state) && this.pathOf("cmi.objectives", state);
      if (path) this.names.awaited(this.session, path);
    }
    for (const item of this.course.items) {
      const reached = record.progress[item.id];
      if (!reached) continue;
      const path = this.pathOf("cmi.objectives", item.id);
      if (!path) return;
      const tally = record.tallyOf(item.id);
      this.names.objective(this.session, path, { done: record.isDone(item), passing: item.done === "passed", tally });
    }
  }

  /**
   * `cmi.objectives.3.` for the objective of an item, which is made when it is not there; null where there is no room.
   * @param {string} list
   * @param {string} id
   */
  pathOf(list, id) {
    if (!this.places.has(id)) {
      const n = this.count(list);
      if (n === null || !this.session.set(`${list}.${n}.id`, id)) return null;
      this.counts.set(list, n + 1);
      this.places.set(id, n);
    }
    return `${list}.${this.places.get(id)}.`;
  }

  /**
   * How long a list of the LMS is; null where it has no such list.
   * @param {string} list
   */
  count(list) {
    if (!this.counts.has(list)) {
      const text = this.session.get(`${list}._count`);
      this.counts.set(list, /^\d+$/.test(text) ? Number(text) : null);
    }
    return this.counts.get(list) ?? null;
  }

  // -- interactions --------------------------------------------------------------------------------------------------

  /**
   * Record an answer; one that the LMS cannot take now is told again with the next commit.
   * @param {Report} answer
   */
  answer(answer) {
    if (!this.readOnly) this.answers.push(answer);
  }

  tellAnswers() {
    while (this.answers.length) {
      const n = this.count("cmi.interactions");
      if (n === null && !this.session.broken) this.answers.length = 0;
      if (n === null) return;
      const path = `cmi.interactions.${n}.`;
      const [answer] = this.answers;
      if (!this.session.set(`${path}id`, answer.id)) {
        if (!this.session.broken && NO_LIST.includes(this.session.error())) this.answers.length = 0;
        return;
      }
      this.answers.shift();
      this.counts.set("cmi.interactions", n + 1);
      this.names.interaction(this.session, path, { ...answer, ...described(answer.question, answer.response, this.edition) });
    }
  }
}
