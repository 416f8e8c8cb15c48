// Requests that end: where a connection is lost, a browser may wait for minutes before it says so.

const LONGEST = 30_000;

/**
 * What a server answers, with its text. Throws when it does not, or not in time.
 * @param {string} address
 * @param {RequestInit} [options]
 */
export async function ask(address, options = {}) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), LONGEST);
  try {
    const answer = await fetch(address, { ...options, signal: ending.signal });
    return { ok: answer.ok, status: answer.status, headers: answer.headers, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}
