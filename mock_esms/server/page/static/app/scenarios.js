// The library: what can happen to a call, by which number it is chosen, and its YAML, to be read, tried and saved.

import { copyButton } from "./clipboard.js";
import { button, h, redraw } from "./dom.js";
import { Editor } from "./editor.js";
import { attempt, say } from "./notices.js";
import { placeCall } from "./place-call.js";
import { sendMessage } from "./send-message.js";
import { download } from "./download.js";
import { ending, ScenarioList } from "./scenario-list.js";
import { t } from "./i18n.js";

const DRAFT = `title: Busy once, then answered
dials:
  - busy: {ring: 3s}
  - answered: {ring: 4s, talk: 14s, press: "1", after: 5s}
callback: {delay: 2s}
`;
/** The place of a new scenario among the drafts: no scenario has this name. */
const NEW = "";

export class Scenarios {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.list = new ScenarioList(app, () => this.fresh());
    this.stale = true;
    this.title = h("h2");
    this.facts = h("div", { class: "facts" });
    this.editor = new Editor(() => this.typed());
    /** What the sandbox has under the name that is open; what differs from it is a draft. */
    this.saved = "";
    this.name = h("input", {
      name: "name",
      "aria-label": t("name"),
      autocomplete: "off",
      spellcheck: "false",
      on: { input: () => this.typed() },
    });
    this.keep = button(t("keep"), () => this.put());
    this.try = button("", () => this.asKept((name) => placeCall(app, { scenario: name })), { class: "main" });
    this.actions = h(
      "div",
      { class: "actions", role: "group", "aria-label": t("actions") },
      this.try,
      button(t("send_with"), () => this.asKept((name) => sendMessage(app, { scenario: name }))),
      this.keep,
      button(t("arm"), () => this.asKept((name) => app.arm({ name }))),
      button(t("download"), () => {
        download(`${this.name.value || "scenario"}.yaml`, this.editor.value, "application/yaml");
      }),
      copyButton(t("copy"), () => this.editor.value),
    );
    this.shown = h(
      "article",
      { class: "scenario", "aria-label": t("one_scenario") },
      this.title,
      this.facts,
      h("label", { class: "field" }, h("span", { class: "field-label" }, t("name")), this.name),
      this.editor.root,
      this.actions,
    );
    this.root = h("section", { class: "scenarios", "aria-label": t("scenarios") }, this.list.root, this.shown);
  }

  get opened() {
    return this.app.address.name ?? NEW;
  }
  get changed() {
    return this.app.drafts.has(this.opened);
  }

  /** Load the library where it is not known, or not any more; thousands of calls that were armed ask for it once. */
  async refresh() {
    if (this.refreshing || !this.stale) return;
    this.refreshing = true;
    this.stale = false;
    await this.load();
    this.refreshing = false;
    // What has become stale meanwhile is asked for with the next drawing.
    if (this.stale) this.app.changed("entries");
  }

  async load() {
    const found = await attempt(() => this.app.api.get("/scenarios"));
    if (!found) return;
    this.list.fill(found.scenarios);
    this.draw();
  }

  /**
   * A call may have used up what was armed, a reset has taken away what was made here.
   * @param {{kind: string, data: any}} event
   */
  onEvent({ kind, data }) {
    if (kind !== "reset" && !((data.call ?? data.message)?.chosen.by === "armed")) return;
    if (kind === "reset") this.followed = undefined;
    this.doubt();
  }

  /** The library may be another one by now. */
  doubt() {
    this.stale = true;
  }

  /** Follow the address: load the library, and the text of the one that is open. */
  async update() {
    if (this.app.address.view !== "scenarios") return;
    await this.refresh();
    const name = this.opened;
    if (name === this.followed) return;
    this.followed = name;
    await this.open(name);
  }

  async open(name) {
    const scenario = name && (await attempt(() => this.app.api.get(`/scenarios/${encodeURIComponent(name)}`)));
    if (this.opened !== name) return;
    this.saved = scenario ? scenario.yaml : "";
    const draft = this.app.drafts.get(name);
    this.name.value = draft?.name ?? name;
    this.editor.show(draft?.text ?? this.saved);
    this.draw();
  }

  fresh() {
    this.app.drafts.set(NEW, { name: "my-scenario", text: DRAFT });
    this.app.address.set({ view: "scenarios", name: NEW });
    this.followed = NEW;
    this.open(NEW);
    this.name.focus();
  }

  /** Something was typed: what was wrong there may be right now. What is not saved yet outlasts a look elsewhere. */
  typed() {
    this.editor.mark([]);
    const draft = { name: this.name.value, text: this.editor.value };
    const same = this.opened !== NEW && draft.name === this.opened && draft.text === this.saved;
    if (same) this.app.drafts.delete(this.opened);
    else this.app.drafts.set(this.opened, draft);
    this.draw();
  }

  discard() {
    this.app.drafts.delete(this.opened);
    return this.open(this.opened);
  }

  draw() {
    this.list.draw();
    const open = this.list.find(this.opened);
    this.shown.hidden = !open && !this.changed;
    this.root.classList.toggle("open", !this.shown.hidden);
    this.title.textContent = open ? open.title : t("new_scenario");
    this.keep.hidden = !this.changed;
    this.try.textContent = t(this.changed ? "try_scenario" : "place_with");
    redraw(this.facts, [open, this.opened, this.changed], () => [
      ...(open ? this.factsOf(open) : [h("p", { class: "faint" }, t("new_scenario_why"))]),
      this.changed
        ? h(
            "p",
            null,
            h("span", { class: "pill warns" }, t("not_kept")),
            " ",
            button(t("discard"), () => this.discard(), { class: "quiet", "data-name": "discard" }),
          )
        : null,
      h(
        "p",
        { class: "narrow-only" },
        button(t("back_to_list"), () => this.back()),
      ),
    ]);
  }

  /** On a small screen an open scenario covers the list; a new one that is left unchanged is nothing to keep. */
  back() {
    if (this.opened !== NEW) return this.app.address.set({ name: "" });
    return this.discard();
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
    ];
  }

  /**
   * Do something with the scenario as it stands here: what was changed is saved first.
   * @param {(name: string) => any} act
   */
  async asKept(act) {
    if (!this.changed || (await this.put())) await act(this.opened);
  }

  /** Keep what is in the editor under its name, until the next reset. Gives whether nothing is wrong in it. */
  async put() {
    const name = this.name.value.trim();
    const text = this.editor.value;
    try {
      await this.app.api.put(`/scenarios/${encodeURIComponent(name)}`, text);
    } catch (error) {
      this.editor.mark(error.problems ?? []);
      if (!error.problems?.length) say(error.message, "bad");
      return false;
    }
    this.editor.mark([]);
    say(t("scenario_kept", { name }), "good");
    this.app.drafts.delete(this.opened);
    this.saved = text;
    this.followed = name;
    this.app.address.set({ view: "scenarios", name });
    await this.load();
    return true;
  }

  async disarm(name) {
    await attempt(() => this.app.api.delete(`/scenarios/${encodeURIComponent(name)}/arm`), t("disarmed", { name }));
    await this.load();
  }

  async remove(name) {
    await attempt(() => this.app.api.delete(`/scenarios/${encodeURIComponent(name)}`), t("taken_away", { name }));
    this.app.drafts.delete(name);
    await this.load();
    this.followed = undefined;
    this.app.address.set({ name: this.list.find(name) ? name : "" });
    this.update();
  }
}
