// What every event tells whole: what people wrote to shortcodes, and what was applied for at eSMS.

/** The latest ones are kept. */
const MOST = 1000;

export class ToldWhole {
  /**
   * @param {string} name  under which an event has it
   * @param {(value: any) => string} idOf @param {(value: any) => string} accountOf
   */
  constructor(name, idOf, accountOf) {
    this.name = name;
    this.idOf = idOf;
    this.accountOf = accountOf;
    /** By id, oldest first. */
    this.byId = new Map();
    /** Called with the id of each that is new or changed, or gone. @type {(id: string) => void} */
    this.onChange = () => undefined;
  }

  /** Begin with a list, newest first. @param {any[]} list */
  load(list) {
    this.forget(null);
    for (const value of list.toReversed()) this.keep(value);
  }

  /** @param {{kind: string, data: any}} event */
  apply({ kind, data }) {
    if (kind === "reset") this.forget(data.api_key);
    else if (data[this.name]) this.keep(data[this.name]);
  }

  keep(value) {
    this.byId.set(this.idOf(value), value);
    this.onChange(this.idOf(value));
    if (this.byId.size > MOST) this.remove(this.byId.keys().next().value);
  }

  /** @param {string | null} apiKey  whose; null: everybody's */
  forget(apiKey) {
    for (const [id, value] of this.byId) if (apiKey === null || this.accountOf(value) === apiKey) this.remove(id);
  }

  remove(id) {
    this.byId.delete(id);
    this.onChange(id);
  }
}
