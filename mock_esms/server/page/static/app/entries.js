// Every call and message of the sandbox, as it is now: a list of each to begin with, and the events since.

import { applyEvent } from "./apply-event.js";
import { isMessage } from "./entry-kinds.js";

/** More than the sandbox keeps by itself; past it the oldest settled ones are removed. */
const MOST = 20_000;

export class Entries {
  constructor() {
    this.calls = new OneKind();
    this.messages = new OneKind();
    /** Called with each entry that is new, changed or gone. @type {(entry: any) => void} */
    this.onChange = () => undefined;
    for (const kind of this.kinds) kind.onChange = (entry) => this.onChange(entry);
  }

  get kinds() {
    return [this.calls, this.messages];
  }
  get(id) {
    return this.calls.byId.get(id) ?? this.messages.byId.get(id);
  }
  get size() {
    return this.calls.size + this.messages.size;
  }
  get complete() {
    return this.calls.complete && this.messages.complete;
  }

  /** Put an entry in the place of its older self. @param {any} entry @param {number} position */
  replace(entry, position) {
    (isMessage(entry) ? this.messages : this.calls).replace(entry, position);
  }

  /** @param {{id: number, kind: string, data: any}} event */
  apply(event) {
    const { kind, data } = event;
    if (kind === "reset") for (const each of this.kinds) each.forget(data.api_key);
    else if (kind === "message" || data.legs) this.messages.apply(event);
    else if (!data.inbound && !data.application) this.calls.apply(event);
  }

  /** Those that fit, newest first; of one instant, what came later. @param {(entry: any) => boolean} fits */
  select(fits) {
    const { calls, messages } = this;
    const found = [];
    let call = calls.size - 1;
    let message = messages.size - 1;
    while (call >= 0 || message >= 0) {
      const isCall = message < 0 || (call >= 0 && this.isLater(calls.ids[call], messages.ids[message]));
      const entry = isCall ? calls.byId.get(calls.ids[call--]) : messages.byId.get(messages.ids[message--]);
      if (fits(entry)) found.push(entry);
    }
    return found;
  }

  /** Whether a call came after a message. */
  isLater(call, message) {
    const at = this.calls.byId.get(call).received_at;
    const other = this.messages.byId.get(message).received_at;
    return at === other ? (this.calls.begun.get(call) ?? 0) > (this.messages.begun.get(message) ?? 0) : at > other;
  }
}

/** All entries of one kind. */
class OneKind {
  constructor() {
    this.onChange = (_entry) => undefined;
    this.clear();
  }

  clear() {
    /** Oldest first. @type {string[]} */
    this.ids = [];
    this.byId = new Map();
    /** By id: the event with which it began, where one was heard. */
    this.begun = new Map();
    /** By id: the newest event that an entry knows of. */
    this.seen = new Map();
    /** By id: events about entries that are not loaded yet. */
    this.missed = new Map();
    this.complete = false;
  }

  get size() {
    return this.ids.length;
  }

  /** Those that fit, newest first. @param {(entry: any) => boolean} fits */
  select(fits) {
    return this.ids
      .map((id) => this.byId.get(id))
      .filter(fits)
      .reverse();
  }

  /**
   * Add a part of the list, newest first, and older than all that is known.
   * @param {any[]} entries @param {number} position  the last event that it knows of
   * @returns {string[]} ids of entries that more has happened to since, to be asked for again
   */
  add(entries, position) {
    const fresh = entries.filter((entry) => !this.byId.has(entry.sms_id));
    for (const entry of fresh) this.keep(entry, position);
    this.ids = [...fresh.map((entry) => entry.sms_id).reverse(), ...this.ids];
    return fresh.map((entry) => entry.sms_id).filter((id) => (this.missed.get(id) ?? 0) > position);
  }

  replace(entry, position) {
    if (this.byId.has(entry.sms_id) && (this.seen.get(entry.sms_id) ?? 0) <= position) this.keep(entry, position);
  }

  keep(entry, position) {
    this.byId.set(entry.sms_id, entry);
    this.seen.set(entry.sms_id, position);
    this.onChange(entry);
  }

  /** @param {{id: number, kind: string, data: any}} event */
  apply({ id, kind, data }) {
    const begun = data.call ?? data.message;
    if (begun) return this.begin(begun, id);
    if (!data.sms_id || !data.callbacks) return;
    const entry = this.byId.get(data.sms_id);
    if (!entry) this.missed.set(data.sms_id, id);
    else if (id > this.seen.get(data.sms_id)) this.keep(applyEvent(entry, kind, data), id);
  }

  begin(entry, id) {
    if (!this.byId.has(entry.sms_id)) this.ids.push(entry.sms_id);
    this.begun.set(entry.sms_id, id);
    if (id > (this.seen.get(entry.sms_id) ?? 0)) this.keep(entry, id);
    if (this.size > MOST) this.remove([this.ids.find((other) => this.byId.get(other).settled)]);
  }

  /** Forget everything, or what is an account's. @param {string | null} apiKey */
  forget(apiKey) {
    this.remove(this.ids.filter((id) => apiKey === null || this.byId.get(id).request.ApiKey === apiKey));
    if (apiKey !== null) return;
    this.clear();
    this.complete = true;
  }

  /** Remove as many as the sandbox has dropped: always the oldest that have settled. @param {number} count */
  drop(count) {
    this.remove(this.ids.filter((id) => this.byId.get(id).settled).slice(0, count));
  }

  remove(ids) {
    const gone = new Set(ids.filter((id) => this.byId.has(id)));
    if (!gone.size) return;
    this.ids = this.ids.filter((id) => !gone.has(id));
    for (const id of gone) {
      const entry = this.byId.get(id);
      for (const map of [this.byId, this.begun, this.seen]) map.delete(id);
      this.onChange(entry);
    }
  }
}
