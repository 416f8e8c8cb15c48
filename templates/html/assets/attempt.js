// What one attempt asks, and in which order: the same seed always deals the same questions.

/** A generator of numbers from 0 to 1 (mulberry32), the same for the same seed and name. */
export function random(seed, name = "") {
  let state = seed;
  for (const char of name) state = Math.imul(state ^ char.codePointAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A list in random order; those for which `fixed` holds keep their position. */
export function shuffled(list, next, fixed = () => false) {
  const loose = list.filter((entry) => !fixed(entry));
  for (let last = loose.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [loose[last], loose[other]] = [loose[other], loose[last]];
  }
  return list.map((entry) => (fixed(entry) ? entry : loose.shift()));
}

/** The places of an attempt in order: {text: id} or {question: id, points?}. */
export function deal(rules, seed) {
  const next = random(seed, "questions");
  const drawn = new Set();
  const places = rules.order.flatMap((place) => (place.pool ? draw(place, drawn, next) : [place]));
  return rules.shuffleQuestions ? shuffled(inUnits(places), next).flat() : places;
}

function draw({ of, draw: count, points }, drawn, next) {
  const picked = shuffled(of.filter((id) => !drawn.has(id)), next).slice(0, count);
  picked.forEach((id) => drawn.add(id));
  return picked.map((question) => ({ question, points }));
}

/** Texts stay before the question that follows them. */
function inUnits(places) {
  const units = [[]];
  for (const place of places) {
    units.at(-1).push(place);
    if (place.question) units.push([]);
  }
  return units.filter((unit) => unit.length);
}

/** The places in pages of so many questions; a text belongs to the page of the question that follows it. */
export function inPages(places, perPage) {
  if (!perPage) return [places];
  const pages = [];
  inUnits(places).forEach((unit, position) => {
    if (position % perPage === 0) pages.push([]);
    pages.at(-1).push(...unit);
  });
  return pages;
}
