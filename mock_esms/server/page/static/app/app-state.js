// What all parts of the page share, and the connection that keeps it up to date.

import { Address } from "./address.js";
import { Api, Unreachable } from "./api.js";
import { Calls } from "./calls.js";
import { askForToken } from "./dialogs.js";
import { armScenario } from "./action-dialogs.js";
import { SandboxClock } from "./sandbox-clock.js";
import { follow } from "./event-stream.js";
import { instant } from "./times.js";

/** The calls that are loaded first, and with each further request. */
const FIRST = 200;
const MORE = 500;
/** Real milliseconds between two tries to connect again, and between two looks at the clock. */
const AGAIN = 1000;
const LOOK = 500;

/** The account that documents and examples use; its secret is no secret. */
const BUILT_IN = { key: "test-api-key", secret: "test-secret-key" };

export class AppState {
  /**
   * @param {(part: string) => void} changed  called with what is new: `calls`, `clock`, `connection`, `address`,
   *   `accounts`, `scenarios`
   * @param {(event: {id: number, kind: string, data: any}) => void} onEvent  called with each event
   */
  constructor(changed, onEvent) {
    this.changed = changed;
    this.onEvent = onEvent;
    this.api = new Api(askForToken);
    this.address = new Address(() => changed("address"));
    this.calls = new Calls();
    this.clock = new SandboxClock();
    this.accounts = [];
    /** By name: scenarios that were changed here and are not saved in the sandbox yet. */
    this.drafts = new Map();
    /** `connecting`, `live` or `lost`. */
    this.connection = "connecting";
  }

  isBuiltIn(key) {
    return this.accounts.some((account) => account.api_key === key && account.built_in);
  }
  secretOf(key) {
    return this.isBuiltIn(key) ? BUILT_IN.secret : "YOUR-SECRET-KEY";
  }
  arm(given) {
    return armScenario(this, given);
  }

  async loadAccounts() {
    this.accounts = (await this.api.get("/accounts")).accounts;
    this.changed("accounts");
  }

  async lookAtClock() {
    this.clock.set(await this.api.get("/clock"));
    this.changed("clock");
  }

  /** No event tells of a call that the sandbox drops, to make room for a new one: counting does. */
  async count() {
    const { total, last_event: position } = await this.api.get("/calls?limit=0");
    if (!this.calls.complete || position !== this.lastEvent || this.calls.size <= total) return;
    this.calls.drop(this.calls.size - total);
    this.changed("calls");
  }

  /** Look soon at what no event tells, however often this is asked for. */
  lookSoon() {
    this.looking ??= setTimeout(() => {
      this.looking = undefined;
      Promise.all([this.lookAtClock(), this.count()]).catch(() => undefined);
    }, LOOK);
  }

  /** Keep the connection up for as long as the page is there. */
  async run() {
    for (;;) {
      const stop = new AbortController();
      try {
        const since = await this.load(stop.signal);
        await follow(
          this.api,
          since,
          (events) => this.take(events, stop),
          () => this.setConnection("live"),
          stop.signal,
        );
      } catch (error) {
        const cut = error instanceof Unreachable || error instanceof TypeError;
        if (!stop.signal.aborted && !cut) console.warn(String(error));
      }
      stop.abort();
      this.setConnection("lost");
      await new Promise((done) => {
        setTimeout(done, AGAIN);
      });
    }
  }

  setConnection(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.changed("connection");
  }

  /** The newest calls; the older ones follow by themselves. Gives the last event that they know of. */
  async load(signal) {
    const [first] = await Promise.all([
      this.api.get(`/calls?order=newest&limit=${FIRST}`),
      this.lookAtClock(),
      this.loadAccounts(),
    ]);
    this.calls.clear();
    this.calls.add(first.calls, first.last_event);
    this.calls.complete = first.calls.length === first.total;
    this.lastEvent = first.last_event;
    this.changed("calls");
    if (!this.calls.complete) this.loadOlder(first.calls.at(-1).sms_id, signal).catch(() => undefined);
    return first.last_event;
  }

  async loadOlder(after, signal) {
    let oldest = after;
    while (!signal.aborted) {
      const page = await this.api.get(`/calls?order=newest&limit=${MORE}&after=${encodeURIComponent(oldest)}`);
      if (signal.aborted) return;
      for (const id of this.calls.add(page.calls, page.last_event)) this.look(id);
      this.changed("calls");
      if (page.calls.length < MORE) break;
      oldest = page.calls.at(-1).sms_id;
    }
    this.calls.complete = true;
    this.changed("calls");
  }

  /** Look at one call anew. */
  async look(id) {
    const position = this.lastEvent;
    const call = await this.api.get(`/calls/${encodeURIComponent(id)}`);
    this.calls.replace(call, position);
    this.changed("calls");
  }

  /** Take in what has happened. A gap in the ids means that the sandbox keeps no more of it: begin anew. */
  take(events, stop) {
    if (events[0].id !== this.lastEvent + 1) return stop.abort();
    for (const event of events) {
      this.lastEvent = event.id;
      this.calls.apply(event);
      this.clock.atLeast(instant(event.data.at));
      this.onEvent(event);
    }
    this.changed("calls");
    this.lookSoon();
    return undefined;
  }
}
