// What all parts of the page share, and the connection that keeps it up to date.

import { Address } from "./address.js";
import { Api, Unreachable } from "./api.js";
import { Entries } from "./entries.js";
import { addressOf, LISTS } from "./entry-kinds.js";
import { askForToken } from "./dialogs.js";
import { armScenario } from "./action-dialogs.js";
import { People } from "./people.js";
import { SandboxClock } from "./sandbox-clock.js";
import { follow } from "./event-stream.js";
import { instant } from "./times.js";
import { ToldWhole } from "./told-whole.js";

/** How many calls and messages are loaded first, and with each further request. */
const FIRST = 200;
const MORE = 500;
/** Real milliseconds between two tries to connect again, and between two looks at the clock. */
const AGAIN = 1000;
const LOOK = 500;

/** The account that documents and examples use; its secret is no secret. */
const BUILT_IN = { key: "test-api-key", secret: "test-secret-key" };

export class AppState {
  /**
   * @param {(part: string) => void} changed  called with what is new: `entries`, `clock`, `connection`, `address`,
   *   `accounts`, `scenarios`
   * @param {(event: {id: number, kind: string, data: any}) => void} onEvent  called with each event
   */
  constructor(changed, onEvent) {
    this.changed = changed;
    this.onEvent = onEvent;
    this.api = new Api(askForToken);
    this.address = new Address(() => changed("address"));
    this.entries = new Entries();
    /** What people wrote to shortcodes. */
    this.written = new ToldWhole(
      "inbound",
      (inbound) => inbound.sms_id,
      (inbound) => inbound.api_key,
    );
    /** Packages and templates that were applied for. */
    this.applications = new ToldWhole(
      "application",
      (application) => String(application.service_preview_id),
      (application) => application.request.ApiKey,
    );
    this.people = new People(this.entries, this.written);
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

  /** No event tells of an entry that the sandbox drops, to make room for a new one: counting does. */
  async count() {
    await Promise.all(Object.keys(LISTS).map((name) => this.countOf(name)));
  }

  async countOf(name) {
    const kind = this.entries[name];
    const { total, last_event: position } = await this.api.get(`${LISTS[name]}?limit=0`);
    if (!kind.complete || position !== this.lastEvent || kind.size <= total) return;
    kind.drop(kind.size - total);
    this.changed("entries");
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

  /** The newest entries; the older ones follow by themselves. Gives the last event that all of them know of. */
  async load(signal) {
    const names = Object.keys(LISTS);
    const [lists, { inbound }, { applications }] = await Promise.all([
      Promise.all(names.map((name) => this.api.get(`${LISTS[name]}?order=newest&limit=${FIRST}`))),
      this.api.get(`/inbound?order=newest&limit=${FIRST}`),
      this.api.get(`/applications?order=newest&limit=${FIRST}`),
      this.lookAtClock(),
      this.loadAccounts(),
    ]);
    this.written.load(inbound);
    this.applications.load(applications);
    this.lastEvent = Math.min(...lists.map((list) => list.last_event));
    for (const [index, name] of names.entries()) {
      const list = lists[index];
      const kind = this.entries[name];
      kind.forget(null);
      kind.add(list[name], list.last_event);
      kind.complete = list[name].length === list.total;
      if (!kind.complete) this.loadOlder(name, list[name].at(-1).sms_id, signal).catch(() => undefined);
    }
    this.changed("entries");
    return this.lastEvent;
  }

  async loadOlder(name, after, signal) {
    const kind = this.entries[name];
    let oldest = after;
    while (!signal.aborted) {
      const page = await this.api.get(`${LISTS[name]}?order=newest&limit=${MORE}&after=${encodeURIComponent(oldest)}`);
      if (signal.aborted) return;
      for (const id of kind.add(page[name], page.last_event)) this.look(kind.byId.get(id));
      this.changed("entries");
      if (page[name].length < MORE) break;
      oldest = page[name].at(-1).sms_id;
    }
    kind.complete = true;
    this.changed("entries");
  }

  /** Look at one entry anew. */
  async look(entry) {
    const position = this.lastEvent;
    this.entries.replace(await this.api.get(addressOf(entry)), position);
    this.changed("entries");
  }

  /** Take in what has happened. A gap in the ids means that the sandbox keeps no more of it: begin anew. */
  take(events, stop) {
    if (events[0].id !== this.lastEvent + 1) return stop.abort();
    for (const event of events) {
      this.lastEvent = event.id;
      this.entries.apply(event);
      this.written.apply(event);
      this.applications.apply(event);
      this.clock.atLeast(instant(event.data.at));
      this.onEvent(event);
    }
    this.changed("entries");
    this.lookSoon();
    return undefined;
  }
}
