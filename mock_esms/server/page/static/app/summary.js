// A call or a message in a few words: its lamp, its state, its result, and where its callback stands.

import { h } from "./dom.js";
import { isMessage } from "./entry-kinds.js";
import { hasFailed } from "./filters.js";
import { isDelivered, messageState, toneOnItsWay } from "./message-summary.js";
import { instant } from "./times.js";
import { t } from "./i18n.js";

/** The callback that reports the end, if there is one; of two channels the last one's. */
const finalCallback = (entry) => entry.callbacks.at(-1) ?? null;

/** Whether a person decides now: it rings for them, or they are talking. */
export function possibleActions(call) {
  const last = call.dials?.at(-1);
  if (!last?.interactive || call.state === "ended") return [];
  if (call.state === "dialling" && last.outcome === null) return ["answer", "reject"];
  return call.state === "talking" ? ["press", "hang_up"] : [];
}

/** The colour of an entry's lamp. */
export function tone(entry) {
  const onItsWay = isMessage(entry) ? toneOnItsWay(entry) : toneOnTheLine(entry);
  if (onItsWay !== null) return onItsWay;
  const callback = finalCallback(entry);
  if (callback?.state === "exhausted" || callback?.state === "blocked") return "fails";
  if (callback?.state === "pending" && !entry.settled) return hasFailed(entry) ? "warns" : "sends";
  const arrived = isMessage(entry) ? isDelivered(entry) : entry.result?.CallStatus === "ANSWERED";
  return arrived ? "answered" : "unanswered";
}

/** The colour of a call's lamp until it has ended; null from then on. */
function toneOnTheLine(call) {
  if (call.state === "scheduled" || call.state === "queued") return "waits";
  if (call.state === "dialling") return call.dials.at(-1)?.outcome === null ? "rings" : "waits";
  return call.state === "talking" ? "talks" : null;
}

/** The state in words: what it does now, or how it ended. */
export const stateText = (entry) => (isMessage(entry) ? messageState(entry) : callState(entry));

function callState(call) {
  if (call.state === "ended") return resultText(call.result);
  if (call.state === "dialling") {
    const last = call.dials.at(-1);
    return last?.outcome === null
      ? t("state_rings", { number: last.number })
      : t("state_between", { number: last?.number ?? 0 });
  }
  const at = call.request.SendDate;
  return call.state === "scheduled" && at ? t("state_scheduled_for", { at }) : t(`state_${call.state}`);
}

/** A result in a few words. */
function resultText(result) {
  if (!result) return "";
  if (result.CallStatus !== "ANSWERED") return result.CallStatus === "" ? t("result_failed") : result.CallStatus;
  return [`${result.CallStatus} · ${result.CallDuration} s`, result.Ivr ? t("result_key", { key: result.Ivr }) : null]
    .filter(Boolean)
    .join(" · ");
}

/** Where the final callback stands: a pill, with a countdown that `tick` keeps running. */
export function callbackPill(entry) {
  const callback = finalCallback(entry);
  if (!callback) return h("span", { class: "faint" }, t("callback_none"));
  const made = callback.attempts.length;
  const under = callback.attempts.some((attempt) => attempt.ms === null);
  if (under) return h("span", { class: "pill sends" }, t("callback_under_way", { number: made }));
  if (callback.next_due) {
    return h(
      "span",
      { class: `pill ${hasFailed(entry) ? "warns" : "sends"}` },
      t("callback_due", { number: made + 1 }),
      " ",
      countdown(callback.next_due),
    );
  }
  if (callback.state === "pending")
    return h("span", { class: "pill waits" }, t(entry.settled ? "callback_never" : "callback_later"));
  const kind = { delivered: "good", exhausted: "fails", blocked: "fails", dropped: "waits" }[callback.state];
  const times = made > 1 ? ` ×${made}` : "";
  return h("span", { class: `pill ${kind}` }, t(`callback_${callback.state}`) + times);
}

/** A text that counts down to an instant of the sandbox's clock. @param {string} iso */
export const countdown = (iso) => h("span", { class: "countdown", "data-due": instant(iso) }, "…");

/** Why the scenario was chosen, in a sentence. */
export function whyChosen({ by, match }) {
  const globs = Object.entries(match)
    .map(([name, glob]) => `${name} ${glob}`)
    .join(", ");
  if (by === "default") return t("chosen_default");
  if (by === "armed") return globs ? t("chosen_armed_for", { globs }) : t("chosen_armed");
  return t("chosen_match", { globs });
}
