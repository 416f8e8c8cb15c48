// The launch of an assignable unit (cmi5 8): parameters of its address, the token that can be fetched once, the data that
// the LMS left for it. xAPI 1.0.3 from there on, spoken by the library in `xapi.js`.

import { ask } from "./asking.js";
import { XAPI } from "./xapi.js";

/** Browsers let requests outlive a page up to 64 kB of them together; characters may take three bytes. */
const OUTLIVING = 20_000;

const NEEDED = ["endpoint", "fetch", "actor", "registration", "activityId"];

/**
 * The parameters of the launch; null when the page was not launched by an LMS.
 * @param {string} query
 * @returns {Launch | null}
 */
export function launchParameters(query) {
  const parameters = new URLSearchParams(query);
  if (!NEEDED.every((name) => parameters.get(name))) return null;
  try {
    const [endpoint, fetch, actor, registration, activityId] = NEEDED.map((name) => parameters.get(name) ?? "");
    return { fetch, registration, activityId, actor: JSON.parse(actor), endpoint: endpoint.replace(/\/?$/, "/") };
  } catch {
    return null;
  }
}

/**
 * How the library's requests are made: so that they outlive the page, since the last words are said when it goes. What
 * the store refuses is an answer as well; only a lost connection throws.
 * @param {{ url: string, method: string, headers?: Record<string, string>, data?: unknown }} request
 */
async function lasting({ url, method, headers, data }) {
  const body = data === undefined ? undefined : JSON.stringify(data);
  const keepalive = body !== undefined && body.length < OUTLIVING;
  const { ok, status, headers: given, text } = await ask(url, { method, headers, body, keepalive });
  return { status, headers: Object.fromEntries(given), data: ok ? parsed(text) : null };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {{ status: number }} answer */
const isTaken = ({ status }) => status >= 200 && status < 300;

/** Speaks to the LMS's record store for one session. */
export class Records {
  /** @param {Launch} launch */
  constructor(launch) {
    this.launch = launch;
    /** @type {string | null} */
    this.tag = null;
  }

  /**
   * Fetch the token: once, since its address gives it only once (8.2). Whether it came. A page that is loaded again has
   * ended its session, so it does not ask.
   */
  async authorize() {
    const { endpoint } = this.launch;
    try {
      const name = `lmsexport/${this.launch.fetch}`;
      if (sessionStorage.getItem(name)) return false;
      sessionStorage.setItem(name, "launched");
    } catch {
      // Storage is forbidden; the LMS itself gives no token twice.
    }
    try {
      const token = JSON.parse((await ask(this.launch.fetch, { method: "POST" })).text)["auth-token"];
      /** @type {XAPI} */
      this.store = new XAPI({ endpoint, auth: `Basic ${token}`, adapter: lasting });
      return Boolean(token);
    } catch {
      return false;
    }
  }

  /**
   * A document of the session's state; null where there is none. Throws when the store cannot be asked.
   * @param {string} stateId
   * @returns {Promise<any>}
   */
  async document(stateId) {
    const answer = await this.store.getState({ ...this.stateful(), stateId });
    if (answer.status === 404) return null;
    if (!isTaken(answer)) throw new Error(`state ${answer.status}`);
    if (stateId !== "LMS.LaunchData") this.tag = answer.headers.etag;
    return answer.data;
  }

  /**
   * Keep a document; one that another session changed meanwhile is replaced, at the latest by the last. Whether it is kept.
   * @param {string} stateId
   * @param {Remembered} state
   * @param {boolean} [last]
   */
  async keep(stateId, state, last = false) {
    /** @type {{ etag?: string, matchHeader?: "If-Match" }} */
    const match = this.tag && !last ? { etag: this.tag, matchHeader: "If-Match" } : {};
    const answer = await this.store.setState({ ...this.stateful(), stateId, state, ...match });
    if (answer.status === 412) {
      await this.document(stateId);
      return false;
    }
    this.tag = answer.headers.etag;
    return isTaken(answer);
  }

  stateful() {
    const { activityId, actor: agent, registration } = this.launch;
    return { activityId, agent, registration };
  }

  /**
   * What the learner prefers; every unit has to ask (cmi5 11), whether it can follow or not: it can be quiet.
   * @returns {Promise<{ audioPreference?: string }>}
   */
  async preferences() {
    const answer = await this.store.getAgentProfile({ agent: this.launch.actor, profileId: "cmi5LearnerPreferences" });
    return answer.data ?? {};
  }

  /**
   * Whether a statement with this verb was made in the registration, if the LMS tells.
   * @param {string} verb
   */
  async wasSaid(verb) {
    const { activityId: activity, actor: agent, registration } = this.launch;
    try {
      const { data } = await this.store.getStatements({ agent, activity, registration, verb, limit: 1 });
      return data.statements.length > 0;
    } catch {
      return false;
    }
  }

  /**
   * Make statements, even while the page goes. A store that knows one already, whose answer was lost, may refuse all that
   * come with it (409): then each is made by itself, and the one that is known counts as made.
   * @param {Statement[]} statements
   * @returns {Promise<boolean>}
   */
  async say(statements) {
    const answer = await this.store.sendStatements({ statements });
    if (answer.status !== 409) return isTaken(answer);
    if (statements.length === 1) return true;
    for (const each of statements) if (!(await this.say([each]))) return false;
    return true;
  }
}
