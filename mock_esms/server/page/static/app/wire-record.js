// What went over the wire in an attempt: its phases as a waterfall, and the headers of both sides.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const PHASES = ["dns", "connect", "tls", "send", "wait", "receive"];

/** A bar for each phase, one behind the other, to scale. @param {any} attempt */
export function waterfall(attempt) {
  const phases = attempt.phases ?? {};
  const taken = PHASES.filter((phase) => phases[phase] !== null && phases[phase] !== undefined);
  if (!taken.length) return null;
  const whole = taken.reduce((sum, phase) => sum + phases[phase], 0) || 1;
  let begun = 0;
  return h(
    "div",
    { class: "waterfall", role: "group", "aria-label": t("phases") },
    taken.map((phase) => {
      const style = { left: percent(begun / whole), width: percent(phases[phase] / whole) };
      begun += phases[phase];
      return [
        h("span", { class: "faint" }, t(`phase_${phase}`)),
        h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: `phase ${phase}`, style })),
        h("span", { class: "took" }, `${milliseconds(phases[phase])} ms`),
      ];
    }),
  );
}

/** Whom it was sent to, and its headers. @param {any} attempt */
export function sent({ request, peer }) {
  if (!request) return [];
  return [
    h("p", { class: "faint" }, peer ? t("sent_to", { peer }) : t("sent_headers")),
    headers(request.headers),
    request.body ? h("p", { class: "address" }, h("code", null, request.body)) : null,
  ];
}

/** The status line of the answer, and its headers. @param {any} attempt */
export function answered({ response }) {
  if (!response) return [];
  const line = `${response.version} ${response.status} ${response.reason}`.trim();
  return [h("p", { class: "address" }, h("code", null, line)), headers(response.headers)];
}

/** @param {Array<[string, string]>} pairs */
function headers(pairs) {
  if (!pairs.length) return null;
  return h(
    "table",
    { class: "headers" },
    pairs.map(([name, value]) => h("tr", null, h("th", { scope: "row" }, name), h("td", null, value))),
  );
}

const percent = (share) => `${share * 100}%`;

const milliseconds = (ms) => (ms < 10 ? Number(ms.toFixed(2)) : Math.round(ms));
