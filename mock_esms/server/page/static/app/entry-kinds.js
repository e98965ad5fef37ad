// The two kinds of entries, calls and messages: what they have in common, under one name each.

import { national } from "./phone-number.js";

/** The address that lists each kind; one entry of it is below. */
export const LISTS = { calls: "/calls", messages: "/messages" };

export const isMessage = (entry) => "legs" in entry;

/** The address of one entry. */
export const addressOf = (entry) =>
  `${isMessage(entry) ? LISTS.messages : LISTS.calls}/${encodeURIComponent(entry.sms_id)}`;

/** What it came by, in order: `call`, or the channels of a message that have had their turn. */
export const kindsOf = (entry) => (isMessage(entry) ? entry.legs.map((leg) => leg.channel) : ["call"]);

/** Whom it is for: phones in national form; what is no phone, a Zalo user id, as it came. */
export const receiversOf = (entry) =>
  isMessage(entry) ? entry.legs[0].receivers.map(({ phone }) => phone) : [national(entry.request.Phone ?? "")];

/** The first receiver, as the request has it. */
export const firstReceiver = (entry) => entry.request.Phone ?? receiversOf(entry)[0] ?? "";
