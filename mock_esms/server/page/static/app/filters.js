// Which calls and messages are meant by the filters.

import { isMessage, kindsOf, receiversOf } from "./entry-kinds.js";
import { national } from "./phone-number.js";

/** Whether an attempt has failed, or a callback will never arrive. @param {any} entry */
export const hasFailed = (entry) =>
  entry.callbacks.some(
    (callback) =>
      callback.state === "exhausted" ||
      callback.state === "blocked" ||
      callback.attempts.some((attempt) => attempt.ms !== null && !attempt.acknowledged),
  );

/** By entry: what is searched in it. An entry that changes is another object. */
const searched = new WeakMap();

function textsOf(entry) {
  const known = searched.get(entry);
  if (known !== undefined) return known;
  const { Phone = "", RequestId = "", Data = "" } = entry.request;
  const said = isMessage(entry) ? [Data, ...entry.legs.map((leg) => leg.text)] : [entry.spoken ?? ""];
  const texts = [entry.sms_id, Phone, ...receiversOf(entry), RequestId, ...said].join("\n").toLowerCase();
  searched.set(entry, texts);
  return texts;
}

/**
 * @param {any} filters  texts by name: q, kind, state, scenario, failed; an empty one fits all
 * @returns {(entry: any) => boolean}
 */
export function fitting({ q, kind, state, scenario, failed }) {
  const wanted = q.trim().toLowerCase();
  const digits = national(wanted);
  return (entry) => {
    if (kind && !kindsOf(entry).includes(kind)) return false;
    if (state && entry.state !== state) return false;
    if (scenario && entry.scenario !== scenario) return false;
    if (failed && !hasFailed(entry)) return false;
    if (!wanted) return true;
    const texts = textsOf(entry);
    return texts.includes(wanted) || (digits !== "" && texts.includes(digits));
  };
}
