// The rules and questions of an assessment, as its page holds them.

export function rulesOf(root) {
  return JSON.parse(root.querySelector(".data").textContent);
}
