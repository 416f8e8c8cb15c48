// The elements of the two data models, and what they may hold: SCORM 1.2 RTE 3.4, SCORM 2004 RTE 4.

import { duration } from "./times.js";

const RANKS_12 = ["not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
const COMPLETION = ["not attempted", "unknown", "incomplete", "completed"];
const SUCCESS = ["unknown", "failed", "passed"];
/**
 * @param {string[]} ranks
 * @param {string} value
 */
const rankOf = (ranks, value) => Math.max(0, ranks.indexOf(value));

/**
 * A percentage with at most two decimals, never rounded up: 79.999 is no 80.
 * @param {number} number
 */
const percent = (number) => String(Math.floor(number * 100 + 1e-7) / 100);
/** @param {number} number */
const scaled = (number) => String(Math.floor(number * 100 + 1e-7) / 10_000);
/**
 * @param {string} text
 * @param {number} [factor]
 */
const knownScore = (text, factor = 1) => (text !== "" && Number.isFinite(Number(text)) ? Number(text) * factor : null);
/**
 * @param {number} number
 * @param {number} width
 */
const pad = (number, width) => String(number).padStart(width, "0");
/** @param {number} [share] */
const half = (share = 0) => (share === 0.5 ? "0.5" : String(Math.round(share * 1e4) / 1e4));

/**
 * Seconds as HHHH:MM:SS.SS (CMITimespan).
 * @param {number} seconds
 */
export function timespan(seconds) {
  const hundredths = Math.min(Math.max(0, Math.floor(seconds * 100)), 9999 * 360_000);
  const [whole, rest] = [Math.floor(hundredths / 100), hundredths % 100];
  return `${pad(Math.floor(whole / 3600), 4)}:${pad(Math.floor(whole / 60) % 60, 2)}:${pad(whole % 60, 2)}.${pad(rest, 2)}`;
}

/**
 * HH:MM:SS (CMITime).
 * @param {Date} date
 */
const clock = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2)).join(":");

/**
 * Date and time without a zone (time (second,10,0)): the one spelling that every LMS takes.
 * @param {Date} date
 */
