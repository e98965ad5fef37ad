// The language of the page: the browser's to begin with, and whichever one is chosen then.

import { persistent } from "./browser-storage.js";
import { EN } from "./texts-en.js";
import { EN_MESSAGES } from "./texts-en-messages.js";
import { VI } from "./texts-vi.js";
import { VI_MESSAGES } from "./texts-vi-messages.js";

const CHOSEN = "mock-esms-language";
export const LANGUAGES = { en: { ...EN, ...EN_MESSAGES }, vi: { ...VI, ...VI_MESSAGES } };

let language =
  persistent.get(CHOSEN) ??
  navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES) ??
  "en";
if (!(language in LANGUAGES)) language = "en";
document.documentElement.lang = language;

/** The tag of the page's language: `en` or `vi`. */
export const pageLanguage = () => language;

/** Show another language from now on. @param {string} other */
export function setLanguage(other) {
  language = other;
  persistent.set(CHOSEN, other);
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
