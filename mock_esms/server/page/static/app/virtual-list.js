// A long list of which only the rows in view exist: thousands of calls cost as much as thirty.

import { h } from "./dom.js";

/** VirtualList beyond both edges, so that scrolling shows no gaps. */
const MARGIN = 8;

export class VirtualList {
  /**
   * @param {{label: string, name: string, columns: string[], key: (item: any) => string,
   *   cells: (item: any) => Array<any>, tone: (item: any) => string, open: (item: any) => void}} options
   */
  constructor(options) {
    this.options = options;
    this.items = [];
    this.drawn = new Map();
    this.active = null;
    this.chosen = null;
    this.header = h(
      "div",
      { role: "row", class: "row head", "aria-rowindex": 1 },
      options.columns.map((text) => h("span", { role: "columnheader", class: "cell" }, text)),
    );
    this.body = h("div", { role: "rowgroup", class: "rows-body" });
    this.root = h(
      "div",
      {
        class: `rows ${options.name}`,
        role: "grid",
        tabIndex: 0,
        "aria-label": options.label,
        on: { scroll: () => this.draw(), keydown: (event) => this.key(event), click: (event) => this.click(event) },
      },
      h("div", { role: "rowgroup", class: "rows-head" }, this.header),
      this.body,
    );
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.root);
  }

  /** Show other items. @param {any[]} items @param {string | null} chosen  the key of the one that is open */
  update(items, chosen) {
    const { height } = this;
    const first = Math.floor(this.root.scrollTop / height);
    const seen = first > 0 && first < this.items.length ? this.options.key(this.items[first]) : null;
    this.items = items;
    this.chosen = chosen;
    if (seen !== null) this.stay(seen, first, height);
    this.draw();
  }

  /** Who has scrolled away from the top reads: what comes in above must not push the lines from under their eyes. */
  stay(seen, before, height) {
    const isSeen = (item) => this.options.key(item) === seen;
    if (this.items[before] && isSeen(this.items[before])) return;
    const now = this.items.findIndex(isSeen);
    if (now < 0) return;
    this.body.style.height = `${this.items.length * height}px`;
    this.root.scrollTop += (now - before) * height;
  }

  /** Back to the top: it is another list now. */
  top() {
    this.root.scrollTop = 0;
  }

  get height() {
    return parseFloat(getComputedStyle(this.root).getPropertyValue("--row-height")) || 40;
  }

  /** Bring what exists in line with what is in view. */
  draw() {
    const { height } = this;
    const length = this.items.length;
    this.body.style.height = `${length * height}px`;
    this.root.setAttribute("aria-rowcount", String(length + 1));
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - MARGIN);
    const last = Math.min(length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / height) + MARGIN);
    const before = this.drawn;
    this.drawn = new Map();
    for (let index = first; index < last; index += 1) {
      const item = this.items[index];
      const key = this.options.key(item);
      const row = before.get(key) ?? this.make(key);
      before.delete(key);
      this.drawn.set(key, row);
      this.fill(row, item, index, height);
    }
    for (const row of before.values()) row.element.remove();
    this.sort();
    const active = this.drawn.has(this.active) ? this.rowId(this.active) : null;
    if (active) this.root.setAttribute("aria-activedescendant", active);
    else this.root.removeAttribute("aria-activedescendant");
  }

  /** What is seen first is read first: by screen readers, too. */
  sort() {
    let place = this.body.firstChild;
    for (const { element } of this.drawn.values()) {
      if (element === place) place = place.nextSibling;
      else this.body.insertBefore(element, place);
    }
  }

  rowId(key) {
    return `row-${this.options.name}-${key}`;
  }

  make(key) {
    const element = h("div", { role: "row", id: this.rowId(key), "data-key": key });
    this.body.append(element);
    return { element, item: null };
  }

  fill(row, item, index, height) {
    const { element } = row;
    element.style.transform = `translateY(${index * height}px)`;
    element.setAttribute("aria-rowindex", String(index + 2));
    const key = this.options.key(item);
    element.setAttribute("aria-selected", String(key === this.chosen));
    element.className = `row ${this.options.tone(item)}${key === this.active ? " active" : ""}`;
    if (row.item === item) return;
    row.item = item;
    element.replaceChildren(
      ...this.options.cells(item).map((content) => h("span", { role: "gridcell", class: "cell" }, content)),
    );
  }

  click(event) {
    const row = event.target.closest("[data-key]");
    if (!row) return;
    this.active = row.dataset.key;
    const item = this.items.find((each) => this.options.key(each) === this.active);
    if (item) this.options.open(item);
    this.draw();
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.height) - 2);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const at = this.items.findIndex((item) => this.options.key(item) === (this.active ?? this.chosen));
    if (event.key in moves && this.items.length) {
      event.preventDefault();
      const wanted = at >= 0 ? at + moves[event.key] : event.key === "End" ? Infinity : 0;
      this.activate(Math.min(this.items.length - 1, Math.max(0, wanted)));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.options.open(this.items[at]);
    }
  }

  /** Move to an item, and bring it into view. */
  activate(index) {
    this.active = this.options.key(this.items[index]);
    const { height } = this;
    const top = index * height;
    const room = this.root.clientHeight - this.header.offsetHeight;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + height > this.root.scrollTop + room) this.root.scrollTop = top + height - room;
    this.draw();
  }
}
