// Exact fractions: a third of a point three times is a point, and 0.1 + 0.2 is 0.3.

const FRACTION = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?(?:\/(\d+))?$/;

export class Ratio {
  /**
   * @param {bigint} numerator
   * @param {bigint} [denominator]
   */
  constructor(numerator, denominator = 1n) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /**
   * A fraction from its spelling: "1/3", "-0.25", "1.5e-3".
   * @param {string | number} spelling
   * @returns {Ratio}
   */
  static of(spelling) {
    const parts = /** @type {string[]} */ (FRACTION.exec(String(spelling)));
    const [, sign, whole, fraction = "", exponent = "0", denominator = "1"] = parts;
    const shift = Number(exponent) - fraction.length;
    const digits = BigInt(whole + fraction || "0") * (sign === "-" ? -1n : 1n);
    const scale = 10n ** BigInt(Math.abs(shift));
    return shift < 0
      ? new Ratio(digits, scale * BigInt(denominator))
      : new Ratio(digits * scale, BigInt(denominator));
  }

  /**
   * @param {Ratio} other
   * @returns {Ratio}
   */
  plus(other) {
    return new Ratio(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    ).reduced();
  }

  /**
   * @param {Ratio} other
   * @returns {Ratio}
   */
  times(other) {
    return new Ratio(this.numerator * other.numerator, this.denominator * other.denominator).reduced();
  }

  /**
   * @param {Ratio} other
   * @returns {Ratio}
   */
  over(other) {
    const sign = other.numerator < 0n ? -1n : 1n;
    return this.times(new Ratio(other.denominator * sign, other.numerator * sign));
  }

  /**
   * Negative, zero or positive, as this is below, equal to or above the other.
   * @param {Ratio} other
   * @returns {number}
   */
  compare(other) {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** @returns {Ratio} */
  reduced() {
    let [a, b] = [this.numerator < 0n ? -this.numerator : this.numerator, this.denominator];
    while (b) [a, b] = [b, a % b];
    return a > 1n ? new Ratio(this.numerator / a, this.denominator / a) : this;
  }

  toNumber() {
    const scaled = (this.numerator * 10n ** 12n) / this.denominator;
    return Number(scaled) / 1e12;
  }

  toString() {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}

export const ZERO = new Ratio(0n);
export const ONE = new Ratio(1n);

/** @param {Ratio[]} ratios */
export function sum(ratios) {
  return ratios.reduce((total, ratio) => total.plus(ratio), ZERO);
}
