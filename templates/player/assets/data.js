// The rules and questions of an assessment, as its page holds them: sealed where its answers are to stay hidden.

import { unsealed } from "./sealed.js";

export function rulesOf(root) {
  const { textContent, dataset } = root.querySelector(".data");
  return JSON.parse(dataset.sealed ? unsealed(textContent, dataset.sealed) : textContent);
}
