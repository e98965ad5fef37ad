// A text, saved as a file.

import { h } from "./dom.js";

/** @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
