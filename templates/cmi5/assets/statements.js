// The statements of an assignable unit (cmi5 9): what each verb has to carry, and nothing that it must not.

import { duration } from "./times.js";
import { described } from "./responses.js";

const CMI5 = { id: "https://w3id.org/xapi/cmi5/context/categories/cmi5" };
const MOVE_ON = { id: "https://w3id.org/xapi/cmi5/context/categories/moveon" };
const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";
const ADL = "http://adlnet.gov/expapi/verbs/";

/** @param {string} name */
export const verbOf = (name) => ADL + name;

export class Statements {
  /**
   * @param {Launch} launch
   * @param {LaunchData} data
   * @param {string} language
   */
  constructor({ actor, registration, activityId }, { contextTemplate, masteryScore }, language) {
    this.actor = actor;
    this.registration = registration;
    this.activityId = activityId;
    this.masteryScore = masteryScore;
    this.language = language;
    this.template = contextTemplate ?? {};
    this.latest = 0;
  }

  /**
   * A statement of a verb that cmi5 defines; `judged` where it says success or completion.
   * @param {string} verb
   * @param {StatementResult} [result]
   * @param {boolean} [judged]
   */
  defined(verb, result, judged = false) {
    const statement = this.statement(verb, { id: this.activityId }, result, [CMI5, ...(judged ? [MOVE_ON] : [])]);
    if (judged && result?.success !== undefined && this.masteryScore !== undefined) {
      statement.context.extensions[MASTERY] = this.masteryScore;
    }
    return statement;
  }

  initialized() {
    return this.defined("initialized");
  }

  /** @param {number} seconds */
  completed(seconds) {
    return this.defined("completed", { completion: true, duration: duration(seconds) }, true);
  }

  /**
   * @param {boolean} success
   * @param {number | null} share
   * @param {number} seconds
   */
  judgedAs(success, share, seconds) {
    const score = share === null ? {} : { score: { scaled: share } };
    return this.defined(success ? "passed" : "failed", { success, ...score, duration: duration(seconds) }, true);
  }

  /** @param {number} seconds */
  terminated(seconds) {
    return this.defined("terminated", { duration: duration(seconds) });
  }

  /**
   * How far the learner has come, in percent; no verb of cmi5, so it does not carry its category.
   * @param {number} percent
   */
  progressed(percent) {
    return this.statement("progressed", { id: this.activityId }, { extensions: { [PROGRESS]: percent } });
  }

  /** @param {Report} report */
  answered({ name, question, response, objective, share, seconds, when, description }) {
    const { type, pattern, response: given } = described(question, response, "2004");
    const definition = {
      type: INTERACTION,
      interactionType: type,
      description: { [this.language]: description },
      ...(pattern && { correctResponsesPattern: [pattern] }),
    };
    const score = share.fraction === undefined ? {} : { success: share.outcome === "correct", score: { scaled: share.fraction } };
    const result = { ...score, response: given, duration: duration(seconds) };
    const object = { id: `${this.activityId}#${name}`, definition };
    return this.statement("answered", object, result, [], { parent: [{ id: `${this.activityId}#${objective}` }] }, when);
  }

  /**
   * Every statement has the context that the LMS gave, and a time after the one before.
   * @param {string} verb
   * @param {Omit<Activity, "objectType">} object
   * @param {StatementResult} [result]
   * @param {Activity[]} [categories]
   * @param {Context["contextActivities"]} [activities]
   * @param {Date} [when]
   * @returns {Statement & { context: Required<Pick<Context, "extensions">> }}
   */
  statement(verb, object, result, categories = [], activities = {}, when = new Date()) {
    this.latest = Math.max(when.getTime(), this.latest + 1);
    const { contextActivities: given = {}, extensions = {}, ...rest } = structuredClone(this.template);
    const contextActivities = { ...activities, ...given };
    if (activities.parent && given.parent) contextActivities.parent = [...given.parent, ...activities.parent];
    if (categories.length) contextActivities.category = [...(given.category ?? []), ...categories];
    return {
      id: uuid(),
      actor: this.actor,
      verb: { id: verbOf(verb), display: { en: verb } },
      object: { objectType: "Activity", ...object },
      ...(result && { result }),
      context: { ...rest, registration: this.registration, extensions, contextActivities },
      timestamp: new Date(this.latest).toISOString(),
    };
  }
}

/** A random UUID (RFC 9562, version 4); `crypto.randomUUID` is there on https alone. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
