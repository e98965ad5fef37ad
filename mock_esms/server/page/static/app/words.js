// The language of the page: the browser's to begin with, and whichever one is chosen then.

import { always } from "./keeping.js";
import { EN } from "./words-en.js";
import { VI } from "./words-vi.js";

const CHOSEN = "mock-esms-language";
export const LANGUAGES = { en: EN, vi: VI };

let language =
  always.get(CHOSEN) ??
  navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES) ??
  "en";
if (!(language in LANGUAGES)) language = "en";
document.documentElement.lang = language;

/** The language that is spoken now. */
export const spoken = () => language;

/** Speak another language from now on. @param {string} other */
export function speak(other) {
  language = other;
  always.set(CHOSEN, other);
  document.documentElement.lang = other;
}

/**
 * A sentence by its key, with values in the place of `{names}`; `{name|call|calls}` is one of two words, by the value.
 * @param {string} key @param {Object<string, any>} [values]
 */
export function t(key, values = {}) {
  const words = LANGUAGES[language][key] ?? key;
  return words.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name, one, many) => {
    if (many !== undefined) return String(values[name]) === "1" ? one : many;
    return String(values[name] ?? whole);
  });
}

/** A whole number as it is written in the language. @param {number} number */
export const count = (number) => new Intl.NumberFormat(language).format(number);