const moment = (date) =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}T${clock(date)}`;

/**
 * @param {Session} session
 * @param {string} path
 * @param {[element: string, value: string][]} values
 */
function setAll(session, path, values) {
  return values.filter(([, value]) => value !== "").map(([name, value]) => session.set(path + name, value));
}

/**
 * @type {Elements}
 * @satisfies {Elements<{ status: string }>}
 */
const SCORM_12 = {
  mode: "cmi.core.lesson_mode",
  credit: "cmi.core.credit",
  data: "cmi.suspend_data",
  place: "cmi.core.lesson_location",
  time: "cmi.core.session_time",
  exit: "cmi.core.exit",
  over: "",
  allowed: "cmi.student_data.max_time_allowed",
  speed: "",
  spelled: timespan,

  reached: (session) => ({ status: session.get("cmi.core.lesson_status") }),
  best: (session) => knownScore(session.get("cmi.core.score.raw")),

  /** One status for both: passed or failed decides, else completed, else incomplete; it never falls. */
  status(session, { done, of, success }, reached, { exam }) {
    const all = !exam && done === of ? "completed" : "incomplete";
    const status = success === "unknown" ? all : success;
    if (rankOf(RANKS_12, status) > rankOf(RANKS_12, reached.status)) reached.status = status;
    return [session.set("cmi.core.lesson_status", reached.status)];
  },

  score: (session, number) =>
    setAll(session, "cmi.core.score.", [["min", "0"], ["max", "100"], ["raw", percent(number)]]),

  objective(session, path, { done, passing, tally }) {
    if (tally) setAll(session, `${path}score.`, [["min", "0"], ["max", "100"], ["raw", percent(tally.share)]]);
    const missed = passing && tally?.count ? "failed" : "incomplete";
    session.set(`${path}status`, done ? (passing ? "passed" : "completed") : missed);
  },

  awaited: (session, path) => session.set(`${path}status`, "passed"),

  objectiveState(session, path) {
    /** @type {Record<string, Level>} */
    const levels = { passed: "passed", completed: "submitted", failed: "submitted", incomplete: "viewed" };
    return levels[session.get(`${path}status`)];
  },

  interaction(session, path, { objective, type, when, pattern, points, response, share, seconds }) {
    const result = { correct: "correct", incorrect: "wrong", recorded: "neutral", partial: half(share.fraction) }[share.outcome];
    return setAll(session, path, [
      ["objectives.0.id", objective], ["time", clock(when)], ["type", type], ["correct_responses.0.pattern", pattern],
      ["weighting", points], ["student_response", response], ["result", result], ["latency", timespan(seconds)],
    ]);
  },
};

/**
 * @type {Elements}
 * @satisfies {Elements<{ completion: string, success: string, measure: number }>}
 */
const SCORM_2004 = {
  mode: "cmi.mode",
  credit: "cmi.credit",
  data: "cmi.suspend_data",
  place: "cmi.location",
  time: "cmi.session_time",
  exit: "cmi.exit",
  over: "normal",
  allowed: "cmi.max_time_allowed",
  speed: "cmi.learner_preference.delivery_speed",
  spelled: duration,

  reached: (session) => ({
    completion: session.get("cmi.completion_status"),
    success: session.get("cmi.success_status"),
    measure: knownScore(session.get("cmi.progress_measure")) ?? 0,
  }),
  best: (session) => knownScore(session.get("cmi.score.scaled"), 100),

  status(session, { done, of, success }, reached) {
    const completion = done === of ? "completed" : "incomplete";
    if (rankOf(COMPLETION, completion) > rankOf(COMPLETION, reached.completion)) reached.completion = completion;
    if (rankOf(SUCCESS, success) > rankOf(SUCCESS, reached.success)) reached.success = success;
    reached.measure = Math.max(reached.measure, of ? Math.floor((done / of) * 1e4) / 1e4 : 1);
    return [
      session.set("cmi.completion_status", reached.completion),
      session.set("cmi.success_status", reached.success || "unknown"),
      session.set("cmi.progress_measure", String(reached.measure)),
    ];
  },

  score: (session, number) =>
    setAll(session, "cmi.score.", [["min", "0"], ["max", "100"], ["raw", percent(number)], ["scaled", scaled(number)]]),

  objective(session, path, { done, passing, tally }) {
    if (tally) {
      const { share } = tally;
      setAll(session, `${path}score.`, [["min", "0"], ["max", "100"], ["raw", percent(share)], ["scaled", scaled(share)]]);
    }
    if (passing && tally?.count) session.set(`${path}success_status`, done ? "passed" : "failed");
    session.set(`${path}completion_status`, done ? "completed" : "incomplete");
  },

  awaited: (session, path) => session.set(`${path}success_status`, "passed"),

  objectiveState(session, path) {
    if (session.get(`${path}success_status`) === "passed") return "passed";
    /** @type {Record<string, Level>} */
    const levels = { completed: "submitted", incomplete: "viewed" };
    return levels[session.get(`${path}completion_status`)];
  },

  interaction(session, path, { objective, type, when, pattern, points, response, share, seconds, description }) {
    const result = { correct: "correct", incorrect: "incorrect", recorded: "neutral", partial: half(share.fraction) }[share.outcome];
    return setAll(session, path, [
      ["type", type], ["objectives.0.id", objective], ["timestamp", moment(when)],
      ["correct_responses.0.pattern", pattern], ["weighting", points], ["learner_response", response],
      ["result", result], ["latency", duration(seconds)], ["description", description],
    ]);
  },
};

/** @type {Record<string, Elements>} */
export const NAMES = { "1.2": SCORM_12, 2004: SCORM_2004 };
