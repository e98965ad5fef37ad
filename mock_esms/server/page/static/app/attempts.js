// The callbacks of a call or message, attempt by attempt: when, what came back, how long it took, and the address.

import { copyButton } from "./clipboard.js";
import { h } from "./dom.js";
import { curlOf } from "./curl.js";
import { countdown } from "./summary.js";
import { clockBeside, duration, exact, instant } from "./times.js";
import { t } from "./i18n.js";
import { answered, sent, waterfall } from "./wire-record.js";

/** Every callback of a call or message. @param {any} entry */
export function callbacks(entry) {
  if (!entry.callbacks.length) return [h("p", { class: "faint" }, t("no_callback_url"))];
  return entry.callbacks.map((callback) =>
    h(
      "div",
      { class: "callback" },
      h(
        "p",
        { class: "callback-head" },
        callback.channel
          ? [h("span", { class: `kind ${callback.channel}` }, t(`kind_${callback.channel}`)), " "]
          : null,
        h(
          "strong",
          null,
          t(isFinal(callback) ? "callback_final" : "callback_progress", { status: callback.send_status }),
        ),
        " ",
        statePill(callback, entry),
      ),
      attemptsOf(callback, entry),
    ),
  );
}

/** The attempts of one callback, and when the next is due. @param {any} callback @param {any} entry */
export function attemptsOf(callback, entry) {
  return h(
    "ol",
    { class: "attempts" },
    callback.attempts.map((attempt, index) => made(attempt, callback.attempts[index - 1], callback, entry)),
    callback.next_due
      ? h(
          "li",
          { class: "attempt due" },
          h("span", { class: "dot" }),
          t("attempt", { number: callback.attempts.length + 1 }),
          " ",
          countdown(callback.next_due),
          " ",
          h("span", { class: "faint" }, t("due_at", { at: clockBeside(callback.next_due, entry.received_at) })),
        )
      : null,
  );
}

/** Whether it reports the end: 5, or 4 for an advertisement that is not approved. */
const isFinal = ({ send_status: status }) => status === 5 || status === 4;

function statePill(callback, entry) {
  if (callback.state === "pending" && !callback.attempts.length) {
    const later = entry.settled ? "callback_never" : "callback_later";
    return h("span", { class: "pill waits" }, t(callback.next_due ? "callback_state_unsent" : later));
  }
  const tone = { delivered: "good", exhausted: "fails", blocked: "fails", dropped: "waits", pending: "sends" }[
    callback.state
  ];
  return h("span", { class: `pill ${tone}` }, t(`callback_state_${callback.state}`));
}

/** One attempt, folded up; advice that the one before it had as well is not repeated. */
function made(attempt, before, callback, entry) {
  const tone = attempt.ms === null ? "sends" : attempt.acknowledged ? "good" : "fails";
  const since = before ? `+${duration(instant(attempt.at) - instant(before.at))}` : "";
  const name = `attempt-${entry.sms_id}-${callback.channel ?? ""}-${callback.send_status}-${attempt.number}`;
  return h(
    "li",
    { class: `attempt ${tone}` },
    h("span", { class: "dot" }),
    h(
      "details",
      { "data-fold": name },
      h(
        "summary",
        { "data-name": name },
        h("strong", null, t("attempt", { number: attempt.number })),
        " ",
        h("span", { class: `pill ${tone}` }, outcome(attempt)),
        " ",
        h("time", { datetime: attempt.at }, clockBeside(attempt.at, entry.received_at)),
        " ",
        h("span", { class: "faint" }, [since, took(attempt)].filter(Boolean).join(" · ")),
      ),
      inside(attempt),
    ),
    attempt.detail ? h("p", { class: "detail" }, attempt.detail) : null,
    attempt.advice && attempt.advice !== before?.advice ? h("p", { class: "advice" }, attempt.advice) : null,
  );
}

/** How long it took; a receiver on the same machine needs less than a millisecond. */
function took({ ms }) {
  return ms === null ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** The status or the error in a word. */
function outcome(attempt) {
  if (attempt.ms === null) return t("under_way");
  return attempt.error ?? String(attempt.status);
}

function inside(attempt) {
  const { base, query } = taken(attempt.url);
  return h(
    "div",
    { class: "inside" },
    h(
      "p",
      null,
      h("span", { class: "faint" }, exact(attempt.at)),
      " ",
      copyButton(t("copy_curl"), () => curlOf(attempt.url)),
    ),
    h("p", { class: "address" }, `${attempt.request?.method ?? ""} `, h("code", null, base)),
    table(query),
    sent(attempt),
    attempt.hops.map((hop) => h("p", { class: "address" }, `${hop.status} → `, h("code", null, hop.url))),
    h("p", { class: "faint" }, t("answer_of_receiver")),
    answered(attempt),
    h("pre", { tabIndex: 0 }, attempt.answer || t("answer_empty")),
    waterfall(attempt),
  );
}

/** Names and values in two columns. @param {Array<[string, string]>} pairs */
export function table(pairs) {
  return h(
    "dl",
    { class: "pairs" },
    pairs.map(([name, value]) => [
      h("dt", null, name),
      h("dd", null, value === "" ? h("i", { class: "faint" }, t("empty")) : value),
    ]),
  );
}

/** An address without its query, and the query's names and values. @param {string} url */
export function taken(url) {
  const mark = url.indexOf("?");
  if (mark < 0) return { base: url, query: [] };
  return { base: url.slice(0, mark), query: [...new URLSearchParams(url.slice(mark + 1).replaceAll("+", "%2B"))] };
}
