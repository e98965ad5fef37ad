// A message, drawn to scale: each channel from its sending until it is known what became of every receiver.

import { copyButton } from "./clipboard.js";
import { button, h } from "./dom.js";
import { isSilent, legState } from "./message-summary.js";
import { clockBeside, clockOf, duration, instant } from "./times.js";
import { axis } from "./time-axis.js";
import { count, t } from "./i18n.js";

/** More receivers than this are counted, and not listed. */
const MOST = 100;

/** The drawing, and each leg in words. @param {import("./app-state.js").AppState} app */
export function messageTimeline(app, message, now) {
  const sent = message.legs.filter((leg) => leg.sent_at !== null);
  return [
    sent.length ? drawing(message, sent, now) : null,
    h(
      "ol",
      { class: "channels" },
      message.legs.map((leg) => channel(app, message, leg)),
    ),
  ];
}

function drawing(message, legs, now) {
  const start = instant(legs[0].sent_at);
  const lanes = legs.map((leg, index) => ({ leg, ...span(message, leg, legs[index + 1], now) }));
  const end = Math.max(...lanes.map(({ until }) => until), start + 1000);
  const place = (ms) => `${((ms - start) / (end - start)) * 100}%`;
  return h(
    "div",
    null,
    h(
      "div",
      { class: "lanes", role: "img", "aria-label": t("legs_label", { number: legs.length }) },
      lanes.map(({ leg, from, until, open }) =>
        h(
          "div",
          { class: "lane" },
          h("span", { class: "lane-name" }, t(`kind_${leg.channel}`)),
          h(
            "span",
            { class: "lane-track" },
            h("span", {
              class: `on-its-way ${leg.channel} ${open ? "open" : ""}`,
              style: { left: place(from), width: `calc(${place(until)} - ${place(from)})` },
            }),
            marks(leg).map(([at, outcome]) => h("span", { class: `mark ${outcome}`, style: { left: place(at) } })),
          ),
        ),
      ),
    ),
    h("div", { class: "lane axis-lane", "aria-hidden": "true" }, h("span"), axis(start, end)),
  );
}

/** From when until when a leg was on its way; `open` while it still is. */
function span(message, leg, next, now) {
  const from = instant(leg.sent_at);
  const reported = leg.receivers.filter(({ at }) => at !== null).map(({ at }) => instant(at));
  const open = reported.length < leg.receivers.length && !next;
  const last = Math.max(from, ...reported);
  return { from, until: open && !isSilent(message) ? Math.max(last, now) : last, open };
}

/** The moments at which receivers were reported: one mark for all of an instant that went alike. */
function marks(leg) {
  const found = new Map();
  for (const { at, outcome } of leg.receivers) if (at !== null) found.set(`${at} ${outcome}`, [instant(at), outcome]);
  return [...found.values()].slice(0, MOST);
}

/** One channel in words: who sent what, and what became of it. */
function channel(app, message, leg) {
  const { receivers } = leg;
  const silent = isSilent(message);
  return h(
    "li",
    null,
    h(
      "p",
      null,
      h("strong", null, legState(leg, silent)),
      leg.sent_at === null
        ? null
        : [" · ", h("span", { class: "faint" }, t("sent_at", { at: clockBeside(leg.sent_at, message.received_at) }))],
    ),
    h(
      "p",
      { class: "faint small" },
      t("from_sender", { sender: leg.from }),
      leg.template ? ` · ${t("template_of", { template: leg.template })}` : "",
    ),
    leg.text ? h("blockquote", { class: `said ${leg.channel}` }, leg.text) : null,
    leg.code
      ? h(
          "p",
          null,
          t("code"),
          " ",
          h("code", { class: "code-said" }, leg.code),
          " ",
          copyButton(t("copy_code"), () => leg.code, { "data-name": `code-${leg.channel}` }),
        )
      : null,
    h(
      "ul",
      { class: "receivers" },
      receivers.slice(0, MOST).map((receiver) => line(app, leg, receiver, silent)),
      receivers.length > MOST
        ? h("li", { class: "faint" }, t("and_more", { number: count(receivers.length - MOST) }))
        : null,
    ),
  );
}

/** One receiver: the phone, its network, what became of it, and when. */
function line(app, leg, { phone, network, outcome, at, error }, silent) {
  const name = `${leg.channel}-${phone}`;
  const open = leg.sent_at === null ? "waits" : silent ? "silent" : "sent";
  const tone =
    { delivered: "good", failed: "fails", refused: "fails" }[outcome] ?? (open === "sent" ? "sends" : "waits");
  return h(
    "li",
    null,
    button(phone, () => app.address.set({ view: "phones", phone, open: "" }), {
      class: "link number",
      "data-name": name,
      "aria-label": t("phone_of", { phone }),
    }),
    h("span", { class: "faint" }, network),
    h("span", { class: `pill ${tone}` }, t(`outcome_of_${outcome ?? open}`)),
    error === null ? null : h("code", null, t("zalo_error", { error })),
    at === null
      ? null
      : h(
          "span",
          { class: "faint" },
          leg.sent_at === null ? clockOf(at) : `+${duration(instant(at) - instant(leg.sent_at))}`,
        ),
  );
}
