// What has just been done or refused, said once: on the screen for a while, and to screen readers.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const STAYS = 7000;
const place = h("div", { class: "notices", role: "status", "aria-live": "polite" });

/** Where notices appear. */
export const notices = () => place;

/** Say something. @param {string} text @param {"good" | "bad" | "plain"} [tone] */
export function say(text, tone = "plain") {
  const notice = h(
    "div",
    { class: `notice ${tone}` },
    h("span", null, text),
    h(
      "button",
      { type: "button", class: "quiet", "aria-label": t("close"), on: { click: () => notice.remove() } },
      "×",
    ),
  );
  place.append(notice);
  setTimeout(() => notice.remove(), STAYS);
}

/**
 * Do something that the sandbox may refuse; its sentence is shown.
 * @template T @param {() => Promise<T>} act @param {string} [done]  what to say when it is done
 * @returns {Promise<T | undefined>}
 */
export async function attempt(act, done) {
  try {
    const result = await act();
    if (done) say(done, "good");
    return result;
  } catch (error) {
    say(error.message, "bad");
    return undefined;
  }
}
