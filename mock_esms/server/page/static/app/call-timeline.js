// A call, drawn to scale: each dial as it rang, the talk, and the key at the moment when it was pressed.

import { h } from "./dom.js";
import { axis } from "./time-axis.js";
import { clockBeside, clockOf, duration, instant } from "./times.js";
import { t } from "./i18n.js";

/** The part of the whole below which a ring has no room for its number. */
const NARROW = 0.06;

/** What there is to draw, in milliseconds. @param {any} call @param {number} now */
function segments(call, now) {
  const drawn = [];
  for (const dial of call.dials) {
    const from = instant(dial.at);
    const until = dial.ring === null ? Math.max(now, from) : from + dial.ring * 1000;
    drawn.push({ kind: "ring", dial, from, until });
    if (dial.outcome === "answered") {
      const end = call.ended_at === null ? Math.max(now, until) : instant(call.ended_at);
      drawn.push({ kind: "talk", dial, from: until, until: end });
    }
  }
  return drawn;
}

/** The drawing. @param {any} call @param {number} now  the sandbox's time */
export function callTimeline(call, now) {
  const drawn = segments(call, now);
  if (!drawn.length) return [h("p", { class: "faint" }, t("not_dialled_yet"))];
  const start = drawn[0].from;
  const end = Math.max(...drawn.map((segment) => segment.until), start + 1000);
  const place = (ms) => `${((ms - start) / (end - start)) * 100}%`;
  const bar = ({ kind, dial, from, until }) =>
    h(
      "span",
      {
        class: `segment ${kind} ${dial.outcome ?? "open"}`,
        title: segmentText(kind, dial, until - from),
        style: { left: place(from), width: `calc(${place(until)} - ${place(from)})` },
      },
      kind === "ring" && until - from > (end - start) * NARROW
        ? h("span", { class: "dial-number" }, dial.number)
        : null,
    );
  const key = call.pressed
    ? h(
        "span",
        {
          class: "key",
          title: t("key_at", { key: call.pressed.key, at: clockOf(call.pressed.at) }),
          style: { left: place(instant(call.pressed.at)) },
        },
        call.pressed.key,
      )
    : null;
  return [
    h(
      "div",
      { class: "timeline", role: "img", "aria-label": label(call) },
      h("span", { class: "wire" }),
      drawn.map(bar),
      key,
    ),
    axis(start, end),
    h(
      "ol",
      { class: "dials" },
      call.dials.map((dial) => dialled(call, dial, drawn)),
    ),
    call.spoken ? h("blockquote", { class: "said call" }, call.spoken) : null,
  ];
}

/** One dial in words. */
function dialled(call, dial, drawn) {
  const talk = drawn.find((segment) => segment.kind === "talk" && segment.dial === dial);
  const ring = drawn.find((segment) => segment.kind === "ring" && segment.dial === dial);
  return h(
    "li",
    { class: dial.outcome ?? "open" },
    h("time", { datetime: dial.at }, clockBeside(dial.at, call.received_at)),
    " ",
    h("strong", null, t("dial", { number: dial.number })),
    " ",
    dial.waited ? `${t("waited_for_line", { time: duration(dial.waited * 1000) })}, ` : "",
    segmentText("ring", dial, ring.until - ring.from),
    talk ? `, ${t("talk_for", { time: duration(talk.until - talk.from) })}` : "",
    talk && call.pressed ? `, ${t("key_at", { key: call.pressed.key, at: clockOf(call.pressed.at) })}` : "",
  );
}

function segmentText(kind, dial, length) {
  if (kind === "talk") return t("talk_for", { time: duration(length) });
  return t(`outcome_${dial.outcome ?? "open"}`, { time: duration(length) });
}

function label(call) {
  return t("timeline_label", { dials: call.dials.length });
}
