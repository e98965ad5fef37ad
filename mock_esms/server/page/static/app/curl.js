// Requests as lines for a shell.

const ROOT = "/MainService.svc/json/";
const BY_POST = new Set(["SendMultipleMessage_V4_post_json"]);

/** A word that a POSIX shell takes as it is. @param {string} text */
export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A GET. @param {string} url */
export const curlOf = (url) => `curl -i ${quoted(url)}`;

/**
 * The request that placed a call, with the secret that everybody knows or a place for one's own.
 * @param {any} call @param {string} origin @param {string} secret
 */
export function curlOfCall(call, origin, secret) {
  const parameters = { ...call.request };
  for (const name of ["SecretKey", "PassCode"]) if (parameters[name] === "***") parameters[name] = secret;
  if (BY_POST.has(call.operation)) {
    const body = `-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(parameters))}`;
    return `curl -s ${quoted(`${origin}${ROOT}${call.operation}/`)} ${body}`;
  }
  return `curl -s ${quoted(`${origin}${ROOT}${call.operation}?${encoded(parameters)}`)}`;
}

/** Names and values as a query, every value percent-encoded. @param {Object<string, string>} parameters */
export const encoded = (parameters) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
