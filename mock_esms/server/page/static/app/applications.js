// What was applied for at eSMS, packages and templates: each is decided here by hand, or by itself when its time comes.

import { attemptsOf, table } from "./attempts.js";
import { button, folded, h, redraw } from "./dom.js";
import { attempt } from "./notices.js";
import { countdown } from "./summary.js";
import { clockOf } from "./times.js";
import { warningOf } from "./warnings.js";
import { t } from "./i18n.js";

/** The decided ones that are still shown. */
const MOST_DECIDED = 5;

export class Applications {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.list = h("ul");
    this.root = h(
      "section",
      { class: "applications", "aria-label": t("applications") },
      h("h2", null, t("applications")),
      this.list,
    );
  }

  update() {
    const shown = this.shown();
    this.root.hidden = shown.length === 0;
    folded(this.list, () => redraw(this.list, shown, () => shown.map((each) => this.line(each))));
  }

  /** What waits for a decision, the latest first, and the latest ones that are decided. */
  shown() {
    const all = [...this.app.applications.byId.values()].reverse();
    const decided = all.filter(({ decision }) => decision !== null);
    return [...all.filter(({ decision }) => decision === null), ...decided.slice(0, MOST_DECIDED)];
  }

  line(application) {
    const { service_preview_id: id, kind, operation, decision, due, received_at: at } = application;
    const decide = (how, text) =>
      button(t(text), () => attempt(() => this.app.api.post(`/applications/${id}/decide`, { decision: how })), {
        "data-name": `${how}-${id}`,
        "aria-label": t(`decide_${text}`, { id }),
      });
    return h(
      "li",
      null,
      h("time", { datetime: at }, clockOf(at)),
      h("strong", null, t(`applied_${kind.replace("-", "_")}`)),
      h("code", null, id),
      decision === null
        ? [
            h("span", { class: "faint" }, t("decided_by_itself"), " ", countdown(due)),
            decide("approved", "approve"),
            decide("refused", "refuse"),
          ]
        : h("span", { class: `pill ${decision === "approved" ? "good" : "fails"}` }, t(`decided_${decision}`)),
      h(
        "details",
        { "data-fold": id },
        h("summary", { "data-name": `application-${id}` }, t("details")),
        h("p", { class: "faint small" }, operation),
        application.warnings.map(warningOf),
        table(Object.entries(application.request)),
        application.callbacks.map((callback) => attemptsOf(callback, { ...application, sms_id: String(id) })),
      ),
    );
  }
}
