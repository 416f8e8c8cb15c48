// Texts that must not stand readable in the source of a page. This keeps answers from eyes, not from tools.

import { random } from "./attempt.js";

/**
 * The text that was sealed under a name: base64 of UTF-8, each byte mixed with a stream of numbers.
 * @param {string} text
 * @param {string} name
 */
export function unsealed(text, name) {
  const next = random(SEAL, name);
  const stream = Array.from({ length: TURN }, () => Math.floor(next() * 256));
  const bytes = Uint8Array.from(atob(text.trim()), (char, at) => char.charCodeAt(0) ^ stream[at % TURN]);
  return new TextDecoder().decode(bytes);
}

const SEAL = 0x5ea1;
const TURN = 1009;
