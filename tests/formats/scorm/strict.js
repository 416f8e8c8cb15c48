// A run time that takes what the standards allow and nothing else: SCORM 1.2 RTE 3.3 and 3.4, SCORM 2004 4th Edition RTE
// 3.1 and 4. Limits are the smallest permitted maxima. Every call is noted with its error.

window.strictRuntime = (() => {
  const IDENTIFIER = /^[^\s]{1,255}$/;
  const DECIMAL = /^-?\d+(\.\d+)?$/;
  const TIMESPAN = /^\d{2,4}:\d\d:\d\d(\.\d{1,2})?$/;
  const CLOCK = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  const INTERVAL = /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/;
  const MOMENT = /^(19[7-9]\d|20[0-2]\d|203[0-8])-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2}(Z|[+-]\d\d(:\d\d)?)?)?$/;
  const REAL = /^-?\d{1,}(\.\d{1,7})?$/;
  const LONG_IDENTIFIER = /^(?=.{1,4000}$)(urn:[A-Za-z0-9-]+:\S+|[^\s]+)$/;

  const upTo = (most) => (value) => value.length <= most || "form";
  const like = (form) => (value) => form.test(value) || "form";
  const among = (...words) => (value) => words.includes(value) || "form";
  const between = (low, high, form) => (value) => {
    if (!form.test(value)) return "form";
    return (Number(value) >= low && Number(value) <= high) || "range";
  };
  const or = (one, other) => (value) => one(value) === true || other(value);
  const readOnly = "read";
  const writeOnly = (check) => Object.assign((...given) => check(...given), { writeOnly: true });

  // -- SCORM 1.2 -----------------------------------------------------------------------------------------------------

  const SCORE_12 = or(among(""), between(0, 100, DECIMAL));
  const STATUS_12 = among("passed", "completed", "failed", "incomplete", "browsed");
  /** What is answered, by the type of the interaction (CMIFeedback). */
  const FEEDBACK_12 = {
    "true-false": /^[01tf]$/,
    choice: /^([a-z0-9]|\{?[a-z0-9](,[a-z0-9])*\}?)$/,
    "fill-in": /^[^]{0,255}$/,
    matching: /^\{?[a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*\}?$/,
    sequencing: /^[a-z0-9](,[a-z0-9])*$/,
    numeric: DECIMAL,
    performance: /^[^]{0,255}$/,
    likert: /^[a-z0-9]?$/,
  };
  const answer12 = (value, path, known) => like(FEEDBACK_12[known[`${path}type`]] ?? /^[^]{0,255}$/)(value);
  const MODEL_12 = {
    "cmi.core._children": readOnly,
    "cmi.core.student_id": readOnly,
    "cmi.core.student_name": readOnly,
    "cmi.core.lesson_location": upTo(255),
    "cmi.core.credit": readOnly,
    "cmi.core.lesson_status": STATUS_12,
    "cmi.core.entry": readOnly,
    "cmi.core.score._children": readOnly,
    "cmi.core.score.raw": SCORE_12,
    "cmi.core.score.min": SCORE_12,
    "cmi.core.score.max": SCORE_12,
    "cmi.core.total_time": readOnly,
    "cmi.core.lesson_mode": readOnly,
    "cmi.core.exit": writeOnly(among("time-out", "suspend", "logout", "")),
    "cmi.core.session_time": writeOnly(like(TIMESPAN)),
    "cmi.suspend_data": upTo(4096),
    "cmi.launch_data": readOnly,
    "cmi.objectives._count": readOnly,
    "cmi.objectives.n.id": like(IDENTIFIER),
    "cmi.objectives.n.score.raw": SCORE_12,
    "cmi.objectives.n.score.min": SCORE_12,
    "cmi.objectives.n.score.max": SCORE_12,
    "cmi.objectives.n.status": or(STATUS_12, among("not attempted")),
    "cmi.student_data.mastery_score": readOnly,
    "cmi.student_data.max_time_allowed": readOnly,
    "cmi.student_data.time_limit_action": readOnly,
    "cmi.interactions._count": readOnly,
    "cmi.interactions.n.id": writeOnly(like(IDENTIFIER)),
    "cmi.interactions.n.objectives.n.id": writeOnly(like(IDENTIFIER)),
    "cmi.interactions.n.time": writeOnly(like(CLOCK)),
    "cmi.interactions.n.type": writeOnly(among(...Object.keys(FEEDBACK_12))),
    "cmi.interactions.n.correct_responses.n.pattern": writeOnly(answer12),
    "cmi.interactions.n.weighting": writeOnly(like(DECIMAL)),
    "cmi.interactions.n.student_response": writeOnly(answer12),
    "cmi.interactions.n.result": writeOnly(or(among("correct", "wrong", "unanticipated", "neutral"), like(DECIMAL))),
    "cmi.interactions.n.latency": writeOnly(like(TIMESPAN)),
  };

  // -- SCORM 2004 ----------------------------------------------------------------------------------------------------

  const COMPLETION = among("completed", "incomplete", "not attempted", "unknown");
  const SUCCESS = among("passed", "failed", "unknown");
  const SCALED = between(-1, 1, REAL);
  const part = "[A-Za-z0-9_.]{1,250}";
  /** What is answered, by the type of the interaction (RTE 4.2.9.2); identifiers as Moodle takes them, too. */
  const FEEDBACK_2004 = {
    "true-false": /^(true|false)$/,
    choice: new RegExp(`^(${part}(\\[,\\]${part}){0,35})?$`),
    "fill-in": /^(?!.*\[,\](.{251,}))[^]{0,2500}$/,
    "long-fill-in": /^[^]{0,4000}$/,
    matching: new RegExp(`^(${part}\\[\\.\\]${part}(\\[,\\]${part}\\[\\.\\]${part}){0,35})?$`),
    sequencing: new RegExp(`^(${part}(\\[,\\]${part}){0,35})?$`),
    numeric: new RegExp(`^(${REAL.source.slice(1, -1)})?(\\[:\\](${REAL.source.slice(1, -1)})?)?$`),
    other: /^[^]{0,4000}$/,
  };
  const answer2004 = (value, path, known) => {
    const type = known[`${path}type`];
    return type === undefined ? "order" : like(FEEDBACK_2004[type] ?? /^[^]{0,4000}$/)(value);
  };
  const MODEL_2004 = {
    "cmi._version": readOnly,
    "cmi.completion_status": COMPLETION,
    "cmi.completion_threshold": readOnly,
    "cmi.credit": readOnly,
    "cmi.entry": readOnly,
    "cmi.exit": writeOnly(among("time-out", "suspend", "logout", "normal", "")),
    "cmi.interactions._count": readOnly,
    "cmi.interactions.n.id": like(LONG_IDENTIFIER),
    "cmi.interactions.n.type": among(...Object.keys(FEEDBACK_2004), "performance", "likert"),
    "cmi.interactions.n.objectives.n.id": like(LONG_IDENTIFIER),
    "cmi.interactions.n.timestamp": like(MOMENT),
    "cmi.interactions.n.correct_responses.n.pattern": answer2004,
    "cmi.interactions.n.weighting": like(REAL),
    "cmi.interactions.n.learner_response": answer2004,
    "cmi.interactions.n.result": or(among("correct", "incorrect", "unanticipated", "neutral"), like(REAL)),
    "cmi.interactions.n.latency": like(INTERVAL),
    "cmi.interactions.n.description": upTo(250),
    "cmi.launch_data": readOnly,
    "cmi.learner_id": readOnly,
    "cmi.learner_name": readOnly,
    "cmi.learner_preference.delivery_speed": between(0, Infinity, REAL),
    "cmi.location": upTo(1000),
    "cmi.max_time_allowed": readOnly,
    "cmi.mode": readOnly,
    "cmi.objectives._count": readOnly,
    "cmi.objectives.n.id": like(LONG_IDENTIFIER),
    "cmi.objectives.n.score.scaled": SCALED,
    "cmi.objectives.n.score.raw": like(REAL),
    "cmi.objectives.n.score.min": like(REAL),
    "cmi.objectives.n.score.max": like(REAL),
    "cmi.objectives.n.success_status": SUCCESS,
    "cmi.objectives.n.completion_status": COMPLETION,
    "cmi.objectives.n.progress_measure": between(0, 1, REAL),
    "cmi.objectives.n.description": upTo(250),
    "cmi.progress_measure": between(0, 1, REAL),
    "cmi.scaled_passing_score": readOnly,
    "cmi.score.scaled": SCALED,
    "cmi.score.raw": like(REAL),
    "cmi.score.min": like(REAL),
    "cmi.score.max": like(REAL),
    "cmi.session_time": writeOnly(like(INTERVAL)),
    "cmi.success_status": SUCCESS,
    "cmi.suspend_data": upTo(64_000),
    "cmi.time_limit_action": readOnly,
    "cmi.total_time": readOnly,
    "adl.nav.request": among("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll", "_none_"),
  };

  /** The errors of both standards: before the session, after it, and of a value. */
  const ERRORS = {
    "1.2": {
      again: 101, begin: [301, 301], end: [301, 301], get: [301, 301], set: [301, 301], keep: [301, 301],
      argument: 201, undefined: 401, unset: 0, readOnly: 403, writeOnly: 404, form: 405, range: 405, order: 201, index: 201,
      twice: 201, lost: 101,
    },
    2004: {
      again: 103, begin: [0, 104], end: [112, 113], get: [122, 123], set: [132, 133], keep: [142, 143],
      argument: 201, undefined: 401, unset: 403, readOnly: 404, writeOnly: 405, form: 406, range: 407, order: 408, index: 351,
      twice: 351, lost: 391,
    },
  };

  class Runtime {
    /**
     * `given` is what the LMS has of the student; `keep` takes what it is to have from now on, and says whether it does.
     */
    constructor(standard, given, keep) {
      this.errors = ERRORS[standard];
      this.model = standard === "1.2" ? MODEL_12 : MODEL_2004;
      this.values = { ...given };
      this.keeps = keep;
      this.stage = 0;
      this.error = 0;
      this.calls = [];
    }

    /** Note a call: its name, its arguments, its result and its error. */
    noted(name, given, result, error = 0) {
      this.error = error;
      this.calls.push([name, ...given, result, error]);
      return result;
    }

    /** The error of a call that comes too soon or too late, or with a wrong argument. */
    misplaced(kind, given) {
      if (given.length !== 1 || given[0] !== "") return this.errors.argument;
      return this.stage === 1 ? 0 : this.errors[kind][this.stage / 2];
    }

    begin(name, ...given) {
      const error = given.length !== 1 || given[0] !== "" ? this.errors.argument
        : this.stage === 1 ? this.errors.again : this.stage === 2 ? this.errors.begin[1] : 0;
      if (!error) this.stage = 1;
      return this.noted(name, given, String(!error), error);
    }

    end(name, ...given) {
      const error = this.misplaced("end", given);
      if (error) return this.noted(name, given, "false", error);
      this.stage = 2;
      this.noted(name, given, "true");
      this.keeps(this.values, this.calls.splice(0), true);
      return "true";
    }

    keep(name, ...given) {
      const error = this.misplaced("keep", given);
      if (error) return this.noted(name, given, "false", error);
      const kept = this.keeps(this.values, this.calls.splice(0), false);
      return this.noted(name, given, String(kept), kept ? 0 : this.errors.lost);
    }

    /** `cmi.objectives.3.id` as the model has it, with `n` for numbers. */
    rule(element) {
      return this.model[element.replace(/\.\d+(?=\.|$)/g, ".n")];
    }

    count(list) {
      const found = new Set();
      for (const name of Object.keys(this.values)) {
        const rest = name.startsWith(`${list}.`) ? name.slice(list.length + 1).split(".")[0] : "";
        if (/^\d+$/.test(rest)) found.add(rest);
      }
      return found.size;
    }

    get(name, element) {
      const fail = (error) => this.noted(name, [element], "", error);
      if (this.stage !== 1) return fail(this.errors.get[this.stage / 2]);
      const rule = this.rule(element);
      if (!rule) return fail(this.errors.undefined);
      if (rule.writeOnly) return fail(this.errors.writeOnly);
      if (element.endsWith("._count")) return this.noted(name, [element], String(this.count(element.slice(0, -7))));
      if (!(element in this.values)) return fail(this.errors.unset);
      return this.noted(name, [element], this.values[element]);
    }

    set(name, element, value) {
      const error = this.refused(element, value);
      if (!error) this.values[element] = value;
      return this.noted(name, [element, value], String(!error), error);
    }

    refused(element, value) {
      if (this.stage !== 1) return this.errors.set[this.stage / 2];
      const rule = this.rule(element);
      if (!rule) return this.errors.undefined;
      if (rule === readOnly) return this.errors.readOnly;
      if (typeof value !== "string") return this.errors.form;
      const order = this.disordered(element, value);
      if (order) return order;
      const kept = rule(value, element.replace(/(\.\d+\.).*$/, "$1"), this.values);
      return kept === true ? 0 : this.errors[kept];
    }

    /** Lists grow by one; in SCORM 2004 what an entry is called comes first, and no two are called the same. */
    disordered(element, value) {
      const numbers = [...element.matchAll(/\.(\d+)\./g)];
      for (const { 1: number, index } of numbers) {
        if (Number(number) > this.count(element.slice(0, index))) return this.errors.index;
      }
      const [first] = numbers;
      if (!first || this.errors !== ERRORS[2004]) return 0;
      const own = `${element.slice(0, first.index)}.${first[1]}.id`;
      if (element !== own && !(own in this.values)) return this.errors.order;
      if (!/^cmi\.objectives\.\d+\.id$/.test(element)) return 0;
      const others = Object.entries(this.values).filter(([name]) => /^cmi\.objectives\.\d+\.id$/.test(name) && name !== element);
      return others.some(([, id]) => id === value) ? this.errors.twice : 0;
    }
  }

  const CALLS = {
    "1.2": { begin: "LMSInitialize", end: "LMSFinish", keep: "LMSCommit", get: "LMSGetValue", set: "LMSSetValue", error: "LMSGetLastError" },
    2004: { begin: "Initialize", end: "Terminate", keep: "Commit", get: "GetValue", set: "SetValue", error: "GetLastError" },
  };

  return (standard, given, keep) => {
    const runtime = new Runtime(standard, given, keep);
    const { error, ...calls } = CALLS[standard];
    const object = { [error]: () => String(runtime.error) };
    for (const [kind, name] of Object.entries(calls)) object[name] = (...values) => runtime[kind](name, ...values);
    return object;
  };
})();
