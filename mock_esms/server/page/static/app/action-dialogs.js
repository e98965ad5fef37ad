// Scenarios armed for what is to come, and a reset, each when somebody means it.

import { field, h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { attempt } from "./notices.js";
import { scenarioChoice, text } from "./request-form.js";
import { t } from "./i18n.js";

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
