// The first visit: nothing has happened yet, and here is how something does.

import { copyButton } from "./clipboard.js";
import { button, h } from "./dom.js";
import { placeCall } from "./place-call.js";
import { sendMessage } from "./send-message.js";
import { LANGUAGES, snippet } from "./snippets.js";
import { t } from "./i18n.js";

export class Welcome {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.what = "call";
    this.language = "curl";
    this.code = h("pre", { class: "snippet", tabIndex: 0, id: "snippet", role: "tabpanel" });
    this.kinds = h(
      "div",
      { class: "buttons kinds", role: "group", "aria-label": t("welcome_kinds") },
      ["call", "sms"].map((what) => button(t(`welcome_${what}`), () => this.choose({ what }), { "data-what": what })),
    );
    this.tabs = h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": t("languages"), on: { keydown: (event) => this.key(event) } },
      Object.entries(LANGUAGES).map(([language, name]) =>
        h(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${language}`,
            "aria-controls": "snippet",
            "data-language": language,
            on: { click: () => this.choose({ language }) },
          },
          name,
        ),
      ),
    );
    this.secret = h("p", { class: "faint small" }, t("secret_is_yours"));
    this.refused = h("div", { class: "refused", role: "status" });
    this.root = h(
      "section",
      { class: "welcome", "aria-label": t("welcome") },
      h(
        "div",
        { class: "welcome-head" },
        h("span", { class: "big-lamp", "aria-hidden": "true" }),
        h("div", null, h("h1", null, t("welcome_title")), h("p", null, t("welcome_why"))),
      ),
      this.kinds,
      this.tabs,
      h(
        "div",
        { class: "snippet-frame" },
        this.code,
        copyButton(t("copy"), () => this.code.textContent),
      ),
      this.secret,
      h("p", { class: "waiting", role: "status" }, t("welcome_waits")),
      this.refused,
      h(
        "div",
        { class: "buttons" },
        button(t("place_call"), () => placeCall(app), { class: "main" }),
        button(t("send_message"), () => sendMessage(app)),
        button(t("look_at_scenarios"), () => app.address.set({ view: "scenarios" })),
      ),
    );
  }

  choose({ what = this.what, language = this.language }) {
    this.what = what;
    this.language = language;
    this.update();
  }

  key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const languages = Object.keys(LANGUAGES);
    this.choose({ language: languages.at((languages.indexOf(this.language) + by) % languages.length) });
    this.tabs.querySelector("[aria-selected=true]").focus();
  }

  update() {
    const [account] = this.app.accounts;
    const key = account?.api_key ?? "test-api-key";
    this.secret.hidden = this.app.isBuiltIn(key);
    const here = { url: location.origin, key, secret: this.app.secretOf(key) };
    this.code.textContent = snippet(this.what, this.language, here);
    for (const kind of this.kinds.children) {
      kind.setAttribute("aria-pressed", String(kind.dataset.what === this.what));
    }
    this.code.setAttribute("aria-labelledby", `tab-${this.language}`);
    for (const tab of this.tabs.children) {
      const chosen = tab.dataset.language === this.language;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
  }

  /**
   * A request that made no call is the first thing that a newcomer wants explained.
   * @param {{kind: string, data: any}} event
   */
  onEvent({ kind, data }) {
    if (kind !== "request" || data.request.code === "100") return;
    const { status, code, operation, path } = data.request;
    this.refused.replaceChildren(
      h(
        "p",
        { class: "warning" },
        t("came_and_was_refused", { what: operation ?? path, answer: [status, code].filter(Boolean).join(" · ") }),
        " ",
        button(t("look_at_requests"), () => this.app.address.set({ view: "requests" }), { class: "link" }),
      ),
    );
  }
}
