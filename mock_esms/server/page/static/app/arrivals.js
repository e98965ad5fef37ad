// What became of a call or message for one person: it came, it did not, or it is still on its way.

import { isMessage, receiversOf } from "./entry-kinds.js";
import { isSilent } from "./message-summary.js";
import { instant } from "./times.js";

/**
 * One thing for a call, or for each channel of a message; `outcome` is `came`, `failed`, `refused`, `missed` (a call
 * that was not answered), `silent` (nobody reports it) or `coming`. `why` is Zalo's number or how the dial ended.
 * @typedef {{entry: any, kind: string, from: string, text: string, at: string, outcome: string, why: any}} Arrival
 */

/** What an entry is for a phone. @param {any} entry @param {string} phone @returns {Arrival[]} */
export const arrivalsOf = (entry, phone) => (isMessage(entry) ? ofMessage(entry, phone) : ofCall(entry, phone));

/** By receiver: when the latest thing happened to them, in milliseconds. @param {any} entry */
export function latestByReceiver(entry) {
  if (!isMessage(entry)) return new Map(receiversOf(entry).map((phone) => [phone, instant(momentOf(entry))]));
  const found = new Map();
  for (const leg of entry.legs)
    for (const { phone, at } of leg.receivers)
      found.set(phone, Math.max(found.get(phone) ?? 0, instant(at ?? leg.sent_at ?? entry.received_at)));
  return found;
}

function ofMessage(entry, phone) {
  return entry.legs.flatMap((leg) =>
    leg.receivers
      .filter((receiver) => receiver.phone === phone)
      .map(({ outcome, at, error }) => ({
        entry,
        kind: leg.channel,
        from: leg.from,
        text: leg.text,
        at: at ?? leg.sent_at ?? entry.received_at,
        outcome: outcome === "delivered" ? "came" : (outcome ?? (isSilent(entry) ? "silent" : "coming")),
        why: error,
      })),
  );
}

function ofCall(entry, phone) {
  if (!receiversOf(entry).includes(phone)) return [];
  const last = entry.dials.at(-1);
  const answered = last?.outcome === "answered";
  return [
    {
      entry,
      kind: "call",
      from: entry.result?.CID ?? "",
      text: entry.spoken ?? "",
      at: momentOf(entry),
      outcome: answered ? "came" : entry.state === "ended" ? "missed" : "coming",
      why: answered ? null : (last?.outcome ?? null),
    },
  ];
}

/** When a call was dialled last; one that was not yet, when it was placed. */
const momentOf = (call) => call.dials.at(-1)?.at ?? call.received_at;

/** The colour of what has not come. @param {string} outcome */
export const toneOf = (outcome) => (outcome === "coming" ? "sends" : outcome === "silent" ? "waits" : "fails");
