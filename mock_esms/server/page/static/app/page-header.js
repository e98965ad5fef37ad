// The header: where one is, whether the sandbox is connected, and what concerns the whole page.

import { button, choice, h } from "./dom.js";
import { VIEWS } from "./address.js";
import { persistent } from "./browser-storage.js";
import { reset } from "./action-dialogs.js";
import { placeCall } from "./place-call.js";
import { sendMessage } from "./send-message.js";
import { LANGUAGES, pageLanguage, setLanguage, t } from "./i18n.js";

const THEME = "mock-esms-theme";
const THEMES = ["system", "light", "dark"];

export class PageHeader {
  /**
   * @param {import("./app-state.js").AppState} app
   * @param {() => void} rebuild  makes the page anew, in another language
   */
  constructor(app, rebuild) {
    this.app = app;
    this.links = VIEWS.map((view) =>
      h(
        "a",
        { href: app.address.of(view), "data-view": view, on: { click: (event) => this.go(event, view) } },
        t(view),
      ),
    );
    /** Who uses the keyboard should not have to go through everything while it rings. */
    this.toPhone = h("a", { class: "skip", href: "#phones" }, t("skip_to_phone"));
    this.connection = h("span", { class: "connection", role: "status" });
    const language = choice(
      Object.keys(LANGUAGES).map((tag) => [tag, tag.toUpperCase()]),
      pageLanguage(),
      {
        "aria-label": t("language"),
        class: "quiet",
        on: {
          change: () => {
            setLanguage(language.value);
            rebuild();
          },
        },
      },
    );
    const theme = choice(
      THEMES.map((name) => [name, t(`theme_${name}`)]),
      chosenTheme(),
      { "aria-label": t("theme"), class: "quiet", on: { change: () => setTheme(theme.value) } },
    );
    setTheme(chosenTheme());
    this.root = h(
      "header",
      { class: "page-header" },
      h("a", { class: "skip", href: "#main" }, t("skip")),
      this.toPhone,
      h(
        "a",
        { class: "brand", href: app.address.of("all"), on: { click: (event) => this.go(event, "all") } },
        h("img", { src: "assets/icon.svg", alt: "", width: 22, height: 22 }),
        "mock-esms",
      ),
      h("nav", { "aria-label": t("views") }, this.links),
      this.connection,
      h(
        "div",
        { class: "tools" },
        button(t("place_call"), () => placeCall(app), { class: "main" }),
        button(t("send_message"), () => sendMessage(app), { class: "main" }),
        button(t("reset"), () => reset(app)),
        language,
        theme,
      ),
    );
  }

  go(event, view) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.app.address.set({ view: view === "all" ? "" : view, open: "", name: "", phone: "" });
  }

  /** @param {any} ringing  the call that rings, if one does: the tab tells it as well */
  update(ringing) {
    this.toPhone.hidden = !ringing;
    for (const link of this.links) {
      if (link.dataset.view === this.app.address.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const { connection } = this.app;
    this.connection.className = `connection ${connection}`;
    const text = t(`connection_${connection}`);
    if (this.connection.textContent !== text) this.connection.textContent = text;
    document.title = ringing
      ? `☎ ${t("phone_rings", { phone: ringing.request.Phone })}`
      : `mock-esms · ${t(this.app.address.view)}`;
  }
}

const chosenTheme = () => persistent.get(THEME) ?? "system";

function setTheme(theme) {
  persistent.set(THEME, theme);
  document.documentElement.dataset.theme = theme;
}
