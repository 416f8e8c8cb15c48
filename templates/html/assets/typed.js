// What a student typed, compared with what the author accepts: the rules of the model's `typed`, in the browser.

const SPACES = /[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** @type {Record<string, string>} */
const PLAIN = { "\u2212": "-", "\u2013": "-", "\uff0b": "+", "\u066b": ".", "\u066c": "'", "\u2019": "'" };
const ZEROS = [0x0660, 0x06f0, 0xff10];
const NUMBER = /^([+-]?) ?(\d+(?:[.,]\d+)*[.,]?|[.,]\d+)(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Whether a typed text is the accepted one; `*` stands for any characters where `wildcards` are allowed.
 * @param {string} accepted
 * @param {string} typed
 * @param {boolean} [caseSensitive]
 * @param {boolean} [wildcards]
 */
export function matches(accepted, typed, caseSensitive = false, wildcards = false) {
  const text = folded(typed, caseSensitive);
  if (!text) return false;
  const wanted = folded(accepted, caseSensitive);
  if (!wildcards) return text === wanted;
  const pieces = [""];
  for (const piece of wanted.split(/(\\\*|\*)/)) {
    if (piece === "*") pieces.push("");
    else pieces[pieces.length - 1] += piece === "\\*" ? "*" : piece;
  }
  return fits(pieces, text);
}

/**
 * @param {string[]} pieces
 * @param {string} text
 */
function fits([first, ...rest], text) {
  if (!rest.length) return text === first;
  const last = /** @type {string} */ (rest.pop());
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return text.length - position >= last.length && text.endsWith(last);
}

/**
 * @param {string} text
 * @param {boolean} caseSensitive
 */
function folded(text, caseSensitive) {
  const plain = visible(text.normalize("NFC"));
  return caseSensitive ? plain : plain.toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

/** @param {string} text */
function visible(text) {
  return text.replace(INVISIBLE, "").replace(SPACES, " ").replace(/^ | $/g, "");
}

/**
 * The numbers that a typed text can mean, spelled with a decimal point; none when it is no number.
 * @param {string} typed
 * @param {string} [unit]
 * @returns {string[]}
 */
export function readings(typed, unit = "") {
  let text = visible(typed);
  if (unit && matches(unit, text.slice(-unit.length))) text = text.slice(0, -unit.length).replace(/ $/, "");
  text = [...text].map(spelled).join("").replace(/(?<=\d)[' ](?=\d{3}(?!\d))/g, "");
  const found = NUMBER.exec(text);
  if (!found) return [];
  const [, sign, digits, exponent = "0"] = found;
  return mantissas(digits).map((number) => `${sign}${number}e${exponent}`);
}

/** @param {string} char */
function spelled(char) {
  const code = /** @type {number} */ (char.codePointAt(0));
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? PLAIN[char] ?? char : String(code - zero);
}

/**
 * @param {string} digits
 * @returns {string[]}
 */
function mantissas(digits) {
  /** @type {string[]} */
  const marks = digits.match(/[.,]/g) ?? [];
  if (!marks.length) return [digits];
  if (marks.length === 1) {
    const plain = digits.replace(",", ".");
    return /^[1-9]\d{0,2},\d{3}$/.test(digits) ? [plain, digits.replace(",", "")] : [plain];
  }
  const last = marks[marks.length - 1];
  const end = marks.indexOf(last) === marks.length - 1 ? digits.lastIndexOf(last) : digits.length;
  const [whole, fraction] = [digits.slice(0, end), digits.slice(end + 1)];
  const [, ...groups] = whole.split(marks[0]);
  if (!/^\d{1,3}[.,\d]*$/.test(whole) || !groups.length || groups.some((group) => !/^\d{3}$/.test(group))) return [];
  if (whole.indexOf(marks[0]) > 3) return [];
  return [whole.replaceAll(marks[0], "") + (fraction && `.${fraction}`)];
}
