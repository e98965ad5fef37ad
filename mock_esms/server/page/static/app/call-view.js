// One call: what was asked for, what happened on the line, and every attempt of its callbacks.

import { callbacks, table } from "./attempts.js";
import { copyButton } from "./clipboard.js";
import { curlOfCall } from "./curl.js";
import { h, redraw } from "./dom.js";
import { CallActions } from "./call-actions.js";
import { possibleActions, stateText, tone, whyChosen } from "./summary.js";
import { exact } from "./times.js";
import { callTimeline } from "./call-timeline.js";
import { warningOf } from "./warnings.js";
import { t } from "./i18n.js";

export class CallView {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.actions = new CallActions(app);
    const part = (name) => h("div", { class: `part ${name}` });
    this.parts = {
      head: part("head"),
      line: part("line"),
      result: part("result"),
      callbacks: part("callbacks"),
      request: part("request"),
      raw: part("raw"),
    };
    const section = (title, ...content) => h("section", null, h("h3", null, title), content);
    this.title = h("h2", { tabIndex: -1 });
    this.lamp = h("span", { class: "lamp", "aria-hidden": "true" });
    this.gone = h("p", { class: "none", hidden: true }, t("call_unknown"));
    this.body = h(
      "div",
      { class: "call-body" },
      this.parts.head,
      this.actions.root,
      section(t("on_the_line"), this.parts.line, this.parts.result),
      section(t("callbacks"), this.parts.callbacks),
      section(t("request"), this.parts.request),
      section(t("json"), this.parts.raw),
    );
    this.root = h(
      "aside",
      {
        class: "call",
        "aria-label": t("call"),
        on: {
          keydown: (event) => {
            if (event.key === "Escape") app.address.set({ call: "" });
          },
        },
      },
      h(
        "header",
        null,
        h(
          "button",
          {
            type: "button",
            class: "quiet back",
            "aria-label": t("close_call"),
            "data-name": "close",
            on: { click: () => app.address.set({ call: "" }) },
          },
          h("span", { class: "wide-only" }, "×"),
          h("span", { class: "narrow-only" }, "←"),
        ),
        this.lamp,
        this.title,
      ),
      this.gone,
      this.body,
    );
  }

  /** Show a call, or nothing. @param {any} call  undefined while it is looked for, null when there is none */
  update(call) {
    this.gone.hidden = call !== null;
    this.body.hidden = !call;
    if (!call) {
      this.call = null;
      this.shown = null;
      this.root.className = "call";
      this.title.textContent = this.app.address.call ?? "";
      return;
    }
    this.root.className = `call ${tone(call)}`;
    if (this.shown !== call.sms_id) {
      this.shown = call.sms_id;
      this.root.scrollTop = 0;
    }
    this.title.textContent = call.request.Phone ?? call.sms_id;
    this.call = call;
    const { head, result, callbacks: attempts, request, raw } = this.parts;
    redraw(head, [call.sms_id, stateText(call), call.scenario, call.chosen], () => this.head(call));
    this.actions.update(call);
    this.draw();
    redraw(result, call.result, () => this.result(call));
    folded(attempts, () => redraw(attempts, [call.sms_id, call.callbacks], () => callbacks(call)));
    redraw(request, [call.sms_id], () => this.request(call));
    folded(raw, () => redraw(raw, call, () => this.raw(call)));
  }

  /** What moves with the clock. */
  draw() {
    if (!this.call) return;
    const now = this.app.clock.now();
    const { call } = this;
    const live = call.state !== "ended" && call.dials.length > 0;
    redraw(
      this.parts.line,
      [call.sms_id, call.dials, call.pressed, call.ended_at, live ? Math.floor(now / 500) : 0],
      () => callTimeline(call, now),
    );
  }

  head(call) {
    return [
      h("p", { class: "state" }, stateText(call), possibleActions(call).length ? ` · ${t("you_decide")}` : ""),
      h(
        "p",
        null,
        h(
          "button",
          {
            type: "button",
            class: "link",
            "data-name": "scenario",
            on: { click: () => this.app.address.set({ view: "scenarios", name: call.scenario, call: "" }) },
          },
          call.scenario,
        ),
        h("span", { class: "faint" }, ` — ${whyChosen(call.chosen)}`),
      ),
      h(
        "p",
        { class: "faint small" },
        `${call.operation} · ${exact(call.received_at)} · `,
        h("code", null, call.sms_id),
        " ",
        copyButton(t("copy_id"), () => call.sms_id),
      ),
    ];
  }

  result(call) {
    if (!call.result) return [];
    const names = ["CallStatus", "CallDuration", "Ivr", "Price", "SentResult", "CID"];
    return [h("p", { class: "result-line" }, names.map((name) => `${name}=${call.result[name]}`).join(" "))];
  }

  request(call) {
    return [
      call.warnings.map(warningOf),
      table(Object.entries(call.request)),
      h(
        "p",
        null,
        copyButton(t("copy_curl"), () => curlOfCall(call, location.origin, this.app.secretOf(call.request.ApiKey))),
        h("span", { class: "faint small" }, this.app.isBuiltIn(call.request.ApiKey) ? "" : t("secret_is_yours")),
      ),
    ];
  }

  raw(call) {
    const text = JSON.stringify(call, null, 2);
    return [
      h(
        "details",
        { "data-fold": "json" },
        h("summary", { "data-name": "json" }, t("show_json")),
        h("pre", { tabIndex: 0 }, text),
      ),
      copyButton(t("copy_json"), () => text),
    ];
  }
}

/** Draw anew, and leave open what was open. */
function folded(part, draw) {
  const open = new Set([...part.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold));
  draw();
  for (const fold of part.querySelectorAll("details")) fold.open = open.has(fold.dataset.fold);
}
