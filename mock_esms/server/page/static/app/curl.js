// Requests as lines for a shell.

import { isMessage } from "./entry-kinds.js";

const ROOT = "/MainService.svc/json/";
const BY_FORM = new Set(["SendMultipleMessage_V4_post"]);
const BY_XML = new Set(["SendMultipleMessage_V4", "SendMultipleMessage_V2", "SendMultipleSMSBrandname"]);
const NESTED = new Set(["Channels", "Data", "Params", "Payload", "Phones", "TempData"]);

/** A word that a POSIX shell takes as it is. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A GET. @param {string} url */
export const curlOf = (url) => `curl -i ${quoted(url)}`;

/**
 * The request of a call or message, with the secret that everybody knows or a place for one's own; null where it came
 * in a form that a line for a shell would not show better.
 * @param {any} entry @param {string} origin @param {string} secret
 */
export function curlOfEntry(entry, origin, secret) {
  const parameters = { ...entry.request };
  for (const name of ["SecretKey", "PassCode"]) if (parameters[name] === "***") parameters[name] = secret;
  const address = `${origin}${ROOT}${entry.operation}`;
  if (BY_FORM.has(entry.operation)) return `curl -s ${quoted(`${address}/`)} -d ${quoted(encoded(parameters))}`;
  if (BY_XML.has(entry.operation)) return null;
  const byJson = entry.operation.endsWith("_json") || (isMessage(entry) && !entry.operation.endsWith("_get"));
  if (!byJson) return `curl -s ${quoted(`${address}?${encoded(parameters)}`)}`;
  const body = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, asSent(name, value)]));
  const json = `-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
  return `curl -s ${quoted(`${address}/`)} ${json}`;
}

/** A list or an object stands in the request as JSON. */
function asSent(name, value) {
  if (!NESTED.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Names and values as a query, every value percent-encoded. @param {Object<string, string>} parameters */
export const encoded = (parameters) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
