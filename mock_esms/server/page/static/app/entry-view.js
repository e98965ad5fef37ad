// One call or message: what was asked for, what became of it, and every attempt of its callbacks.

import { callbacks, table } from "./attempts.js";
import { callTimeline } from "./call-timeline.js";
import { copyButton } from "./clipboard.js";
import { curlOfEntry } from "./curl.js";
import { folded, h, redraw } from "./dom.js";
import { EntryActions } from "./entry-actions.js";
import { firstReceiver, isMessage, kindsOf } from "./entry-kinds.js";
import { kinds } from "./entry-list.js";
import { messageTimeline } from "./message-timeline.js";
import { possibleActions, stateText, tone, whyChosen } from "./summary.js";
import { exact } from "./times.js";
import { warningOf } from "./warnings.js";
import { t } from "./i18n.js";

/** What a result shows of itself, by the names of eSMS. */
const RESULT = {
  call: ["CallStatus", "CallDuration", "Ivr", "Price", "SentResult", "CID"],
  message: ["SendStatus", "SendSuccess", "SendFailed", "TotalReceiver", "TotalSent", "TotalPrice"],
};

export class EntryView {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.actions = new EntryActions(app);
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
    this.kinds = h("span");
    this.lamp = h("span", { class: "lamp", "aria-hidden": "true" });
    this.gone = h("p", { class: "none", hidden: true }, t("entry_unknown"));
    this.onTheLine = section("", this.parts.line, this.parts.result);
    this.body = h(
      "div",
      { class: "entry-body" },
      this.parts.head,
      this.actions.root,
      this.onTheLine,
      section(t("callbacks"), this.parts.callbacks),
      section(t("request"), this.parts.request),
      section(t("json"), this.parts.raw),
    );
    const close = () => app.address.set({ open: "" });
    this.root = h(
      "aside",
      { class: "opened", "aria-label": t("opened"), on: { keydown: (event) => event.key === "Escape" && close() } },
      h(
        "header",
        null,
        h(
          "button",
          {
            type: "button",
            class: "quiet back",
            "aria-label": t("close_entry"),
            "data-name": "close",
            on: { click: close },
          },
          h("span", { class: "wide-only" }, "×"),
          h("span", { class: "narrow-only" }, "←"),
        ),
        this.lamp,
        this.title,
        this.kinds,
      ),
      this.gone,
      this.body,
    );
  }

  /** Show a call or message, or nothing. @param {any} entry  undefined while it is looked for, null without one */
  update(entry) {
    this.gone.hidden = entry !== null;
    this.body.hidden = !entry;
    if (!entry) {
      this.entry = null;
      this.shown = null;
      this.root.className = "opened";
      this.title.textContent = this.app.address.open ?? "";
      redraw(this.kinds, null, () => []);
      return;
    }
    this.root.className = `opened ${tone(entry)}`;
    if (this.shown !== entry.sms_id) {
      this.shown = entry.sms_id;
      this.root.scrollTop = 0;
    }
    this.title.textContent = firstReceiver(entry) || entry.sms_id;
    this.onTheLine.firstChild.textContent = t(isMessage(entry) ? "on_its_way" : "on_the_line");
    this.entry = entry;
    redraw(this.kinds, kindsOf(entry), () => kinds(entry));
    const { head, result, callbacks: attempts, request, raw } = this.parts;
    redraw(head, [entry.sms_id, stateText(entry), entry.scenario, entry.chosen], () => this.head(entry));
    this.actions.update(entry);
    this.draw();
    redraw(result, entry.result, () => resultOf(entry));
    folded(attempts, () => redraw(attempts, [entry.sms_id, entry.callbacks, entry.settled], () => callbacks(entry)));
    redraw(request, [entry.sms_id], () => this.request(entry));
    folded(raw, () => redraw(raw, entry, () => rawOf(entry)));
  }

  /** What moves with the clock. */
  draw() {
    const { entry } = this;
    if (!entry) return;
    const now = this.app.clock.now();
    const moment = isMoving(entry) ? Math.floor(now / 500) : 0;
    if (isMessage(entry)) {
      redraw(this.parts.line, [entry.sms_id, entry.legs, entry.state, entry.settled, moment], () =>
        messageTimeline(this.app, entry, now),
      );
    } else {
      redraw(this.parts.line, [entry.sms_id, entry.dials, entry.pressed, entry.ended_at, entry.spoken, moment], () =>
        callTimeline(entry, now),
      );
    }
  }

  head(entry) {
    return [
      h("p", { class: "state" }, stateText(entry), possibleActions(entry).length ? ` · ${t("you_decide")}` : ""),
      h(
        "p",
        null,
        h(
          "button",
          {
            type: "button",
            class: "link",
            "data-name": "scenario",
            on: { click: () => this.app.address.set({ view: "scenarios", name: entry.scenario, open: "" }) },
          },
          entry.scenario,
        ),
        h("span", { class: "faint" }, ` — ${whyChosen(entry.chosen)}`),
      ),
      h(
        "p",
        { class: "faint small" },
        `${entry.operation} · ${exact(entry.received_at)} · `,
        h("code", null, entry.sms_id),
        " ",
        copyButton(t("copy_id"), () => entry.sms_id),
      ),
    ];
  }

  request(entry) {
    const secret = this.app.secretOf(entry.request.ApiKey);
    const curl = curlOfEntry(entry, location.origin, secret);
    return [
      entry.warnings.map(warningOf),
      table(Object.entries(entry.request)),
      curl === null
        ? null
        : h(
            "p",
            null,
            copyButton(t("copy_curl"), () => curl),
            h("span", { class: "faint small" }, this.app.isBuiltIn(entry.request.ApiKey) ? "" : t("secret_is_yours")),
          ),
    ];
  }
}

/** Whether its drawing grows with the clock. */
function isMoving(entry) {
  if (isMessage(entry)) return entry.state === "sent" && !entry.settled;
  return entry.state !== "ended" && entry.dials.length > 0;
}

function resultOf(entry) {
  if (!entry.result) return [];
  const names = RESULT[isMessage(entry) ? "message" : "call"];
  return [h("p", { class: "result-line" }, names.map((name) => `${name}=${entry.result[name]}`).join(" "))];
}

function rawOf(entry) {
  const text = JSON.stringify(entry, null, 2);
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
