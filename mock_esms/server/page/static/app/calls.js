// Every call of the sandbox, as it is now: a list to begin with, and the events since.

import { applyEvent } from "./apply-event.js";

/** More than the sandbox keeps by itself; past it the oldest settled ones are removed. */
const MOST = 20_000;

export class Calls {
  constructor() {
    this.clear();
  }

  clear() {
    /** Oldest first. @type {string[]} */
    this.ids = [];
    this.byId = new Map();
    /** By id: the newest event that a call knows of. */
    this.seen = new Map();
    /** By id: events about calls that are not loaded yet. */
    this.missed = new Map();
    this.complete = false;
  }

  get(id) {
    return this.byId.get(id);
  }
  get size() {
    return this.ids.length;
  }

  /**
   * Add a part of the list, newest first, and older than all that is known.
   * @param {any[]} calls @param {number} position  the last event that it knows of
   * @returns {string[]} ids of calls that more has happened to since, to be asked for again
   */
  add(calls, position) {
    const fresh = calls.filter((call) => !this.byId.has(call.sms_id));
    for (const call of fresh) this.keep(call, position);
    this.ids = [...fresh.map((call) => call.sms_id).reverse(), ...this.ids];
    return fresh.map((call) => call.sms_id).filter((id) => (this.missed.get(id) ?? 0) > position);
  }

  /** Put a call in the place of its older self. */
  replace(call, position) {
    if (this.byId.has(call.sms_id) && (this.seen.get(call.sms_id) ?? 0) <= position) this.keep(call, position);
  }

  keep(call, position) {
    this.byId.set(call.sms_id, call);
    this.seen.set(call.sms_id, position);
  }

  /** @param {{id: number, kind: string, data: any}} event */
  apply({ id, kind, data }) {
    if (kind === "reset") return this.forget(data.api_key);
    if (kind === "call") return this.begin(data.call, id);
    if (!data.sms_id || !data.callbacks) return;
    const call = this.byId.get(data.sms_id);
    if (!call) this.missed.set(data.sms_id, id);
    else if (id > this.seen.get(data.sms_id)) this.keep(applyEvent(call, kind, data), id);
  }

  begin(call, id) {
    if (!this.byId.has(call.sms_id)) this.ids.push(call.sms_id);
    if (id > (this.seen.get(call.sms_id) ?? 0)) this.keep(call, id);
    if (this.ids.length > MOST) this.remove(this.ids.find((other) => this.byId.get(other).settled));
  }

  /** Everything, or what is an account's. @param {string | null} apiKey */
  forget(apiKey) {
    if (apiKey === null) {
      this.clear();
      this.complete = true;
      return;
    }
    for (const id of this.ids.filter((other) => this.byId.get(other).request.ApiKey === apiKey)) this.remove(id);
  }

  /** Remove as many as the sandbox has dropped: always the oldest that have settled. @param {number} count */
  drop(count) {
    const gone = new Set(this.ids.filter((id) => this.byId.get(id).settled).slice(0, count));
    this.ids = this.ids.filter((id) => !gone.has(id));
    for (const id of gone) {
      this.byId.delete(id);
      this.seen.delete(id);
    }
  }

  remove(id) {
    if (id === undefined) return;
    this.ids = this.ids.filter((other) => other !== id);
    this.byId.delete(id);
    this.seen.delete(id);
  }

  /** The calls that fit, newest first. @param {(call: any) => boolean} fits */
  select(fits) {
    const found = [];
    for (let index = this.ids.length - 1; index >= 0; index -= 1) {
      const call = this.byId.get(this.ids[index]);
      if (fits(call)) found.push(call);
    }
    return found;
  }
}
