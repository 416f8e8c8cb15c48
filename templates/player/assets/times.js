// Times as records spell them.

/**
 * Seconds as PT1H2M3.25S (ISO 8601; SCORM 2004 allows two decimals at most).
 * @param {number} seconds
 */
export function duration(seconds) {
  const hundredths = Math.max(0, Math.floor(seconds * 100)); // clocks are set back
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60];
  return `PT${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${(hundredths % 6000) / 100}S`;
}

/**
 * The seconds of PT1H2M3.25S or of 0001:02:03.25; 0 for what is neither.
 * @param {string} text
 */
export function secondsOf(text) {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text) ?? /^()(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  const [, days, hours, minutes, seconds] = found ?? [];
  return [days, hours, minutes, seconds].reduce((sum, part, at) => sum + Number(part || 0) * [86_400, 3600, 60, 1][at], 0);
}

export const MOST_EXTRA = 900;

/**
 * The percentage of extra time that an LMS passes on among the parameters of a launch: `extra_time=25`.
 * @param {string} parameters
 */
export function extraTime(parameters) {
  const found = /\bextra_time["']?\s*[:=]\s*["']?(\d+(?:\.\d+)?)/.exec(parameters);
  return Math.min(Number(found?.[1] ?? 0), MOST_EXTRA);
}
