// The control API, and the eSMS side where a test call is placed: requests to this server, and to no other.

import { session } from "./browser-storage.js";
import { t } from "./i18n.js";

const ROOT = "/_mock";
export const ESMS = "/MainService.svc/json/";
const JSON_BODY = { "Content-Type": "application/json" };
const TOKEN = "mock-esms-token";

/** There is no answer: the sandbox has ended, or the way to it is cut. */
export class Unreachable extends Error {
  constructor() {
    super(t("unreachable"));
  }
}

/** What the sandbox refuses, in its own sentence. */
export class Refused extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super(body?.error?.message ?? `HTTP ${status}`);
    this.status = status;
    this.problems = body?.problems ?? [];
  }
}

export class Api {
  /** @param {(wasWrong: boolean) => Promise<string>} askForToken  called when the sandbox wants a control token */
  constructor(askForToken) {
    this.askForToken = askForToken;
    this.asking = null;
  }

  /**
   * One request of the control API, as JSON.
   * @param {string} method @param {string} path without its root @param {any} [body] text goes out as it is
   */
  async ask(method, path, body) {
    const options = { method, headers: {}, cache: "no-store" };
    if (body !== undefined) {
      options.body = typeof body === "string" ? body : JSON.stringify(body);
      options.headers["Content-Type"] = typeof body === "string" ? "application/yaml" : "application/json";
    }
    const response = await this.fetch(path, options);
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }

  get(path) {
    return this.ask("GET", path);
  }
  post(path, body = {}) {
    return this.ask("POST", path, body);
  }
  put(path, body) {
    return this.ask("PUT", path, body);
  }
  delete(path) {
    return this.ask("DELETE", path);
  }

  /** A response, with the token where one is needed; who has none is asked, and only once for all requests. */
  async fetch(path, options = {}) {
    for (;;) {
      const token = session.get(TOKEN);
      const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
      const response = await fetch(ROOT + path, { ...options, headers }).catch((error) => {
        throw options.signal?.aborted ? error : new Unreachable();
      });
      if (response.status !== 401) return response;
      if (session.get(TOKEN) !== token) continue;
      this.asking ??= this.askForToken(token !== null).finally(() => {
        this.asking = null;
      });
      session.set(TOKEN, await this.asking);
    }
  }

  /**
   * Ask the eSMS side for something, as any program would.
   * @param {{path: string, query?: Object<string, string>, body?: any}} request  a body goes out as JSON, by POST
   * @returns {Promise<{status: number, answer: any, text: string}>}  the answer is null where it is no JSON
   */
  async place({ path, query = {}, body }) {
    const asked = new URLSearchParams(query).toString().replaceAll("+", "%20");
    const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: JSON_BODY };
    const response = await fetch(ESMS + path + (asked && `?${asked}`), { ...options, cache: "no-store" });
    const text = await response.text();
    try {
      return { status: response.status, answer: JSON.parse(text), text };
    } catch {
      return { status: response.status, answer: null, text };
    }
  }
}
