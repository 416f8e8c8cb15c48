// Words with gaps, numbers and times, in the language of the course.

/**
 * "Question {n} of {of}" with its gaps filled.
 * @param {string | undefined} phrase
 * @param {Record<string, string | number>} gaps
 */
export function fill(phrase = "", gaps) {
  return phrase.replace(/\{(\w+)\}/g, (gap, name) => String(gaps[name] ?? gap));
}

/**
 * A number as the language writes it, with at most two decimals, never rounded up.
 * @param {number} number
 */
export function spokenNumber(number) {
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    maximumFractionDigits: 2,
    numberingSystem: "latn",
    useGrouping: false,
  });
  return format.format(Math.floor(number * 100 + 1e-7) / 100);
}

/**
 * Seconds as minutes and seconds: 4:05.
 * @param {number} seconds
 */
export function spokenTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
