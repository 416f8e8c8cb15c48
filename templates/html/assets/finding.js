// Elements of a page, by selectors of style sheets.

/**
 * The first element below a root. Throws where there is none: all that is asked for stands in the templates.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}
 */
export function find(root, selector) {
  /** @type {E | null} */
  const element = root.querySelector(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

/**
 * All elements below a root.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E[]}
 */
export function all(root, selector) {
  /** @type {NodeListOf<E>} */
  const elements = root.querySelectorAll(selector);
  return [...elements];
}
