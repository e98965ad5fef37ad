// A test call, placed as any program would place it; and scenarios armed for calls to come.

import { choice, field, h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { persistent } from "./browser-storage.js";
import { attempt, say } from "./notices.js";
import { t } from "./i18n.js";

/** Real milliseconds after which a notice says that no answer has come; a scenario may hold it back. */
const PATIENCE = 3000;

const text = (name, value = "", more = {}) =>
  h("input", { name, value, autocomplete: "off", spellcheck: "false", ...more });

/** @param {any[]} scenarios */
const scenarioChoice = (scenarios, first, chosen = "") =>
  choice(
    [...(first ? [["", first]] : []), ...scenarios.map(({ name, title }) => [name, `${name} — ${title}`])],
    chosen,
    { name: "scenario" },
  );

/** Place a call. @param {import("./app-state.js").AppState} app @param {{scenario?: string}} [given] */
export async function placeCall(app, given = {}) {
  const scenarios = await attempt(async () => {
    await app.loadAccounts();
    return (await app.api.get("/scenarios")).scenarios;
  });
  if (!scenarios) return;
  const account = choice(
    app.accounts.map(({ api_key: key }) => [key, key]),
    app.accounts[0]?.api_key,
    { name: "account" },
  );
  const secret = text("secret", "", { type: "password", required: true });
  const secretField = field("SecretKey", secret, t("secret_not_kept"));
  const shown = () => {
    secretField.hidden = app.isBuiltIn(account.value);
    secret.required = !secretField.hidden;
  };
  account.addEventListener("change", shown);
  shown();
  const fields = {
    Phone: text("Phone", "0901888484", { required: true, inputmode: "tel" }),
    CallbackUrl: text("CallbackUrl", persistent.get("mock-esms-callback") ?? "http://127.0.0.1:9000/voice", {
      inputmode: "url",
    }),
    RequestId: text("RequestId"),
    MaxRetry: text("MaxRetry", "", { inputmode: "numeric" }),
    Ivr: text("Ivr", "", { maxlength: 1 }),
    NumberForward: text("NumberForward", "", { inputmode: "tel" }),
  };
  const scenario = scenarioChoice(scenarios, t("scenario_by_number"), given.scenario);
  openDialog(
    t("place_call"),
    [
      h(
        "div",
        { class: "fields" },
        field("Phone", fields.Phone),
        field(t("scenario"), scenario),
        field("CallbackUrl", fields.CallbackUrl, t("callback_optional")),
        field("RequestId", fields.RequestId),
        field("MaxRetry", fields.MaxRetry),
        field("Ivr", fields.Ivr),
        field("NumberForward", fields.NumberForward),
        field("ApiKey", account),
        secretField,
      ),
    ],
    t("place"),
    async () => {
      const placed = await attempt(async () => {
        const parameters = {
          ApiKey: account.value,
          SecretKey: app.isBuiltIn(account.value) ? app.secretOf(account.value) : secret.value,
          TemplateId: "1",
        };
        for (const [name, input] of Object.entries(fields))
          if (input.value.trim()) parameters[name] = input.value.trim();
        persistent.set("mock-esms-callback", fields.CallbackUrl.value.trim());
        if (scenario.value)
          await app.api.post(`/scenarios/${encodeURIComponent(scenario.value)}/arm`, {
            match: { phone: parameters.Phone },
          });
        const waiting = setTimeout(() => say(t("answer_waits")), PATIENCE);
        app.api
          .place(parameters)
          .then((response) => answered(app, response, scenario.value))
          .catch(() => say(t("answer_lost"), "bad"))
          .finally(() => clearTimeout(waiting));
        return true;
      });
      return placed === true;
    },
  );
}

/** Say what came back; the call itself comes with the events. */
function answered(app, { status, answer, text: body }, scenario) {
  if (answer?.CodeResult === "100" && answer.SMSID) {
    app.address.set({ view: "", call: answer.SMSID });
    return;
  }
  const refusal = answer ? `${answer.CodeResult} ${answer.ErrorMessage ?? ""}` : `HTTP ${status} ${body.slice(0, 80)}`;
  const armed = scenario ? ` ${t("stays_armed", { name: scenario })}` : "";
  say(t("call_refused", { answer: refusal.trim() }) + armed, "bad");
}

/** Arm a scenario. @param {import("./app-state.js").AppState} app @param {{phone?: string, name?: string}} given */
export async function armScenario(app, { phone = "", name = "" }) {
  const found = await attempt(() => app.api.get("/scenarios"));
  if (!found) return;
  const scenario = scenarioChoice(found.scenarios, null, name || "no-answer");
  const phoneInput = text("phone", phone, { inputmode: "tel", placeholder: "09*" });
  const times = text("times", "1", { type: "number", min: 1, required: true });
  openDialog(
    t("arm_title"),
    h(
      "div",
      { class: "fields" },
      field(t("scenario"), scenario),
      field(t("phone"), phoneInput, t("glob_hint")),
      field(t("times"), times),
    ),
    t("arm"),
    async () => {
      const match = phoneInput.value.trim() ? { phone: phoneInput.value.trim() } : {};
      const done = await attempt(
        () =>
          app.api.post(`/scenarios/${encodeURIComponent(scenario.value)}/arm`, { match, times: Number(times.value) }),
        t("armed_said", { name: scenario.value, times: times.value }),
      );
      app.changed("scenarios");
      return done !== undefined;
    },
  );
}

/** Reset, when somebody means it. @param {import("./app-state.js").AppState} app */
export function reset(app) {
  openDialog(
    t("reset_title"),
    h("p", null, t("reset_why")),
    t("reset"),
    async () => (await attempt(() => app.api.post("/reset"), t("reset_done"))) !== undefined,
    { danger: true },
  );
}
