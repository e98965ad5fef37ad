// The field below a phone: its owner writes to a shortcode of an account, and the account's application answers.

import { h } from "./dom.js";
import { attempt } from "./notices.js";
import { t } from "./i18n.js";

export class ShortcodeForm {
  /** @param {import("./app-state.js").AppState} app @param {() => string} phone  whose phone it is */
  constructor(app, phone) {
    this.app = app;
    this.phone = phone;
    this.to = h("select", { name: "to", "aria-label": t("shortcode"), on: { change: () => this.begin() } });
    this.content = h("input", {
      name: "content",
      "aria-label": t("write_to_shortcode"),
      placeholder: t("write_to_shortcode"),
      autocomplete: "off",
      required: true,
    });
    this.button = h("button", { type: "submit", class: "main" }, t("send"));
    this.root = h(
      "form",
      { class: "shortcode-form", on: { submit: (event) => this.send(event) } },
      this.to,
      this.content,
      this.button,
    );
  }

  /** Every shortcode of every account; two of one number differ by their keyword. */
  get shortcodes() {
    return this.app.accounts.flatMap((account) =>
      account.shortcodes.map(({ number, keyword }) => ({ number, keyword, key: account.api_key })),
    );
  }

  update() {
    const { shortcodes } = this;
    this.root.hidden = shortcodes.length === 0;
    const shown = JSON.stringify(shortcodes);
    if (this.shown === shown) return;
    this.shown = shown;
    this.to.replaceChildren(
      ...shortcodes.map(({ number, keyword }, index) =>
        h("option", { value: String(index) }, keyword ? `${number} ${keyword}` : number),
      ),
    );
    this.begin();
  }

  /** A message begins with the keyword of its shortcode. */
  begin() {
    const { keyword = "" } = this.shortcodes[Number(this.to.value)] ?? {};
    this.content.value = keyword && `${keyword} `;
  }

  async send(event) {
    event.preventDefault();
    const chosen = this.shortcodes[Number(this.to.value)];
    if (!chosen || this.button.getAttribute("aria-busy") === "true") return;
    this.button.setAttribute("aria-busy", "true");
    const body = { from: this.phone(), to: chosen.number, content: this.content.value, api_key: chosen.key };
    const done = await attempt(() => this.app.api.post("/inbound", body));
    this.button.removeAttribute("aria-busy");
    if (done !== undefined) this.begin();
  }
}
