// Times as records spell them.

/** Seconds as PT1H2M3.25S (ISO 8601; SCORM 2004 allows two decimals at most). */
export function duration(seconds) {
  const hundredths = Math.max(0, Math.floor(seconds * 100)); // clocks are set back
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60];
  return `PT${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${(hundredths % 6000) / 100}S`;
}
