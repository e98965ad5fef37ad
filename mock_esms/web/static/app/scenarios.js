// The library: what can happen to a call, by which number it is chosen, and its YAML, to be read, tried and saved.

import { copyButton } from "./copying.js";
import { button, h, redraw } from "./dom.js";
import { Editor } from "./editor.js";
import { attempt, say } from "./notices.js";
import { placeCall } from "./placing.js";
import { save } from "./saving.js";
import { t } from "./words.js";

const DRAFT = `title: Busy once, then answered
dials:
  - busy: {ring: 3s}
  - answered: {ring: 4s, talk: 14s, press: "1", after: 5s}
callback: {delay: 2s}
`;

export class Scenarios {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.all = [];
    this.search = h("input", {
      type: "search",
      placeholder: t("search_scenarios"),
      "aria-label": t("search_scenarios"),
      autocomplete: "off",
      on: { input: () => this.draw() },
    });
    this.list = h("ul", { class: "library" });
    this.title = h("h2");
    this.facts = h("div", { class: "facts" });
    this.editor = new Editor(() => this.tried());
    this.text = "";
    this.name = h("input", { name: "name", "aria-label": t("name"), autocomplete: "off", spellcheck: "false" });
    this.try = button(t("try_scenario"), () => this.put(), { class: "main", "data-name": "try" });
    this.doings = h(
      "div",
      { class: "doings", role: "group", "aria-label": t("doings") },
      this.try,
      button(t("arm"), () => desk.arm({ name: this.desk.address.name })),
      button(t("place_with"), () => placeCall(desk, { scenario: this.desk.address.name })),
      button(t("download"), () => save(`${this.name.value || "scenario"}.yaml`, this.editor.value, "application/yaml")),
      copyButton(t("copy"), () => this.editor.value),
    );
    this.shown = h(
      "article",
      { class: "scenario", "aria-label": t("one_scenario") },
      this.title,
      this.facts,
      h("label", { class: "field" }, h("span", { class: "field-label" }, t("name")), this.name),
      this.editor.root,
      this.doings,
    );
    this.root = h(
      "section",
      { class: "scenarios", "aria-label": t("scenarios") },
      h(
        "div",
        { class: "shelf" },
        h(
          "div",
          { class: "filters" },
          this.search,
          button(t("new_scenario"), () => this.fresh()),
        ),
        this.list,
      ),
      this.shown,
    );
  }

  async load() {
    const found = await attempt(() => this.desk.api.get("/scenarios"));
    if (!found) return;
    this.all = found.scenarios.sort(byNumber);
    this.draw();
  }

  /** Follow the address: load the library, and the text of the one that is open. */
  async update() {
    if (this.desk.address.view !== "scenarios") return;
    const { name } = this.desk.address;
    if (!this.all.length) await this.load();
    if (name === this.opened) return;
    this.opened = name;
    this.draw();
    if (name) await this.open(name);
  }

  async open(name) {
    const scenario = await attempt(() => this.desk.api.get(`/scenarios/${encodeURIComponent(name)}`));
    if (!scenario || this.opened !== name) return;
    this.name.value = name;
    this.editor.show(scenario.yaml);
    this.text = scenario.yaml;
    this.draw();
  }

  fresh() {
    this.desk.address.set({ view: "scenarios", name: "" });
    this.opened = null;
    this.name.value = "my-scenario";
    this.editor.show(DRAFT);
    this.text = "";
    this.draft = true;
    this.draw();
    this.name.focus();
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const { name } = this.desk.address;
    const fits = (each) => [each.name, each.title, ending(each)].some((text) => text.toLowerCase().includes(wanted));
    const found = this.all.filter(fits);
    redraw(this.list, [found, name], () =>
      found.length
        ? found.map((each) => this.entry(each, each.name === name))
        : [h("li", { class: "none" }, t("none_fits"))],
    );
    const open = this.all.find((each) => each.name === name);
    this.shown.hidden = !open && !(this.draft && !name);
    this.root.classList.toggle("open", !this.shown.hidden);
    this.title.textContent = open ? open.title : t("new_scenario");
    redraw(this.facts, [open, name], () =>
      open ? this.factsOf(open) : [h("p", { class: "faint" }, t("new_scenario_why"))],
    );
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
          on: { click: () => this.desk.address.set({ view: "scenarios", name: each.name }) },
        },
        h("span", { class: "entry-number" }, ending(each)),
        h("span", { class: "entry-name" }, each.name),
        h("span", { class: "entry-title" }, each.title),
        each.armed ? h("span", { class: "pill sends" }, t("armed_times", { number: each.armed })) : null,
        each.source === "shipped" ? null : h("span", { class: "pill good" }, t(`source_${each.source}`)),
        each.problem ? h("span", { class: "pill fails" }, t("broken")) : null,
      ),
    );
  }

  factsOf(open) {
    const number = ending(open);
    return [
      h("p", { class: "faint" }, t(`from_${open.source}`), number ? ` · ${t("chosen_by_number", { number })}` : ""),
      open.problem ? h("p", { class: "warning" }, open.problem) : null,
      open.armed
        ? h(
            "p",
            null,
            t("armed_for_next", { number: open.armed }),
            " ",
            button(t("disarm"), () => this.disarm(open.name), { "data-name": "disarm" }),
          )
        : null,
      open.source === "api"
        ? h(
            "p",
            null,
            button(t("take_away"), () => this.remove(open.name), { "data-name": "remove" }),
          )
        : null,
      h(
        "p",
        { class: "narrow-only" },
        button(t("back_to_list"), () => this.desk.address.set({ name: "" })),
      ),
    ];
  }

  /** Keep what is in the editor under its name, until the next reset. */
  async put() {
    const name = this.name.value.trim();
    try {
      await this.desk.api.put(`/scenarios/${encodeURIComponent(name)}`, this.editor.value);
      this.editor.mark([]);
      say(t("scenario_kept", { name }), "good");
      await this.load();
      this.opened = name;
      this.desk.address.set({ view: "scenarios", name });
      this.draw();
    } catch (error) {
      this.editor.mark(error.problems ?? []);
      if (!error.problems?.length) say(error.message, "bad");
    }
  }

  /** Something was typed: what was wrong there may be right now. */
  tried() {
    this.editor.mark([]);
  }

  async disarm(name) {
    await attempt(() => this.desk.api.delete(`/scenarios/${encodeURIComponent(name)}/arm`), t("disarmed", { name }));
    await this.load();
  }

  async remove(name) {
    await attempt(() => this.desk.api.delete(`/scenarios/${encodeURIComponent(name)}`), t("taken_away", { name }));
    this.all = [];
    this.opened = undefined;
    await this.load();
    this.desk.address.set({ name: this.all.some((each) => each.name === name) ? name : "" });
    this.update();
  }
}

/** One's own first, then in the order of the numbers, which is that of the stories. */
const byNumber = (one, other) =>
  Number(one.source === "shipped") - Number(other.source === "shipped") ||
  ending(one).localeCompare(ending(other)) ||
  one.name.localeCompare(other.name);

/** The end of the number that chooses a scenario. */
const ending = (scenario) => scenario.match?.phone ?? "";
