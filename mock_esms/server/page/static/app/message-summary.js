// A message in a few words: its lamp, and what became of it on each channel.

import { t } from "./i18n.js";

/** Whether nobody will ever report what became of it. */
export const isSilent = (message) => message.state === "sent" && message.settled;

/** The receivers of a leg, counted by outcome; `open` are those of whom nothing is reported yet. */
function outcomes(leg) {
  const counted = { delivered: 0, failed: 0, refused: 0, open: 0 };
  for (const { outcome } of leg.receivers) counted[outcome ?? "open"] += 1;
  return counted;
}

/** The colour of a message's lamp while it is on its way; null when that is over. */
export function toneOnItsWay(message) {
  if (message.state === "ended" || message.settled) return null;
  return message.state === "sent" ? "under-way" : "waits";
}

export const isDelivered = (message) => (message.result?.SendSuccess ?? 0) > 0;

/** Its state in words: what it waits for, or each channel with what became of it. */
export function messageState(message) {
  if (message.state === "approving") return t("state_approving");
  if (message.state === "waiting") {
    const at = message.request.SendDate;
    return at ? t("state_scheduled_for", { at }) : t("state_waiting");
  }
  return message.legs.map((leg) => legState(leg, isSilent(message))).join(" → ");
}

/** What became of a leg, in a few words. */
export function legState(leg, silent = false) {
  const channel = t(`kind_${leg.channel}`);
  const { delivered, failed, refused, open } = outcomes(leg);
  const all = leg.receivers.length;
  if (leg.sent_at === null && !refused) return t("leg_waiting", { channel });
  if (open === all) return t(silent ? "leg_silent" : "leg_sent", { channel });
  if (all > 1) return t("leg_counted", { channel, delivered, all });
  if (refused) return t("leg_refused", { channel });
  if (!failed) return t("leg_delivered", { channel });
  const { error } = leg.receivers[0];
  return error === null ? t("leg_failed", { channel }) : t("leg_failed_error", { channel, error });
}
