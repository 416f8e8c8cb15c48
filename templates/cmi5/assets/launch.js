// The launch of an assignable unit (cmi5 8): parameters of its address, the token that can be fetched once, the data that
// the LMS left for it. xAPI 1.0.3 from there on.

/** Browsers let requests outlive a page up to 64 kB of them together; characters may take three bytes. */
const OUTLIVING = 20_000;

const NEEDED = ["endpoint", "fetch", "actor", "registration", "activityId"];

/** The parameters of the launch; null when the page was not launched by an LMS. */
export function launchParameters(query) {
  const parameters = new URLSearchParams(query);
  if (!NEEDED.every((name) => parameters.get(name))) return null;
  try {
    const found = Object.fromEntries(NEEDED.map((name) => [name, parameters.get(name)]));
    return { ...found, actor: JSON.parse(found.actor), endpoint: found.endpoint.replace(/\/?$/, "/") };
  } catch {
    return null;
  }
}

/** Speaks to the LMS's record store for one session. */
export class Records {
  constructor(launch) {
    this.launch = launch;
    this.token = "";
    this.tag = null;
  }

  /** Fetch the token: once, since its address gives it only once (8.2). Whether it came. */
  async authorize() {
    try {
      const answer = await fetch(this.launch.fetch, { method: "POST" });
      this.token = (await answer.json())["auth-token"] ?? "";
    } catch {
      this.token = "";
    }
    return this.token !== "";
  }

  request(resource, query, options = {}) {
    const address = `${this.launch.endpoint}${resource}${query ? `?${new URLSearchParams(query)}` : ""}`;
    const headers = { Authorization: `Basic ${this.token}`, "X-Experience-API-Version": "1.0.3", ...options.headers };
    return fetch(address, { ...options, headers });
  }

  /** A document of the session's state; null where there is none. Throws without a connection. */
  async document(stateId) {
    const answer = await this.request("activities/state", this.stateOf(stateId));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`state ${answer.status}`);
    if (stateId !== "LMS.LaunchData") this.tag = answer.headers.get("ETag");
    return answer.json();
  }

  /** Keep a document; one that another session changed meanwhile is replaced. Whether it is kept. */
  async keep(stateId, content, keepalive = false) {
    const headers = { "Content-Type": "application/json", ...(this.tag && !keepalive && { "If-Match": this.tag }) };
    const body = JSON.stringify(content);
    const answer = await this.request("activities/state", this.stateOf(stateId), { method: "PUT", headers, body, keepalive });
    if (answer.status === 412) {
      await this.document(stateId);
      return false;
    }
    this.tag = answer.headers.get("ETag");
    return answer.ok;
  }

  stateOf(stateId) {
    const { activityId, actor, registration } = this.launch;
    return { activityId, agent: JSON.stringify(actor), registration, stateId };
  }

  /** What the learner prefers; every unit has to ask (cmi5 11), whether it can follow or not. */
  async preferences() {
    const answer = await this.request("agents/profile", {
      agent: JSON.stringify(this.launch.actor), profileId: "cmi5LearnerPreferences",
    });
    return answer.ok ? answer.json() : {};
  }

  /** Whether a statement with this verb was made in the registration, if the LMS tells. */
  async wasSaid(verb) {
    const { activityId, actor, registration } = this.launch;
    try {
      const query = { agent: JSON.stringify(actor), activity: activityId, registration, verb, limit: 1 };
      const answer = await this.request("statements", query);
      return answer.ok && (await answer.json()).statements.length > 0;
    } catch {
      return false;
    }
  }

  /** Make statements, even while the page goes; those that are known already (409) count as made. */
  async say(statements) {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify(statements);
    const keepalive = body.length < OUTLIVING;
    const answer = await this.request("statements", null, { method: "POST", headers, body, keepalive });
    return answer.ok || answer.status === 409;
  }
}
