// The sandbox's clock: what time it is there, what is due next, and everything that moves it.

import { button, choice, field, h } from "./dom.js";
import { attempt } from "./notices.js";
import { dateTime, duration } from "./times.js";
import { count, t } from "./i18n.js";

const MODES = ["real", "auto", "manual"];
const SPEEDS = [1, 2, 5, 10, 60, 600, 3600];
const STEPS = ["1s", "10s", "1m", "5m", "1h", "1d"];

export class ClockBar {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.digits = h("time", { class: "digits", "aria-label": t("sandbox_time") }, "--:--:--");
    this.date = h("span", { class: "date" });
    this.due = h("span", { class: "due" });
    this.mode = choice(
      MODES.map((mode) => [mode, t(`mode_${mode}`)]),
      "real",
      { name: "mode", on: { change: () => this.set({ mode: this.mode.value }) } },
    );
    this.speed = h("select", { name: "speed", on: { change: () => this.set({ speed: Number(this.speed.value) }) } });
    this.speedField = field(t("speed"), this.speed);
    this.pause = button(t("pause"), () => this.set({ mode: "manual" }), { "data-name": "pause" });
    /** The mode in which it ran before it was paused. */
    this.ran = "real";
    this.resume = button(t("resume"), () => this.set({ mode: this.ran }), { "data-name": "resume" });
    this.by = h("input", {
      name: "by",
      value: "1m",
      list: "steps",
      size: "6",
      autocomplete: "off",
      "aria-label": t("advance_by"),
      on: {
        keydown: (event) => {
          if (event.key === "Enter") this.advance.click();
        },
      },
    });
    this.advance = button(t("advance"), () => this.move({ by: this.by.value.trim() }), { "data-name": "advance" });
    this.idle = button(t("until_idle"), () => this.move({ until: "idle" }), { "data-name": "idle" });
    this.controls = h(
      "div",
      { class: "clock-controls" },
      field(t("mode"), this.mode),
      this.speedField,
      this.pause,
      this.resume,
      h(
        "span",
        { class: "joined" },
        this.by,
        h(
          "datalist",
          { id: "steps" },
          STEPS.map((value) => h("option", { value })),
        ),
        this.advance,
      ),
      this.idle,
    );
    this.root = h(
      "section",
      { class: "clock-bar", "aria-label": t("clock") },
      h("div", { class: "display" }, this.date, this.digits, this.due),
      h(
        "details",
        { class: "clock-fold", open: innerWidth > 620 },
        h("summary", null, t("clock_controls")),
        this.controls,
      ),
    );
  }

  /** @param {Object<string, any>} changes */
  async set(changes) {
    const state = await attempt(() => this.app.api.put("/clock", changes));
    if (state) this.app.clock.set(state);
    this.update();
  }

  async move(how) {
    const state = await attempt(() => this.app.api.post("/clock/advance", how));
    if (state) this.app.clock.set(state);
    this.update();
  }

  update() {
    const { clock } = this.app;
    if (document.activeElement !== this.mode) this.mode.value = clock.mode;
    if (clock.known && clock.mode !== "manual") this.ran = clock.mode;
    this.speedField.hidden = clock.mode !== "real";
    this.pause.hidden = clock.mode === "manual";
    this.resume.hidden = clock.mode !== "manual";
    const speeds = [...new Set([...SPEEDS, clock.speed])].sort((one, other) => one - other);
    if (this.offered !== speeds.join()) {
      this.offered = speeds.join();
      this.speed.replaceChildren(...speeds.map((speed) => h("option", { value: speed }, `${speed}×`)));
    }
    if (document.activeElement !== this.speed) this.speed.value = String(clock.speed);
    this.root.classList.toggle("stands", clock.known && clock.rate === 0);
    this.tick();
  }

  tick() {
    const { clock } = this.app;
    if (!clock.known) return;
    const now = clock.now();
    const [date, time] = dateTime(now).split(" ");
    if (this.digits.textContent !== time) this.digits.textContent = time;
    if (this.date.textContent !== date) this.date.textContent = date;
    const due = this.dueText(now);
    if (this.due.textContent !== due) this.due.textContent = due;
  }

  dueText(now) {
    const { clock } = this.app;
    if (clock.nextDue === null) return t("nothing_due");
    return t("next_due", {
      time: duration(Math.max(0, Math.ceil((clock.nextDue - now) / 1000) * 1000)) || "0s",
      number: count(clock.pending),
    });
  }
}
