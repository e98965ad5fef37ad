// The phone that you can answer: a card for each call that rings for a person or is being talked on.

import { button, h } from "./dom.js";
import { attempt } from "./notices.js";
import { possibleActions } from "./summary.js";
import { instant, stopwatch } from "./times.js";
import { t } from "./i18n.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
/** More would cover the page, and a small screen has room for one; the list of calls shows the others. */
const MOST = 3;
const MOST_NARROW = 1;

export class RingingPhones {
  /**
   * @param {import("./app-state.js").AppState} app
   * @param {() => void} leave  takes the focus from a phone that has gone
   */
  constructor(app, leave) {
    this.app = app;
    this.leave = leave;
    this.cards = new Map();
    /** The call that rings and has waited longest, if one rings. */
    this.ringing = null;
    /** Who looks sees it ring; a screen reader says it. */
    this.announcement = h("p", { class: "visually-hidden", role: "status" });
    this.more = h("p", { class: "more wide-phones" });
    this.moreNarrow = h("p", { class: "more narrow-phones" });
    this.root = h(
      "section",
      { class: "phones", id: "phones", tabIndex: -1, "aria-label": t("your_phone") },
      this.announcement,
      this.more,
      this.moreNarrow,
    );
  }

  update() {
    const all = waiting(this.app.entries.calls.select((call) => possibleActions(call).length > 0));
    const wanted = all.slice(0, MOST);
    const staying = new Set(wanted.map((call) => call.sms_id));
    let left = false;
    for (const [id, card] of this.cards) {
      if (staying.has(id)) continue;
      left ||= card.root.contains(document.activeElement);
      card.root.remove();
      this.cards.delete(id);
    }
    this.ringing = all.find((call) => call.state === "dialling") ?? null;
    showMore(this.more, all.length - MOST);
    showMore(this.moreNarrow, all.length - MOST_NARROW);
    for (const [place, call] of wanted.entries()) {
      if (!this.cards.has(call.sms_id)) {
        this.cards.set(call.sms_id, new Card(this.app, call));
        this.root.append(this.cards.get(call.sms_id).root);
        this.announcement.textContent = t("phone_rings", { phone: call.request.Phone });
      }
      this.cards.get(call.sms_id).update(call, place);
    }
    if (left) (this.first ?? { focus: this.leave }).focus();
  }

  /** The phone at the top. @returns {Card | undefined} */
  get first() {
    return [...this.cards.values()].find((card) => card.place === 0);
  }

  tick() {
    for (const card of this.cards.values()) card.tick();
  }
}

/** Whoever is being talked to stays in sight, then whoever has waited longest. @param {any[]} calls newest first */
function waiting(calls) {
  const talks = (call) => Number(call.state === "talking");
  return calls.reverse().sort((one, other) => talks(other) - talks(one));
}

function showMore(element, number) {
  element.hidden = number <= 0;
  const text = t("phones_more", { number });
  if (element.textContent !== text) element.textContent = text;
}

class Card {
  constructor(app, call) {
    this.app = app;
    this.call = call;
    const act = (body) => attempt(() => app.api.post(`/calls/${encodeURIComponent(this.call.sms_id)}/act`, body));
    this.state = h("p", { class: "phone-state" });
    this.time = h("span", { class: "phone-time" });
    this.pressed = h("output", { class: "phone-pressed", "aria-label": t("pressed") });
    this.answer = button(t("answer"), () => act({ do: "answer" }), { class: "answer" });
    this.reject = button(t("reject"), () => act({ do: "reject" }), { class: "hang-up" });
    this.hangUp = button(t("hang_up"), () => act({ do: "hang_up" }), { class: "hang-up" });
    this.keys = h(
      "div",
      { class: "keypad", role: "group", "aria-label": t("keypad") },
      KEYS.map((key) => button(key, () => act({ do: "press", key }), { "aria-label": t("press_key", { key }) })),
    );
    this.root = h(
      "article",
      { class: "phone", "aria-label": call.request.Phone, on: { keydown: (event) => this.key(event) } },
      h(
        "button",
        {
          type: "button",
          class: "phone-number",
          on: { click: () => app.address.set({ view: "", open: call.sms_id }) },
        },
        call.request.Phone,
      ),
      h("p", { class: "faint small" }, call.scenario),
      this.state,
      this.pressed,
      this.keys,
      h("div", { class: "phone-buttons" }, this.answer, this.reject, this.hangUp),
    );
  }

  focus() {
    (this.call.state === "talking" ? this.hangUp : this.answer).focus();
  }

  /** @param {any} call @param {number} place  0 is the top; by style, as an element that moves loses the focus */
  update(call, place) {
    this.call = call;
    this.place = place;
    this.root.style.order = String(place);
    const talks = call.state === "talking";
    const answered = this.root.contains(document.activeElement) && this.root.classList.contains("rings") && talks;
    this.root.className = `phone ${talks ? "talks" : "rings"}${place ? "" : " first"}`;
    this.state.replaceChildren(talks ? t("phone_talks") : t("phone_is_ringing"), " ", this.time);
    this.pressed.textContent = call.pressed?.key ?? "";
    this.pressed.hidden = !talks;
    this.keys.hidden = !talks;
    this.answer.hidden = talks;
    this.reject.hidden = talks;
    this.hangUp.hidden = !talks;
    if (answered) this.hangUp.focus();
    this.tick();
  }

  /** How long it has been ringing, or they have been talking. */
  tick() {
    const dial = this.call.dials.at(-1);
    const since = instant(dial.at) + (this.call.state === "talking" ? dial.ring * 1000 : 0);
    this.time.textContent = stopwatch(this.app.clock.now() - since);
  }

  /** A key of the keyboard is a key of the phone. */
  key(event) {
    const index = KEYS.indexOf(event.key);
    if (index >= 0 && !this.keys.hidden) this.keys.children[index].click();
  }
}
