// Times as the sandbox writes them: ISO 8601 at +07:00, and durations as people say them.

const SHIFT = 7 * 3_600_000;

/** The instant of an ISO time, in milliseconds. @param {string} iso */
export const instant = (iso) => Date.parse(iso);

/** An instant as the sandbox would write it, without milliseconds. @param {number} ms */
export const dateTime = (ms) => new Date(ms + SHIFT).toISOString().slice(0, 19).replace("T", " ");

/** `09:00:04` of an ISO time. @param {string} iso */
export const clockOf = (iso) => iso.slice(11, 19);

/** The same, with its date where that is not the day of another time. @param {string} iso @param {string} other */
export const clockBeside = (iso, other) =>
  iso.slice(0, 10) === other.slice(0, 10) ? clockOf(iso) : `${iso.slice(0, 10)} ${clockOf(iso)}`;

/** `2026-01-05 09:00:04.250` of an ISO time. @param {string} iso */
export const exact = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;

/** Seconds as on a stopwatch: `0:08`, `12:30`, `1:02:05`. @param {number} ms */
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : String(part))).join(":");
}

/** A duration in the spelling of scenarios: `500ms`, `4s`, `1m30s`, `2h`. @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths}s`;
  const seconds = Math.round(tenths);
  const parts = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ];
  return parts
    .filter(([number]) => number)
    .map(([number, unit]) => `${number}${unit}`)
    .join("");
}

/** A step of whole seconds that divides a span into at most six. @param {number} ms */
export function step(ms) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];
  return (steps.find((seconds) => ms / (seconds * 1000) <= 6) ?? 864000) * 1000;
}
