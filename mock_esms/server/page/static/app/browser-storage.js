// The browser's storage. Where it may store nothing, as all cookies are blocked, the page remembers by itself.

class BrowserStorage {
  /** @param {() => Storage} storage  throws where nothing may be stored */
  constructor(storage) {
    this.storage = storage;
    this.remembered = new Map();
  }

  /** @param {string} name @returns {string | null} */
  get(name) {
    try {
      return this.storage().getItem(name);
    } catch {
      return this.remembered.get(name) ?? null;
    }
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    try {
      this.storage().setItem(name, value);
    } catch {
      this.remembered.set(name, value);
    }
  }
}

/** From one visit to the next. */
export const persistent = new BrowserStorage(() => localStorage);
/** Until the tab is closed. */
export const session = new BrowserStorage(() => sessionStorage);
