// The rules and questions of an assessment, as its page holds them: sealed where its answers are to stay hidden.

import { find } from "./finding.js";
import { unsealed } from "./sealed.js";

/**
 * @param {HTMLElement} root
 * @returns {Rules}
 */
export function rulesOf(root) {
  const { textContent, dataset } = find(root, ".data");
  return JSON.parse(dataset.sealed ? unsealed(textContent, dataset.sealed) : textContent);
}
