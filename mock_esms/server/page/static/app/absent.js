// What was meant for a phone and is not on it: still on its way, or failed, refused or not answered, with the reason.

import { toneOf } from "./arrivals.js";
import { button, h } from "./dom.js";
import { clockBeside } from "./times.js";
import { count, t } from "./i18n.js";

/** More than this is counted, and not listed. */
const MOST = 100;

/** @param {import("./app-state.js").AppState} app @param {import("./arrivals.js").Arrival[]} absent */
export function apartOf(app, absent) {
  const coming = absent.filter(({ outcome }) => outcome === "coming");
  const lost = absent.filter(({ outcome }) => outcome !== "coming");
  return [listOf(app, "coming", coming), listOf(app, "absent", lost)];
}

function listOf(app, name, arrivals) {
  if (!arrivals.length) return null;
  return h(
    "section",
    { class: name, "aria-label": t(`title_${name}`) },
    h("h3", null, t(`title_${name}`)),
    h(
      "ul",
      null,
      arrivals.slice(0, MOST).map((arrival) => line(app, arrival, name)),
      arrivals.length > MOST
        ? h("li", { class: "faint" }, t("and_more", { number: count(arrivals.length - MOST) }))
        : null,
    ),
  );
}

function line(app, { entry, kind, from, text, at, outcome, why }, name) {
  const reason = typeof why === "number" ? t("zalo_error", { error: why }) : why ? t(`missed_${why}`) : "";
  return h(
    "li",
    null,
    h("time", { datetime: at }, clockBeside(at, entry.received_at)),
    " ",
    h("span", { class: `kind ${kind}` }, t(`kind_${kind}`)),
    " ",
    h("span", { class: `pill ${toneOf(outcome)}` }, t(`arrival_${outcome}`)),
    reason ? ` ${reason}` : "",
    from ? h("span", { class: "faint" }, ` ${t("from_sender", { sender: from })}`) : "",
    " ",
    button(t("details"), () => app.address.set({ view: "", open: entry.sms_id, phone: "" }), {
      class: "link",
      "data-name": `${name}-${entry.sms_id}-${kind}`,
    }),
    text ? h("p", { class: "faint text" }, text) : null,
  );
}
