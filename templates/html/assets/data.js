// The rules and questions of an assessment, as its page holds them.

import { find } from "./finding.js";

/**
 * @param {HTMLElement} root
 * @returns {Rules}
 */
export function rulesOf(root) {
  return JSON.parse(find(root, ".data").textContent);
}
