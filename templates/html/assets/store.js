// Where the pages keep what a student did: in this tab, until it is closed. Nothing leaves the browser.

/**
 * The store of a course: `read(key)` gives what `write(key, value)` kept, or undefined.
 * @param {string | undefined} course
 * @returns {Store}
 */
export function openStore(course) {
  /** @type {Map<string, any>} */
  const memory = new Map();
  /** @param {string} key */
  const name = (key) => `lmsexport/${course}/${key}`;
  return {
    read(key) {
      try {
        const text = sessionStorage.getItem(name(key));
        return text === null ? memory.get(key) : JSON.parse(text);
      } catch {
        return memory.get(key);
      }
    },
    write(key, value) {
      memory.set(key, value);
      try {
        sessionStorage.setItem(name(key), JSON.stringify(value));
      } catch {
        // Storage is full or forbidden; the page itself still remembers.
      }
    },
  };
}
