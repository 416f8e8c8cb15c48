// The course as an assignable unit: what it reads at its launch, and what it says of the learner from then on.

import { Records, launchParameters } from "./launch.js";
import { Statements, verbOf } from "./statements.js";
import { extraTime } from "./times.js";

const STATE = "lmsexport.record";
const ROOM = 200_000;
const WAIVED = "https://w3id.org/xapi/adl/verbs/waived";

export class Unit {
  /** @param {Course} course */
  constructor(course) {
    this.course = course;
    this.started = Date.now();
    /** @type {Remembered | null} */
    this.kept = null;
    /** @type {Statement[]} */
    this.waiting = [];
    /** @type {Said} */
    this.said = {};
    this.percent = 0;
    this.keptText = "";
    /** @type {number | undefined} */
    this.triesBefore = undefined;
    /** @type {number | null} */
    this.share = null;
    this.ended = false;
  }

  /**
   * Open the session: "none" without a launch, "broken" when the LMS gives no token or data, "review", or "normal".
   * @returns {Promise<Connected>}
   */
  async connect() {
    const launch = launchParameters(location.search);
    if (!launch) return "none";
    /** @type {Records} */
    this.records = new Records(launch);
    if (!(await this.records.authorize())) return "broken";
    try {
      const asked = [this.records.document("LMS.LaunchData"), this.records.preferences().catch(() => ({}))];
      const [data, preferences] = await Promise.all(asked);
      /** @type {LaunchData} */
      this.data = data ?? {};
      this.isQuiet = preferences.audioPreference === "off";
      this.kept = await this.records.document(STATE);
    } catch {
      return "broken";
    }
    this.said = this.kept?.said ?? {};
    this.readOnly = ["Browse", "Review"].includes(this.data.launchMode ?? "");
    /** @type {Statements} */
    this.statements = new Statements(launch, this.data, document.documentElement.lang);
    this.waiting.push(this.statements.initialized());
    /** @type {(keyof Said)[]} */
    const verbs = ["completed", "passed"];
    for (const verb of verbs) this.said[verb] ||= await this.records.wasSaid(verbOf(verb));
    this.isWaived = await this.records.wasSaid(WAIVED);
    if (this.readOnly) return "review";
    return this.isWaived ? "waived" : "normal";
  }

  saved() {
    return this.kept?.data ?? "";
  }

  place() {
    return this.kept?.place ?? "";
  }

  objectives() {
    return this.kept?.reached ?? {};
  }

  /** The time of this student, as the LMS says it at the launch (cmi5 10.2.3, launchParameters). */
  time() {
    return { percent: extraTime(this.data?.launchParameters ?? ""), seconds: 0 };
  }

  /** @param {Report} answer */
  answer(answer) {
    if (this.statements && !this.readOnly && !this.ended) this.waiting.push(this.statements.answered(answer));
  }

  /**
   * Note what is to be said and kept; `keep` sends it.
   * @param {import("./record.js").Record} record
   */
  tell(record) {
    if (this.ended) return true;
    if (this.readOnly) return true;
    const tries = this.course.counted.reduce((sum, { id }) => sum + (record.tallyOf(id)?.count ?? 0), 0);
    this.triesBefore ??= tries;
    this.tried = tries > this.triesBefore;
    const standing = record.standing();
    this.share = standing.score === null ? null : Math.floor(standing.score.toNumber() * 100 + 1e-7) / 10_000;
    this.success = this.judged(standing);
    const percent = Math.floor((standing.done / standing.of) * 100);
    if (percent > this.percent && percent < 100 && !this.said.completed) this.waiting.push(this.statements.progressed(percent));
    this.percent = Math.max(this.percent, percent);
    if (standing.done === standing.of) this.once("completed", () => this.statements.completed(this.seconds()));
    if (this.success === "passed") this.once("passed", () => this.statements.judgedAs(true, this.share, this.seconds()));
    this.document = {
      data: record.pack(ROOM), place: record.place, reached: record.progress, said: this.said,
    };
    return true;
  }

  /**
   * @param {keyof Said} verb
   * @param {() => Statement} make
   */
  once(verb, make) {
    if (this.said[verb]) return;
    this.said[verb] = true;
    this.waiting.push(make());
  }

  /**
   * The LMS's mastery score decides where it gave one (cmi5 10.2.4), else the course's own pass marks.
   * @param {Standing} standing
   */
  judged({ success, score }) {
    const { masteryScore } = this.data;
    if (masteryScore === undefined || score === null) return success;
    if ((this.share ?? 0) >= masteryScore) return "passed";
    return this.course.counted.some(({ graded }) => graded) ? "unknown" : "failed";
  }

  seconds() {
    return (Date.now() - this.started) / 1000;
  }

  /** Send what waits: statements in their order, then the record. Whether all of it was taken. */
  async keep() {
    if (this.ended) return true;
    try {
      if (!(await this.send())) return false;
      if (this.readOnly || !this.document) return true;
      const { document: now } = this;
      const text = JSON.stringify(now);
      if (text === this.keptText) return true;
      const kept = await this.records.keep(STATE, now);
      if (kept) this.keptText = text;
      return kept;
    } catch {
      return false;
    }
  }

  /** Send the statements that wait; while they are on their way nobody sends them again. */
  async send() {
    const sending = this.waiting.splice(0);
    if (!sending.length) return true;
    const taken = await this.records.say(sending).catch(() => false);
    if (!taken) this.waiting.unshift(...sending);
    return taken;
  }

  /**
   * The last words, in requests that outlive the page. A session may say passed or failed once, so “failed” waits until
   * nothing better can come.
   * @param {{ leave?: boolean }} [options]
   */
  end({ leave = false } = {}) {
    if (this.ended) return true;
    if (this.tried && this.success === "failed" && !this.readOnly && !this.said.passed && !this.isWaived) {
      this.waiting.push(this.statements.judgedAs(false, this.share, this.seconds()));
    }
    this.waiting.push(this.statements.terminated(this.seconds()));
    this.ended = true;
    const requests = [this.send()];
    if (this.document && !this.readOnly) requests.push(this.records.keep(STATE, this.document, true));
    const done = Promise.all(requests).then((taken) => taken.every(Boolean), () => false);
    return done.then((taken) => {
      if (leave && this.data.returnURL) location.href = this.data.returnURL;
      return taken;
    });
  }
}
