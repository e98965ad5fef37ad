// The sandbox's clock as the page knows it: what time it is there, whatever the browser's own clock says.

import { instant } from "./times.js";

export class SandboxClock {
  constructor() {
    this.known = false;
    this.mode = "real";
    this.speed = 1;
    this.rate = 0;
    this.nextDue = null;
    this.pending = 0;
    this.base = 0;
    this.readAt = 0;
  }

  /** Take over what `GET /_mock/clock` says. */
  set(state) {
    this.known = true;
    this.mode = state.mode;
    this.speed = state.speed;
    this.rate = state.rate;
    this.nextDue = state.next_due === null ? null : instant(state.next_due);
    this.pending = state.pending;
    this.move(instant(state.now));
  }

  /** It is this late at least: an event said so. @param {number} ms */
  atLeast(ms) {
    if (ms > this.now()) this.move(ms);
  }

  move(ms) {
    this.base = ms;
    this.readAt = performance.now();
  }

  /** The present instant, in milliseconds. */
  now() {
    return this.base + (performance.now() - this.readAt) * this.rate;
  }
}
