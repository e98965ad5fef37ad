// The test kit of mock-esms for Node 20 or newer: copy this file, and esms.d.ts for TypeScript, into your suite.
//
//   const esms = await Esms.connect();               // MOCK_ESMS_URL, or http://127.0.0.1:8080
//   await esms.on({ phone: '0901888484' }, { dials: [{ no_answer: {} }, { answered: { press: '1' } }] });
//   …                                                // your application calls esms.url as esms.apiKey
//   const call = await esms.wait({ phone: '0901888484' });
//
// Matches are globs by parameter name. Each instance has an account of its own, which `close` forgets, so that suites
// and workers share a sandbox. What fails throws EsmsError, whose message is the whole timeline.

/** Something did not happen, or the sandbox refused; `status` is that of the control API (0: no sandbox was there). */
export class EsmsError extends Error {
  name = 'EsmsError';

  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class Esms {
  #token;
  #fields;

  constructor(url, token, apiKey, secretKey, fields) {
    this.url = url;
    this.apiKey = apiKey;
    this.secretKey = secretKey;
    this.#token = token;
    this.#fields = fields;
  }

  /** Connect to a sandbox and open an account there; `fields` are those of an account in the settings file. */
  static async connect({
    url = process.env.MOCK_ESMS_URL ?? 'http://127.0.0.1:8080',
    token = process.env.MOCK_ESMS_CONTROL_TOKEN,
    ...fields
  } = {}) {
    const secret = crypto.randomUUID();
    const esms = new Esms(url.replace(/\/+$/, ''), token, `node-${crypto.randomUUID()}`, secret, fields);
    await esms.account();
    return esms;
  }

  /** Let the next requests that fit play a scenario: what stands in its YAML, without title and match. */
  async on(match, scenario = {}, { times = 1 } = {}) {
    return this.#ask('POST', 'scenarios', { match: this.#own(match), scenario, times });
  }

  /** Let the next requests that fit play a scenario of the library, by its name; `times: null` is all of them. */
  async play(name, match = {}, { times = 1 } = {}) {
    return this.#ask('POST', `scenarios/${encodeURIComponent(name)}/arm`, { match: this.#own(match), times });
  }

  /** The newest call that fits, as soon as all that fit have got there; with `count` so many, oldest first. */
  async wait(match = {}, options = {}) {
    return this.#wait('call', match, options);
  }

  /** The same for messages. */
  async waitMessage(match = {}, options = {}) {
    return this.#wait('message', match, options);
  }

  /** How many calls fit, when there are as many as there should be: exactly one, or `times`, `at_least`, `at_most`. */
  async verify(match = {}, bounds = {}) {
    return (await this.#ask('POST', 'verify', { match: this.#own(match), ...bounds })).count;
  }

  /** The same for messages. */
  async verifyMessage(match = {}, bounds = {}) {
    return (await this.#ask('POST', 'verify', { what: 'message', match: this.#own(match), ...bounds })).count;
  }

  /** Every call that fits, oldest first. */
  async calls(match = {}) {
    return (await this.#ask('GET', `calls?${this.#query({ limit: 10000, ...this.#own(match) })}`)).calls;
  }

  /** Every message that fits, oldest first. */
  async messages(match = {}) {
    return (await this.#ask('GET', `messages?${this.#query({ limit: 10000, ...this.#own(match) })}`)).messages;
  }

  /** What the person with that phone has got by now, oldest first. */
  async inbox(phone) {
    return (await this.#ask('GET', `inbox/${encodeURIComponent(phone)}?${this.#query(this.#own({}))}`)).items;
  }

  /** The newest code that the person was told, once nothing more is on its way there. */
  async otp(phone, { timeout = 10 } = {}) {
    const query = this.#query({ timeout, ...this.#own({}) });
    return (await this.#ask('GET', `otp/${encodeURIComponent(phone)}?${query}`)).code;
  }

  /** Send the final callback of a call or message once more, now. */
  async redeliver({ sms_id, legs }) {
    return this.#ask('POST', `${legs ? 'messages' : 'calls'}/${encodeURIComponent(sms_id)}/redeliver`, {});
  }

  /** Move the clock, for everybody: by '5m', to an ISO 8601 time, or until nothing is due any more. */
  async advance({ by, to } = {}) {
    return this.#ask('POST', 'clock/advance', by ? { by } : to ? { to } : { until: 'idle' });
  }

  /** Change the account until the next reset: `account({ balance: 0 })`. */
  async account(fields = {}) {
    const account = { secret_key: this.secretKey, ...this.#fields, ...fields };
    return this.#ask('PUT', `accounts/${encodeURIComponent(this.apiKey)}`, account);
  }

  /** Forget what the account has done, what was armed for it and what it was changed to: before each test. */
  async reset() {
    await this.account();
    await this.#ask('POST', 'reset', { api_key: this.apiKey });
  }

  /** Forget the account: after all tests. */
  async close() {
    await this.#ask('DELETE', `accounts/${encodeURIComponent(this.apiKey)}`);
  }

  async #wait(what, match, { until = 'settled', count = null, timeout = 10 }) {
    const body = { what, match: this.#own(match), until, count, timeout };
    const entries = (await this.#ask('POST', 'wait', body))[`${what}s`];
    return count === null ? entries.at(-1) : entries;
  }

  #own(match) {
    return { api_key: this.apiKey, ...match };
  }

  #query(values) {
    return new URLSearchParams(values).toString();
  }

  async #ask(method, path, body) {
    const headers = { 'Content-Type': 'application/json', ...(this.#token && { Authorization: `Bearer ${this.#token}` }) };
    let response, answer;
    try {
      response = await fetch(`${this.url}/_mock/${path}`, { method, headers, body: body && JSON.stringify(body) });
      answer = await response.json();
    } catch (error) {
      const why = error.cause?.message ?? error.message;
      throw new EsmsError(`no sandbox can be talked to at ${this.url}: ${why}`, response?.status ?? 0);
    }
    if (response.ok) return answer;
    throw new EsmsError(answer.evidence ?? answer.error?.message ?? JSON.stringify(answer), response.status);
  }
}
