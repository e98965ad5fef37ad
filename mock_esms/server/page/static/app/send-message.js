// A test message of any common kind, sent as any program would send it.

import { openDialog } from "./dialogs.js";
import { choice, field, h } from "./dom.js";
import { persistent } from "./browser-storage.js";
import { hintOf, LONG, MESSAGE_KINDS, OPTIONAL } from "./message-kinds.js";
import { PlaceRequest } from "./place-request.js";
import { accountsAndScenarios, Asker, longText, scenarioChoice, text } from "./request-form.js";
import { t } from "./i18n.js";

const CALLBACK = "mock-esms-message-callback";
const KIND = "mock-esms-message-kind";

/**
 * Send a message.
 * @param {import("./app-state.js").AppState} app @param {{scenario?: string, phone?: string}} [given]
 */
export async function sendMessage(app, given = {}) {
  const scenarios = await accountsAndScenarios(app);
  if (!scenarios) return;
  const form = new Form(app, scenarios, given);
  openDialog(t("send_message"), form.content, t("send"), () => form.submit());
}

class Form {
  constructor(app, scenarios, given) {
    this.asker = new Asker(app);
    this.placing = new PlaceRequest(app);
    this.scenario = scenarioChoice(scenarios, t("scenario_by_number"), given.scenario);
    const kinds = Object.keys(MESSAGE_KINDS);
    const last = persistent.get(KIND);
    this.kind = choice(
      kinds.map((kind) => [kind, t(`message_${kind}`)]),
      kinds.includes(last) ? last : kinds[0],
      { name: "kind", on: { change: () => this.draw() } },
    );
    this.asker.key.addEventListener("change", () => this.draw());
    /** By name: what was typed, and outlasts a look at another kind. */
    this.typed = new Map();
    if (given.phone) this.typed.set("Phone", given.phone);
    this.inputs = new Map();
    this.fields = h("div", { class: "fields" });
    this.content = [
      field(t("kind_of_message"), this.kind),
      this.fields,
      h("div", { class: "fields" }, field(t("scenario"), this.scenario), this.asker.fields),
      this.placing.root,
    ];
    this.draw();
  }

  /** The fields of the kind that is chosen, with what works for the account. */
  draw() {
    this.placing.root.replaceChildren();
    const defaults = MESSAGE_KINDS[this.kind.value].fields(this.asker.account);
    this.inputs = new Map(Object.entries(defaults).map(([name, value]) => [name, this.input(name, value)]));
    this.fields.replaceChildren(...[...this.inputs].map(([name, input]) => field(name, input, hintOf(name))));
    for (const input of this.fields.querySelectorAll("textarea")) input.closest(".field").classList.add("whole");
  }

  input(name, value) {
    const known = name === "CallbackUrl" ? (persistent.get(CALLBACK) ?? "http://127.0.0.1:9000/message") : value;
    const make = LONG.has(name) ? longText : text;
    return make(name, this.typed.get(name) ?? known, {
      required: !OPTIONAL.has(name),
      inputmode: { Phone: "tel", CallbackUrl: "url" }[name] ?? null,
      on: { input: (event) => this.typed.set(name, event.target.value) },
    });
  }

  submit() {
    const filled = Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value.trim()]));
    const { path, query, body } = MESSAGE_KINDS[this.kind.value].request(filled);
    persistent.set(KIND, this.kind.value);
    if (filled.CallbackUrl !== undefined) persistent.set(CALLBACK, filled.CallbackUrl);
    const request = body
      ? { path, body: { ...this.asker.keys, ...body } }
      : { path, query: { ...this.asker.keys, ...query } };
    const [phone] = (filled.Phone ?? filled.Phones).split(/[\s,;]+/);
    return this.placing.send(request, { name: this.scenario.value, phone });
  }
}
