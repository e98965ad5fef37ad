// Everybody to whom something came or was to come, or who wrote to a shortcode.

import { latestByReceiver } from "./arrivals.js";
import { instant } from "./times.js";

export class People {
  /** @param {import("./entries.js").Entries} entries @param {import("./told-whole.js").ToldWhole} written */
  constructor(entries, written) {
    this.entries = entries;
    this.written = written;
    /** By phone; a person to whom something new happens is another object. */
    this.byPhone = new Map();
    /** By id of an entry: whom it concerns. */
    this.concerned = new Map();
    /** What has changed since the last look. */
    this.changed = new Set();
    entries.onChange = (entry) => this.changed.add(entry.sms_id);
    written.onChange = (id) => this.changed.add(id);
  }

  /** Take in what has changed; only that costs anything. */
  update() {
    for (const id of this.changed) this.take(id);
    this.changed.clear();
  }

  take(id) {
    const now = this.concernedBy(id);
    for (const phone of this.concerned.get(id) ?? []) if (!now.has(phone)) this.leave(phone, id);
    for (const [phone, at] of now) if (phone) this.join(phone, id, at);
    if (now.size) this.concerned.set(id, [...now.keys()]);
    else this.concerned.delete(id);
  }

  /** Whom something concerns, and since when; nobody once it has gone. */
  concernedBy(id) {
    const written = this.written.byId.get(id);
    if (written) return new Map([[written.phone, instant(written.received_at)]]);
    const entry = this.entries.get(id);
    return entry ? latestByReceiver(entry) : new Map();
  }

  join(phone, id, at) {
    const known = this.byPhone.get(phone);
    const ids = known?.ids ?? new Set();
    ids.add(id);
    const newest = !known || at >= known.at ? { at, newest: id } : { at: known.at, newest: known.newest };
    this.byPhone.set(phone, { phone, ids, ...newest });
  }

  leave(phone, id) {
    const known = this.byPhone.get(phone);
    if (!known) return;
    known.ids.delete(id);
    if (!known.ids.size) this.byPhone.delete(phone);
    else this.byPhone.set(phone, { ...known, newest: known.newest === id ? [...known.ids].at(-1) : known.newest });
  }

  /** Those whose phone has these digits in it, the latest first. @param {string} digits */
  find(digits) {
    const found = [...this.byPhone.values()].filter(({ phone }) => phone.includes(digits));
    return found.sort((one, other) => other.at - one.at);
  }

  /** The calls and messages to a phone, in the order in which they were asked for. */
  entriesTo(phone) {
    return [...(this.byPhone.get(phone)?.ids ?? [])].map((id) => this.entries.get(id)).filter(Boolean);
  }
}
