// What can be done to a call: its callback now, again, or never.

import { button, h } from "./dom.js";
import { attempt } from "./notices.js";
import { finalCallback } from "./summary.js";
import { t } from "./i18n.js";

export class CallActions {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    const doing = (deed, said) =>
      button(
        t(deed),
        () => attempt(() => app.api.post(`/calls/${encodeURIComponent(this.call.sms_id)}/${deed}`), said && t(said)),
        { "data-name": deed },
      );
    this.redeliver = doing("redeliver", "redelivered");
    this.retry = doing("retry", "retried");
    this.giveUp = doing("give_up", "given_up");
    this.again = button(t("arm_for_phone"), () => app.arm({ phone: this.call.request.Phone }), { "data-name": "arm" });
    this.root = h(
      "div",
      { class: "actions", role: "group", "aria-label": t("actions") },
      this.redeliver,
      this.retry,
      this.giveUp,
      this.again,
    );
  }

  update(call) {
    this.call = call;
    const callback = finalCallback(call);
    const due = call.callbacks.some((each) => each.next_due !== null);
    this.redeliver.hidden = !callback || call.state !== "ended";
    this.retry.hidden = !due;
    this.giveUp.hidden = !due;
  }
}
