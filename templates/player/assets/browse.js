// Turns pages within one session: a page is fetched and takes the place of the one before, so that the LMS is not left.

import { ask } from "./asking.js";
import { icon } from "./feedback.js";
import { find } from "./finding.js";

const PAGES = /\/(?:index\.html|pages\/[^/]+\.html)$/;

export class Browsing {
  /**
   * `opened` is called for each page that is shown, `leaving` before it goes.
   * @param {Words} words
   * @param {{ opened: (item: string) => void, leaving: () => void }} steps
   */
  constructor(words, { opened, leaving }) {
    this.words = words;
    this.opened = opened;
    this.leaving = leaving;
    this.root = new URL(document.body.dataset.root || ".", document.baseURI).href;
    /** @type {Map<string, Promise<string>>} */
    this.fetched = new Map();
    this.turn = 0;
    this.home = find(document, "main").cloneNode(true);
    this.homeTitle = document.title;
  }

  /** Take over links and the back button. Pages on a disk cannot be fetched: there links lead as they always do. */
  start() {
    if (location.protocol === "file:") return;
    /** @type {HTMLAnchorElement} */
    const home = find(document, ".bar a");
    home.href = `${this.root}index.html`;
    /** @type {HTMLLinkElement} */
    const badge = find(document, "link[rel=icon]");
    badge.href = `${badge.href}`; // in full, since the address of the page will change
    document.addEventListener("click", (event) => this.follow(event));
    this.shown = pageOf(location.href);
    addEventListener("popstate", () => pageOf(location.href) !== this.shown && this.show(location.href, { push: false }));
  }

  /** @param {MouseEvent} event */
  follow(event) {
    /** @type {HTMLAnchorElement | null} */
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || !this.isPage(link.href)) return;
    const isHere = pageOf(link.href) === this.shown;
    if (isHere && link.hash) return; // a place on this page, which the browser finds
    event.preventDefault();
    if (isHere) this.arrive(find(document, "main"), link.href, true); // loading it again would end the session
    else this.show(link.href);
  }

  /** @param {string} address */
  isPage(address) {
    return address.startsWith(this.root) && PAGES.test(new URL(address).pathname);
  }

  /**
   * Show the page at an address; a page that cannot be had is said to be missing, with a button to try again.
   * @param {string} address
   * @param {{ push?: boolean, focus?: boolean }} [options]
   */
  async show(address, { push = true, focus = true } = {}) {
    const turn = (this.turn += 1);
    const main = find(document, "main");
    main.setAttribute("aria-busy", "true");
    const page = await this.load(pageOf(address));
    if (turn !== this.turn) return;
    main.removeAttribute("aria-busy");
    if (!page) {
      this.missing(address, { push, focus });
      return;
    }
    this.leaving();
    this.shown = pageOf(address);
    if (push) history.pushState(null, "", launched(address));
    document.querySelector(".missing")?.remove();
    const { content, title, item, kind } = page;
    const fresh = content(); // not before the address is the new one: addresses of pictures start from it
    main.replaceWith(fresh);
    document.title = title;
    document.body.className = kind;
    if (item) document.body.dataset.item = item;
    else delete document.body.dataset.item;
    this.arrive(fresh, address, focus);
    this.opened(item);
    this.prefetch(fresh);
  }

  /**
   * @param {HTMLElement} main
   * @param {string} address
   * @param {boolean} focus
   */
  arrive(main, address, focus) {
    const id = decodeURIComponent(new URL(address, document.baseURI).hash.slice(1));
    const target = id && document.getElementById(id);
    const heading = target || main.querySelector("h1");
    if (focus && heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
  }

  /**
   * @param {string} address
   * @returns {Promise<Page | null>}
   */
  async load(address) {
    if (address === `${this.root}index.html` || address === this.root) {
      return { content: () => /** @type {HTMLElement} */ (this.home.cloneNode(true)), title: this.homeTitle, item: "", kind: "page-index" };
    }
    const text = await this.text(address);
    if (!text) return null;
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main || !page.body.dataset.item) return null;
    return { content: () => document.adoptNode(main), title: page.title, item: page.body.dataset.item, kind: page.body.className };
  }

  /**
   * The source of a page, fetched once. A page that was there before can be shown again without a connection.
   * @param {string} address
   */
  async text(address) {
    if (!this.fetched.has(address)) this.fetched.set(address, source(address));
    const text = await this.fetched.get(address);
    if (!text) this.fetched.delete(address);
    return text;
  }

  /**
   * Fetch the page that most will turn to, so that a short break of the connection stops nobody.
   * @param {HTMLElement} main
   */
  prefetch(main) {
    /** @type {HTMLAnchorElement | null} */
    const link = main.querySelector("a[rel=next], .cover a.button");
    const next = link?.href; // now: it is another address when the page is another
    if (next && this.isPage(next)) setTimeout(() => this.text(pageOf(next)), 1000);
  }

  /**
   * @param {string} address
   * @param {{ push: boolean, focus: boolean }} options
   */
  missing(address, options) {
    document.querySelector(".missing")?.remove();
    const notice = document.createElement("div");
    notice.className = "missing";
    notice.setAttribute("role", "alert");
    notice.innerHTML = `<p>${icon("incorrect")}<span></span></p><p><button type="button" class="button"></button></p>`;
    find(notice, "span:not(.icon)").textContent = this.words.page_missing;
    const button = find(notice, "button");
    button.textContent = this.words.try_again;
    button.addEventListener("click", () => this.show(address, options));
    find(document, "main").prepend(notice);
    button.focus();
  }
}

/**
 * The address of a page with what the LMS said at the launch: it is there when the page is loaded again.
 * @param {string} address
 */
function launched(address) {
  const whole = new URL(address);
  whole.search = location.search;
  return whole;
}

/** @param {string} address */
const pageOf = (address) => address.split(/[?#]/)[0];

/** @param {string} address */
async function source(address) {
  try {
    const { ok, text } = await ask(address, { credentials: "same-origin" });
    return ok ? text : "";
  } catch {
    return "";
  }
}
