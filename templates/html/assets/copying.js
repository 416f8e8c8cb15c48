// Buttons that copy a text.

/** Let the copy buttons of a page work; the status beside each says that it did. */
export function enableCopying(page) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copyText(page.getElementById(button.dataset.copy));
      button.textContent = button.dataset.copied;
      button.nextElementSibling.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = label;
        button.nextElementSibling.textContent = "";
      }, 3000);
    });
  }
}

async function copyText(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    getSelection().selectAllChildren(element);
    document.execCommand("copy");
  }
}
