// The run time of an LMS (SCORM 1.2 RTE 3.3, SCORM 2004 RTE 3): found wherever it hides, called so that nothing it does
// can stop the pages.

const FARTHEST = 500;

/**
 * Names of the calls and of what is the same in both editions.
 * @type {Record<string, Dialect>}
 */
export const DIALECTS = {
  "1.2": {
    object: "API",
    calls: { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", keep: "LMSCommit", error: "LMSGetLastError" },
    limit: 4096,
  },
  2004: {
    object: "API_1484_11",
    calls: { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", keep: "Commit", error: "GetLastError" },
    limit: 64000,
  },
};

/**
 * The object of the LMS: in a frame around this one, then around the window that opened this one; else null.
 * @param {string} name
 * @param {Window} [start]
 * @returns {Runtime | null}
 */
export function findRuntime(name, start = window) {
  return upFrom(start, name) ?? upFrom(openerOf(start), name) ?? upFrom(openerOf(topOf(start)), name);
}

/**
 * @param {Window | null} frame
 * @param {string} name
 * @returns {Runtime | null}
 */
function upFrom(frame, name) {
  for (let steps = 0; frame && steps < FARTHEST; steps += 1) {
    try {
      const found = /** @type {Window & Record<string, Runtime>} */ (frame)[name];
      if (found) return found;
    } catch {
      // A frame of another server: what is above it may be ours again.
    }
    const above = parentOf(frame);
    if (!above || above === frame) return null;
    frame = above;
  }
  return null;
}

/** @param {Window} frame */
function parentOf(frame) {
  try {
    return frame.parent;
  } catch {
    return null;
  }
}

/**
 * @param {Window | null} frame
 * @returns {Window | null}
 */
function openerOf(frame) {
  try {
    return frame?.opener ?? null;
  } catch {
    return null;
  }
}

/** @param {Window} frame */
function topOf(frame) {
  try {
    return frame.top;
  } catch {
    return null;
  }
}

/** Whether an LMS could be there: this page stands in a frame or was opened by another. */
export const isAlone = () => window.parent === window && !openerOf(window);

/**
 * Ask again and again until the run time is there, or the time is over.
 * @param {string} name
 * @param {number} milliseconds
 * @param {number} [pause]
 */
export async function awaitRuntime(name, milliseconds, pause = 100) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = findRuntime(name);
    if (found || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** One session with a run time. Every call answers, whatever the LMS does: a call that throws is one that failed. */
export class Session {
  /**
   * @param {Runtime} object
   * @param {Dialect} dialect
   */
  constructor(object, { calls }) {
    this.object = object;
    this.calls = calls;
    /** @type {Map<string, string>} */
    this.said = new Map();
    this.broken = false;
  }

  /**
   * @param {keyof Dialect["calls"]} name
   * @param {...string} values
   */
  call(name, ...values) {
    try {
      return String(this.object[this.calls[name]](...values) ?? "");
    } catch {
      this.broken = true;
      return "";
    }
  }

  begin() {
    return this.call("begin", "") === "true";
  }

  /**
   * What the LMS holds; empty where it holds nothing, which SCORM 2004 calls an error (403).
   * @param {string} element
   */
  get(element) {
    return this.call("get", element);
  }

  /**
   * Tell the LMS; what it knows already is not told again. Whether it took it.
   * @param {string} element
   * @param {string} value
   */
  set(element, value) {
    if (this.said.get(element) === value) return true;
    const taken = this.call("set", element, value) === "true";
    if (taken) this.said.set(element, value);
    return taken;
  }

  keep() {
    return this.call("keep", "") === "true";
  }

  end() {
    return this.call("end", "") === "true";
  }

  /** The number of the last error; 0 where there was none or the LMS does not say. */
  error() {
    return Number(this.call("error")) || 0;
  }
}
