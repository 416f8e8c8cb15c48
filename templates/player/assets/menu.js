// The contents beside a page: the modules, and the items of the one where the student is.

import { all, find } from "./finding.js";

/**
 * Make the menu from the contents of the home page; `item` is the page that is open.
 * @param {HTMLElement} menu
 * @param {HTMLElement} home
 * @param {string} item
 * @param {string} root
 */
export function fillMenu(menu, home, item, root) {
  const here = home.querySelector(`[data-entry="${item}"]`)?.closest(".module");
  const share = document.createElement("p");
  share.className = "progress";
  share.dataset.words = find(home, ".progress").dataset.words;
  menu.replaceChildren(share, ...all(home, ".module").map((module) => part(module, module === here, item, root)));
}

/**
 * @param {HTMLElement} module
 * @param {boolean} open
 * @param {string} item
 * @param {string} root
 */
function part(module, open, item, root) {
  const block = document.createElement("div");
  block.className = "menu-part";
  const title = document.createElement("p");
  title.className = "menu-module";
  const number = module.querySelector(".module-number")?.textContent;
  const name = find(module, "h2").lastChild?.textContent?.trim() ?? "";
  title.append(link(`${root}index.html#${module.id}`, number ? `${number}. ${name}` : name));
  block.append(title);
  if (!open) return block;
  const list = document.createElement("ol");
  list.className = "menu-items";
  for (const each of all(module, ".module-heading h3, .entry")) list.append(line(each, item, root));
  block.append(list);
  return block;
}

/**
 * @param {HTMLElement} each
 * @param {string} item
 * @param {string} root
 */
function line(each, item, root) {
  const entry = document.createElement("li");
  if (each.matches("h3")) {
    entry.className = "menu-heading";
    entry.textContent = each.textContent;
    return entry;
  }
  Object.assign(entry.dataset, each.dataset);
  const source = find(each, "a");
  const target = link(root + source.getAttribute("href"), "");
  const label = document.createElement("span");
  label.textContent = source.textContent;
  target.append(find(each, ".icon").cloneNode(), label);
  if (each.dataset.entry === item) target.setAttribute("aria-current", "page");
  entry.append(target);
  return entry;
}

/**
 * @param {string} address
 * @param {string} text
 */
function link(address, text) {
  const element = document.createElement("a");
  element.href = address;
  element.textContent = text;
  return element;
}
