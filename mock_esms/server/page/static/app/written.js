// What people wrote to shortcodes, and what came of it (docs: GET /_mock/inbound).

/** The latest ones are kept; whoever looks at a phone looks at what was written lately. */
const MOST = 1000;

export class Written {
  constructor() {
    /** By id, oldest first. */
    this.byId = new Map();
    /** Called with each one that is new or changed, or gone. @type {(id: string) => void} */
    this.onChange = () => undefined;
  }

  /** Begin with a list, newest first. @param {any[]} list */
  load(list) {
    this.forget(null);
    for (const inbound of list.toReversed()) this.keep(inbound);
  }

  /** @param {{kind: string, data: any}} event */
  apply({ kind, data }) {
    if (kind === "reset") this.forget(data.api_key);
    else if (data.inbound) this.keep(data.inbound);
  }

  keep(inbound) {
    this.byId.set(inbound.sms_id, inbound);
    this.onChange(inbound.sms_id);
    if (this.byId.size > MOST) this.remove(this.byId.keys().next().value);
  }

  /** @param {string | null} apiKey  whose; null: everybody's */
  forget(apiKey) {
    for (const [id, inbound] of this.byId) if (apiKey === null || inbound.api_key === apiKey) this.remove(id);
  }

  remove(id) {
    this.byId.delete(id);
    this.onChange(id);
  }

  /** What a person wrote, oldest first. @param {string} phone */
  by(phone) {
    return [...this.byId.values()].filter((inbound) => inbound.phone === phone);
  }
}
