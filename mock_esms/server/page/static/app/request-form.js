// What every form has that asks the eSMS side for something: the account, the scenario, and fields for parameters.

import { choice, field, h } from "./dom.js";
import { attempt } from "./notices.js";
import { t } from "./i18n.js";

export const text = (name, value = "", more = {}) =>
  h("input", { name, value, autocomplete: "off", spellcheck: "false", ...more });

export const longText = (name, value = "", more = {}) =>
  h("textarea", { name, value, rows: 2, autocomplete: "off", spellcheck: "false", ...more });

/** @param {any[]} scenarios */
export const scenarioChoice = (scenarios, first, chosen = "") =>
  choice(
    [...(first ? [["", first]] : []), ...scenarios.map(({ name, title }) => [name, `${name} — ${title}`])],
    chosen,
    { name: "scenario" },
  );

/** The accounts as they are now, and the library; undefined when the sandbox does not answer. */
export const accountsAndScenarios = (app) =>
  attempt(async () => {
    await app.loadAccounts();
    return (await app.api.get("/scenarios")).scenarios;
  });

/** Who asks: an account, and its secret where that is not known to everybody. */
export class Asker {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.key = choice(
      app.accounts.map(({ api_key: key }) => [key, key]),
      app.accounts[0]?.api_key,
      { name: "account" },
    );
    this.secret = text("secret", "", { type: "password", required: true });
    const secretField = field("SecretKey", this.secret, t("secret_not_kept"));
    const shown = () => {
      secretField.hidden = app.isBuiltIn(this.key.value);
      this.secret.required = !secretField.hidden;
    };
    this.key.addEventListener("change", shown);
    shown();
    this.fields = [field("ApiKey", this.key), secretField];
  }

  get account() {
    return this.app.accounts.find((account) => account.api_key === this.key.value);
  }

  /** The parameters that say who asks. */
  get keys() {
    const key = this.key.value;
    return { ApiKey: key, SecretKey: this.app.isBuiltIn(key) ? this.app.secretOf(key) : this.secret.value };
  }
}
