// The list of scenarios: each on a line, found by name, title or number.

import { button, h, redraw } from "./dom.js";
import { t } from "./i18n.js";

/** The end of the number that chooses a scenario. */
export const ending = (scenario) => scenario.match?.phone ?? "";

/** One's own first, then in the order of the numbers, which is that of the stories. */
const byNumber = (one, other) =>
  Number(one.source === "shipped") - Number(other.source === "shipped") ||
  ending(one).localeCompare(ending(other)) ||
  one.name.localeCompare(other.name);

export class ScenarioList {
  /** @param {import("./app-state.js").AppState} app @param {() => void} fresh  begins a new scenario */
  constructor(app, fresh) {
    this.app = app;
    this.all = [];
    this.search = h("input", {
      type: "search",
      placeholder: t("search_scenarios"),
      "aria-label": t("search_scenarios"),
      autocomplete: "off",
      on: { input: () => this.draw() },
    });
    this.list = h("ul", { class: "library", on: { keydown: (event) => this.key(event) } });
    this.root = h(
      "div",
      { class: "scenario-list" },
      h("div", { class: "filters" }, this.search, button(t("new_scenario"), fresh)),
      this.list,
    );
  }

  /** @param {any[]} scenarios */
  fill(scenarios) {
    this.all = scenarios.sort(byNumber);
  }

  find(name) {
    return this.all.find((each) => each.name === name);
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const { name } = this.app.address;
    const fits = (each) => [each.name, each.title, ending(each)].some((text) => text.toLowerCase().includes(wanted));
    const found = this.all.filter(fits);
    const changed = found.filter((each) => this.app.drafts.has(each.name)).map((each) => each.name);
    redraw(this.list, [found, name, changed], () =>
      found.length
        ? found.map((each) => this.entry(each, each.name === name))
        : [h("li", { class: "none" }, t("none_fits"))],
    );
    this.stop(this.list.querySelector("[aria-current]") ?? this.list.querySelector(".entry"));
  }

  entry(each, chosen) {
    return h(
      "li",
      null,
      h(
        "button",
        {
          type: "button",
          class: "entry",
          "data-name": each.name,
          "aria-current": chosen ? "true" : null,
          on: { click: () => this.app.address.set({ view: "scenarios", name: each.name }) },
        },
        h("span", { class: "entry-number" }, ending(each)),
        h("span", { class: "entry-name" }, each.name),
        h("span", { class: "entry-title" }, each.title),
        h(
          "span",
          { class: "entry-pills" },
          this.app.drafts.has(each.name) ? h("span", { class: "pill warns" }, t("not_kept")) : null,
          each.armed ? h("span", { class: "pill sends" }, t("armed_times", { number: each.armed })) : null,
          each.source === "shipped" ? null : h("span", { class: "pill good" }, t(`source_${each.source}`)),
          each.problem ? h("span", { class: "pill fails" }, t("broken")) : null,
        ),
      ),
    );
  }

  /** The whole list is one stop of the Tab key; the arrows move within it. */
  stop(entry) {
    for (const other of this.list.querySelectorAll(".entry")) other.tabIndex = other === entry ? 0 : -1;
  }

  key(event) {
    const entries = [...this.list.querySelectorAll(".entry")];
    const at = entries.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    if (at < 0 || !(event.key in moves)) return;
    event.preventDefault();
    const entry = entries[Math.min(entries.length - 1, Math.max(0, moves[event.key]))];
    this.stop(entry);
    entry.focus();
  }
}
