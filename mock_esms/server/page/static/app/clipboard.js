// To the clipboard, also where the browser gives none to a page: on a plain http address of the network.

import { button, h } from "./dom.js";
import { say } from "./notices.js";
import { t } from "./i18n.js";

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "off-screen", value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) return say(t("copy_failed"), "bad");
  }
  say(t("copied"), "good");
}

/** A button that copies what `text` gives when it is pressed. @param {string} label @param {() => string} text */
export const copyButton = (label, text, props = {}) =>
  button(label, () => copy(text()), { class: "quiet", "data-name": label, ...props });
