// Dialogs of the page: they take the focus, and give it back.

import { h } from "./dom.js";
import { t } from "./i18n.js";

/**
 * Open a dialog with a form; it is gone when it closes.
 * @param {string} title @param {any} content @param {string} done  the text of its main button
 * @param {() => any} submit  false keeps it open
 * @param {{danger?: boolean, cancellable?: boolean, forced?: boolean}} [how]
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, content, done, submit, { danger = false, cancellable = true, forced = false } = {}) {
  const main = h("button", { type: "submit", class: danger ? "danger" : "main" }, done);
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "dialog-title" }, title),
    content,
    h(
      "div",
      { class: "dialog-buttons" },
      cancellable ? h("button", { type: "button", on: { click: () => dialog.close() } }, t("cancel")) : null,
      main,
    ),
  );
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Not `disabled`: that would take the focus away from whoever pressed it.
    if (main.getAttribute("aria-busy") === "true") return;
    main.setAttribute("aria-busy", "true");
    try {
      if ((await submit()) !== false) dialog.close();
    } finally {
      main.removeAttribute("aria-busy");
    }
  });
  dialog.addEventListener("cancel", (event) => {
    if (forced) event.preventDefault();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Ask for the control token; given when somebody has typed one.
 * @param {boolean} wasWrong
 * @returns {Promise<string>}
 */
export function askForToken(wasWrong) {
  return new Promise((resolve) => {
    const input = h("input", { type: "password", name: "token", required: true, autocomplete: "off", autofocus: true });
    openDialog(
      t("token_title"),
      [
        h("p", null, t("token_why")),
        wasWrong ? h("p", { class: "warning", role: "alert" }, t("token_wrong")) : null,
        h("label", { class: "field" }, h("span", { class: "field-label" }, t("token")), input),
      ],
      t("token_send"),
      () => resolve(input.value),
      { cancellable: false, forced: true },
    );
  });
}
