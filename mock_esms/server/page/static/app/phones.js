// People's phones: whoever got something, and what is on the phone of one of them.

import { arrivalsOf, toneOf } from "./arrivals.js";
import { h } from "./dom.js";
import { Handset } from "./handset.js";
import { wroteText } from "./inbox-items.js";
import { isMessage } from "./entry-kinds.js";
import { national } from "./phone-number.js";
import { VirtualList } from "./virtual-list.js";
import { clockOf, exact } from "./times.js";
import { count, t } from "./i18n.js";

/** So many entries that nobody reports by events are asked for at a time. */
const MOST_ASKED = 3;

export class Phones {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.people = app.people;
    this.search = h("input", {
      type: "search",
      name: "phone",
      placeholder: t("search_phones"),
      "aria-label": t("search_phones"),
      inputmode: "tel",
      autocomplete: "off",
      on: { input: () => this.update(), keydown: (event) => event.key === "Enter" && this.go() },
    });
    this.counted = h("span", { class: "counted", role: "status" });
    this.none = h("p", { class: "none" });
    this.rows = new VirtualList({
      label: t("phones"),
      name: "people",
      columns: [t("phone"), t("latest"), t("time")],
      key: (person) => person.phone,
      cells: (person) => this.cells(person),
      tone: () => "",
      open: (person) => this.open(person.phone),
    });
    this.list = h(
      "div",
      { class: "people-list" },
      h("div", { class: "filters", role: "search" }, this.search, this.counted),
      this.none,
      this.rows.root,
    );
    this.handset = new Handset(app, this.people, () => this.open(""));
    this.root = h("section", { class: "phones-view", "aria-label": t("phones") }, this.list, this.handset.root);
  }

  open(phone) {
    this.app.address.set({ view: "phones", phone });
  }

  /** Whoever is typed in full is found, also if nothing has come to them yet. */
  go() {
    const typed = national(this.search.value.trim());
    if (typed) this.open(typed);
  }

  update() {
    this.people.update();
    const phone = national(this.app.address.phone ?? "");
    const found = this.people.find(national(this.search.value.trim()));
    const all = this.people.byPhone.size;
    this.counted.textContent = t("counted_phones", { number: count(found.length) });
    this.none.hidden = found.length > 0;
    this.none.textContent = all ? t("no_such_phone") : t("no_phones");
    this.rows.update(found, phone);
    this.root.classList.toggle("open", phone !== "");
    const opened = phone !== this.shown;
    this.handset.update(phone);
    if (opened && this.shown !== undefined) this.moveFocus(phone);
    this.shown = phone;
  }

  /** Where the list has no room beside it, the phone that opens takes the focus; one that closes gives it back. */
  moveFocus(phone) {
    if (!phone) this.rows.root.focus();
    else if (!this.list.offsetParent) this.handset.title.focus();
  }

  /** What is on its way to the open phone, and of which no event tells: one receiver among many. */
  unreported() {
    const coming = this.people.entriesTo(this.handset.phone).filter((entry) => isMessage(entry) && !entry.settled);
    return coming.filter((entry) => entry.state !== "ended").slice(-MOST_ASKED);
  }

  /** The newest thing of a person: what they wrote counts as an SMS. */
  latest({ phone, newest }) {
    const written = this.app.written.byId.get(newest);
    if (written) return { kind: "sms", outcome: "came", text: wroteText(written), at: written.received_at };
    const entry = this.app.entries.get(newest);
    return entry && arrivalsOf(entry, phone).at(-1);
  }

  cells(person) {
    const arrival = this.latest(person);
    if (!arrival) return [person.phone, "", ""];
    const { kind, outcome, text } = arrival;
    return [
      [
        h("span", { class: "number" }, person.phone),
        person.ids.size > 1 ? h("span", { class: "pill waits" }, count(person.ids.size)) : null,
      ],
      [
        h("span", { class: `kind ${kind}` }, t(`kind_${kind}`)),
        outcome === "came" ? null : h("span", { class: `pill ${toneOf(outcome)}` }, t(`arrival_${outcome}`)),
        ` ${text}`,
      ],
      h("time", { datetime: arrival.at, title: exact(arrival.at) }, clockOf(arrival.at)),
    ];
  }
}
