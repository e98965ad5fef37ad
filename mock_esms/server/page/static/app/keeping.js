// What the browser keeps for the page. Where it may keep nothing, as all cookies are blocked, the page itself does.

class Keeping {
  /** @param {() => Storage} storage  throws where nothing may be kept */
  constructor(storage) {
    this.storage = storage;
    this.here = new Map();
  }

  /** @param {string} name @returns {string | null} */
  get(name) {
    try {
      return this.storage().getItem(name);
    } catch {
      return this.here.get(name) ?? null;
    }
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    try {
      this.storage().setItem(name, value);
    } catch {
      this.here.set(name, value);
    }
  }
}

/** Kept from one visit to the next. */
export const always = new Keeping(() => localStorage);
/** Kept until the tab is closed. */
export const thisTab = new Keeping(() => sessionStorage);
