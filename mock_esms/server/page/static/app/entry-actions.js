// What can be done to a call or message: its callback now, again, or never; and what its phone got.

import { button, choice, h } from "./dom.js";
import { addressOf, firstReceiver, isMessage, receiversOf } from "./entry-kinds.js";
import { attempt } from "./notices.js";
import { t } from "./i18n.js";

export class EntryActions {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    const doing = (deed, said) =>
      button(t(deed), () => attempt(() => app.api.post(`${addressOf(this.entry)}/${deed}`, this.chosen()), t(said)), {
        "data-name": deed,
      });
    /** Which of two channels is meant; there is nothing to choose where only one has a callback. */
    this.channel = h("select", { "aria-label": t("channel"), on: { change: () => this.offer() } });
    this.redeliver = doing("redeliver", "redelivered");
    this.retry = doing("retry", "retried");
    this.giveUp = doing("give_up", "given_up");
    this.again = button(t("arm_for_phone"), () => app.arm({ phone: firstReceiver(this.entry) }), {
      "data-name": "arm",
    });
    this.phone = button(
      t("look_at_phone"),
      () => app.address.set({ view: "phones", phone: receiversOf(this.entry)[0], open: "" }),
      { "data-name": "phone" },
    );
    this.root = h(
      "div",
      { class: "actions", role: "group", "aria-label": t("actions") },
      this.channel,
      this.redeliver,
      this.retry,
      this.giveUp,
      this.again,
      this.phone,
    );
  }

  update(entry) {
    if (this.entry?.sms_id !== entry.sms_id) this.shown = "";
    this.entry = entry;
    this.offerChannels();
    this.offer();
  }

  /** The channels that have a callback; the last one is meant until another is chosen. */
  offerChannels() {
    const { entry } = this;
    const channels = isMessage(entry) ? [...new Set(entry.callbacks.map(({ channel }) => channel))] : [];
    this.channel.hidden = channels.length < 2;
    const shown = channels.join();
    if (this.shown === shown) return;
    this.shown = shown;
    const options = choice(
      channels.map((channel) => [channel, t(`kind_${channel}`)]),
      channels.at(-1),
    );
    this.channel.replaceChildren(...options.children);
  }

  chosen() {
    return this.channel.hidden ? {} : { channel: this.channel.value };
  }

  /** What the callbacks that are meant allow. */
  offer() {
    const { channel: meant } = this.chosen();
    const callbacks = this.entry.callbacks.filter(({ channel }) => meant === undefined || channel === meant);
    const due = callbacks.some((each) => each.next_due !== null);
    const reported = this.entry.state === "ended" || (callbacks.at(-1)?.attempts.length ?? 0) > 0;
    this.redeliver.hidden = !callbacks.length || !reported || (!isMessage(this.entry) && this.entry.state !== "ended");
    this.retry.hidden = !due;
    this.giveUp.hidden = !due;
    this.again.hidden = firstReceiver(this.entry) === "";
    this.phone.hidden = this.again.hidden;
  }
}
