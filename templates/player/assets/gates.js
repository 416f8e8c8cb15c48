// What is locked, why, and the way to what opens it: on the page, in the contents, the menu and at the button to go on.

import { all, find } from "./finding.js";
import { icon } from "./feedback.js";

const MOST_NAMED = 5;

/** Shows the gates of a course as they stand. */
export class Gates {
  /**
   * @param {Course} course
   * @param {import("./record.js").Record} record
   * @param {HTMLElement} contents
   */
  constructor(course, record, contents) {
    this.course = course;
    this.record = record;
    this.contents = contents;
    /** @type {Map<string, Item>} */
    this.items = new Map(course.items.map((item) => [item.id, item]));
  }

  /**
   * Show all gates of the page that is open.
   * @param {string} here
   * @param {string} root
   */
  show(here, root) {
    const head = document.querySelector("main .item-head");
    const item = this.items.get(here);
    if (head && item) this.put(head, item, root);
    for (const entry of all(document, "main [data-entry]")) this.showEntry(entry, root);
    for (const module of all(document, "main .module")) this.showModule(module, root);
    for (const entry of all(document, ".menu [data-entry]")) this.mark(find(entry, "a"), this.items.get(entry.dataset.entry ?? ""));
    this.showNext(root);
  }

  /**
   * @param {HTMLElement} entry
   * @param {string} root
   */
  showEntry(entry, root) {
    const item = this.items.get(entry.dataset.entry ?? "");
    if (!item) return;
    entry.classList.toggle("is-locked", !this.record.isOpen(item));
    this.put(find(entry, ".entry-text"), { ...item, after: [] }, root);
  }

  /**
   * @param {HTMLElement} module
   * @param {string} root
   */
  showModule(module, root) {
    const first = module.querySelector("[data-entry]");
    const item = first instanceof HTMLElement && this.items.get(first.dataset.entry ?? "");
    if (item) this.put(find(module, ".module-head"), { ...item, needs: [] }, root);
  }

  /** @param {string} root */
  showNext(root) {
    const link = document.querySelector("main .turn-next");
    const id = link?.getAttribute("href")?.match(/([^/]+)\.html$/)?.[1];
    const item = id && this.items.get(decodeURIComponent(id));
    if (!link || !item) return;
    this.mark(link, item);
    this.put(find(document, "main .turn"), item, root);
  }

  /**
   * A sign at a link that leads to what is locked; gone when it is open.
   * @param {Element} link
   * @param {Item | undefined} item
   */
  mark(link, item) {
    link.querySelector(".lock-mark")?.remove();
    if (!item || this.record.isOpen(item)) return;
    const mark = document.createElement("span");
    mark.className = "lock-mark";
    mark.innerHTML = `${icon("gate")}<span class="sr"></span>`;
    find(mark, ".sr").textContent = ` ${this.course.words.locked}`;
    link.append(mark);
  }

  /**
   * The line that says what an item waits for, as the last thing of an element; none where it is open.
   * @param {Element} element
   * @param {Item} item
   * @param {string} root
   */
  put(element, item, root) {
    const line = element.querySelector(":scope > .gate");
    const waits = this.record.waits(item);
    if (!waits.length) {
      line?.remove();
      return;
    }
    const fresh = document.createElement("p");
    fresh.className = "gate";
    fresh.innerHTML = `${icon("gate")}<span></span>`;
    find(fresh, "span:last-child").append(...this.words(waits, root));
    if (line) line.replaceWith(fresh);
    else element.append(fresh);
  }

  /**
   * “Opens after: Title (state), Title (state)”, each with its way.
   * @param {[string, Level][]} waits
   * @param {string} root
   */
  words(waits, root) {
    const { opens_after: whole } = this.course.words;
    const [before, after = ""] = whole.split("{items}");
    const named = waits.slice(0, MOST_NAMED).map(([id, level]) => this.wayTo(id, level, root));
    const listed = named.flatMap((parts, at) => (at ? [", ", ...parts] : parts));
    return [before, ...listed, waits.length > MOST_NAMED ? ", …" : "", after];
  }

  /**
   * @param {string} id
   * @param {Level} level
   * @param {string} root
   */
  wayTo(id, level, root) {
    const target = this.contents.querySelector(`[data-entry="${id}"] a`);
    const link = document.createElement("a");
    link.href = root + (target?.getAttribute("href") ?? "");
    link.textContent = target?.textContent ?? id;
    return [link, ` (${this.course.words[`state_${level}`]})`];
  }
}
