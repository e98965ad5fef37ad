// A test call, placed as any program would place it.

import { openDialog } from "./dialogs.js";
import { field, h } from "./dom.js";
import { persistent } from "./browser-storage.js";
import { PlaceRequest } from "./place-request.js";
import { accountsAndScenarios, Asker, scenarioChoice, text } from "./request-form.js";
import { t } from "./i18n.js";

const CALLBACK = "mock-esms-callback";

/** Place a call. @param {import("./app-state.js").AppState} app @param {{scenario?: string, phone?: string}} [given] */
export async function placeCall(app, given = {}) {
  const scenarios = await accountsAndScenarios(app);
  if (!scenarios) return;
  const asker = new Asker(app);
  const placing = new PlaceRequest(app);
  const fields = {
    Phone: text("Phone", given.phone ?? "0901888484", { required: true, inputmode: "tel" }),
    CallbackUrl: text("CallbackUrl", persistent.get(CALLBACK) ?? "http://127.0.0.1:9000/voice", { inputmode: "url" }),
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
        asker.fields,
      ),
      placing.root,
    ],
    t("place"),
    () => {
      const query = { ...asker.keys, TemplateId: "1" };
      for (const [name, input] of Object.entries(fields)) if (input.value.trim()) query[name] = input.value.trim();
      persistent.set(CALLBACK, fields.CallbackUrl.value.trim());
      return placing.send({ path: "MakeCallRecord_V2", query }, { name: scenario.value, phone: query.Phone });
    },
  );
}
