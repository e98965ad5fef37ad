// What is looked at, in the address bar: a link to it shows the same to somebody else.

export const VIEWS = ["all", "phones", "requests", "scenarios"];
const FILTERS = ["q", "kind", "state", "scenario", "failed"];

export class Address {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    addEventListener("popstate", changed);
  }

  get params() {
    return new URLSearchParams(location.search);
  }
  get view() {
    return VIEWS.includes(this.params.get("view")) ? this.params.get("view") : "all";
  }
  /** The call or message that is open, by its id. */
  get open() {
    return this.params.get("open");
  }
  /** Whose phone is looked at. */
  get phone() {
    return this.params.get("phone");
  }
  get name() {
    return this.params.get("name");
  }
  get filters() {
    return Object.fromEntries(FILTERS.map((name) => [name, this.params.get(name) ?? ""]));
  }
  get filtered() {
    return FILTERS.some((name) => this.params.get(name));
  }

  /** Change some parameters; an empty one goes. A filter replaces the entry in the history, a place makes a new one. */
  set(changes, { replace = false } = {}) {
    const params = this.params;
    for (const [name, value] of Object.entries(changes)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const target = this.to(params);
    if (target === location.pathname + location.search) return;
    if (replace) history.replaceState(null, "", target);
    else history.pushState(null, "", target);
    this.changed();
  }

  /** The address of another view. */
  of(view) {
    return this.to(new URLSearchParams(view === "all" ? {} : { view }));
  }

  to(params) {
    const query = params.toString();
    return location.pathname + (query ? `?${query}` : "");
  }
}
