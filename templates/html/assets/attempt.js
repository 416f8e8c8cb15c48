// What one attempt asks, and in which order: the same seed always deals the same questions.

/**
 * A generator of numbers from 0 to 1 (mulberry32), the same for the same seed and name.
 * @param {number} seed
 * @param {string} [name]
 * @returns {Random}
 */
export function random(seed, name = "") {
  let state = seed;
  for (const char of name) state = Math.imul(state ^ /** @type {number} */ (char.codePointAt(0)), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A list in random order; those for which `fixed` holds keep their position.
 * @template T
 * @param {T[]} list
 * @param {Random} next
 * @param {(entry: T) => boolean} [fixed]
 * @returns {T[]}
 */
export function shuffled(list, next, fixed = () => false) {
  const loose = list.filter((entry) => !fixed(entry));
  for (let last = loose.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [loose[last], loose[other]] = [loose[other], loose[last]];
  }
  return list.map((entry) => (fixed(entry) ? entry : /** @type {T} */ (loose.shift())));
}

/**
 * The places of an attempt in order: {text: id} or {question: id, points?}.
 * @param {Pick<Rules, "order" | "shuffleQuestions">} rules
 * @param {number} seed
 * @returns {Place[]}
 */
export function deal(rules, seed) {
  const next = random(seed, "questions");
  const drawn = new Set();
  const places = rules.order.flatMap((place) => (place.of ? draw(place, drawn, next) : [place]));
  return rules.shuffleQuestions ? shuffled(inUnits(places), next).flat() : places;
}

/**
 * @param {Pool} pool
 * @param {Set<string>} drawn
 * @param {Random} next
 * @returns {Place[]}
 */
function draw({ of, draw: count, points }, drawn, next) {
  const picked = shuffled(of.filter((id) => !drawn.has(id)), next).slice(0, count);
  picked.forEach((id) => drawn.add(id));
  return picked.map((question) => ({ question, points }));
}

/**
 * Texts stay before the question that follows them.
 * @param {Place[]} places
 */
function inUnits(places) {
  /** @type {Place[][]} */
  const units = [[]];
  for (const place of places) {
    units[units.length - 1].push(place);
    if (place.question) units.push([]);
  }
  return units.filter((unit) => unit.length);
}

/**
 * The places in pages of so many questions; a text belongs to the page of the question that follows it.
 * @param {Place[]} places
 * @param {number} [perPage]
 */
export function inPages(places, perPage) {
  if (!perPage) return [places];
  /** @type {Place[][]} */
  const pages = [];
  inUnits(places).forEach((unit, position) => {
    if (position % perPage === 0) pages.push([]);
    pages[pages.length - 1].push(...unit);
  });
  return pages;
}
