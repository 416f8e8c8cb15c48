// Buttons that copy a text.

import { all } from "./finding.js";

/**
 * Let the copy buttons of a page work; the status beside each says that it did.
 * @param {Document} page
 */
export function enableCopying(page) {
  for (const button of all(page, "[data-copy]")) {
    const { copy = "", copied = "" } = button.dataset;
    const source = page.getElementById(copy);
    const status = button.nextElementSibling;
    if (!source || !status) continue;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copyText(source);
      button.textContent = copied;
      status.textContent = copied;
      setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
      }, 3000);
    });
  }
}

/** @param {Element} element */
async function copyText(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    getSelection()?.selectAllChildren(element);
    document.execCommand("copy");
  }
}
