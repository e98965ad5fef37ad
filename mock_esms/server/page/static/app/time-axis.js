// The axis below a drawing: a tick each so many seconds, counted from its beginning.

import { h } from "./dom.js";
import { duration, step } from "./times.js";

/** @param {number} start  in milliseconds @param {number} end */
export function axis(start, end) {
  return h(
    "div",
    { class: "axis", "aria-hidden": "true" },
    ticks(start, end).map((at) =>
      h(
        "span",
        { class: "tick", style: { left: `${((at - start) / (end - start)) * 100}%` } },
        at === start ? "0" : `+${duration(at - start)}`,
      ),
    ),
  );
}

function ticks(start, end) {
  const each = step(end - start);
  const found = [];
  // The last one would be cut off at the edge.
  for (let at = start; at <= end - (end - start) * 0.07; at += each) found.push(at);
  return found;
}
