// One person's phone: what has come to it in one order, the newest code, and apart from that what has not come.

import { arrivalsOf, toneOf } from "./arrivals.js";
import { copyButton } from "./clipboard.js";
import { button, h, redraw } from "./dom.js";
import { drawItem } from "./inbox-items.js";
import { sendMessage } from "./send-message.js";
import { clockBeside, clockOf } from "./times.js";
import { count, t } from "./i18n.js";

/** What is shown of a long inbox until somebody wants all of it, and as much of what has not come. */
const NEWEST = 100;
/** Real milliseconds between two looks into an inbox, however much comes. */
const PAUSE = 300;

export class Handset {
  /**
   * @param {import("./app-state.js").AppState} app @param {import("./people.js").People} people
   * @param {() => void} close
   */
  constructor(app, people, close) {
    this.app = app;
    this.people = people;
    this.phone = "";
    this.items = [];
    this.title = h("h2", { tabIndex: -1 });
    this.code = h("div", { class: "newest-code" });
    this.earlier = button(t("show_earlier"), () => this.showAll(), { class: "link earlier" });
    this.inbox = h("ol", { class: "inbox", tabIndex: 0, "aria-label": t("inbox") });
    this.apart = h("div", { class: "apart" });
    /** Who looks sees it come; a screen reader says it. */
    this.announcement = h("p", { class: "visually-hidden", role: "status" });
    this.root = h(
      "article",
      {
        class: "handset-view",
        "aria-label": t("one_phone"),
        on: { keydown: (event) => event.key === "Escape" && close() },
      },
      h(
        "div",
        { class: "handset" },
        h(
          "header",
          null,
          h(
            "button",
            { type: "button", class: "quiet back", "aria-label": t("back_to_phones"), on: { click: close } },
            h("span", { class: "wide-only" }, "×"),
            h("span", { class: "narrow-only" }, "←"),
          ),
          this.title,
          button(t("send_message"), () => sendMessage(app, { phone: this.phone }), { class: "quiet" }),
        ),
        this.code,
        h("div", { class: "screen" }, this.earlier, this.inbox),
        this.announcement,
      ),
      this.apart,
    );
  }

  /** Show somebody's phone. @param {string} phone  empty: nobody's */
  update(phone) {
    this.root.hidden = phone === "";
    const person = this.people.byPhone.get(phone);
    const another = phone !== this.phone;
    if (another) {
      this.phone = phone;
      this.items = [];
      this.all = false;
      this.known = null;
    }
    if (phone === "") return;
    this.title.textContent = phone;
    if (another || person !== this.person) this.lookSoon(another ? 0 : PAUSE);
    this.person = person;
    this.draw();
  }

  /** Look into the inbox soon, however often this is asked for. */
  lookSoon(after = PAUSE) {
    this.looking ??= setTimeout(async () => {
      this.looking = undefined;
      const { phone } = this;
      const limit = this.all ? "" : `?limit=${NEWEST}`;
      const found = await this.app.api.get(`/inbox/${encodeURIComponent(phone)}${limit}`).catch(() => null);
      if (!found || phone !== this.phone) return;
      this.announce(found.items);
      this.items = found.items;
      this.draw();
    }, after);
  }

  showAll() {
    this.all = true;
    this.lookSoon(0);
  }

  /** Say what is new, but not what was there when the phone was opened. */
  announce(items) {
    const last = items.at(-1);
    const key = last ? `${last.at} ${last.sms_id} ${last.kind}` : "";
    if (this.known !== null && this.known !== key && last)
      this.announcement.textContent = `${t(`kind_${last.kind}`)}, ${last.from}: ${last.text ?? ""}`;
    this.known = key;
  }

  draw() {
    const { inbox, items, apart } = this;
    const atEnd = inbox.scrollHeight - inbox.scrollTop - inbox.clientHeight < 40;
    this.earlier.hidden = this.all || items.length < NEWEST;
    const coded = items.findLast(({ code }) => code !== null);
    redraw(this.code, coded ?? null, () => (coded ? newestCode(coded) : []));
    redraw(inbox, [this.phone, items, this.detailsOf(items)], () =>
      items.length
        ? items.map((item, index) => this.item(item, items[index - 1]))
        : [h("li", { class: "none" }, t("inbox_empty"))],
    );
    if (atEnd) inbox.scrollTop = inbox.scrollHeight;
    const absent = this.absent();
    redraw(apart, [this.phone, absent.map(({ entry, ...rest }) => rest)], () => apartOf(this.app, absent));
  }

  /** What an inbox does not tell and its entries do: so that it is drawn anew when they are loaded. */
  detailsOf(items) {
    return items.map(({ sms_id: id }) => this.app.entries.get(id)?.result ?? null);
  }

  item(item, before) {
    const entry = this.app.entries.get(item.sms_id);
    return h(
      "li",
      { class: `item ${item.kind}` },
      before?.at.slice(0, 10) === item.at.slice(0, 10) ? null : h("p", { class: "day" }, item.at.slice(0, 10)),
      drawItem(this.app, item, entry),
    );
  }

  /** What was meant for this phone and is not on it, the latest first. */
  absent() {
    const all = this.people.entriesTo(this.phone).flatMap((entry) => arrivalsOf(entry, this.phone));
    return all.filter(({ outcome }) => outcome !== "came").reverse();
  }
}

function newestCode({ code, kind, from, at }) {
  return [
    h("p", { class: "faint small" }, t("newest_code", { kind: t(`kind_${kind}`), from, at: clockOf(at) })),
    h("code", { class: "code-said" }, code),
    copyButton(t("copy_code"), () => code, { class: "main", "data-name": "newest-code" }),
  ];
}

/** What is still on its way, and what has not come, with the reason. */
function apartOf(app, absent) {
  const coming = absent.filter(({ outcome }) => outcome === "coming");
  const lost = absent.filter(({ outcome }) => outcome !== "coming");
  return [listOf(app, "coming", coming), listOf(app, "absent", lost)];
}

function listOf(app, name, arrivals) {
  if (!arrivals.length) return null;
  return h(
    "section",
    { class: name, "aria-label": t(`title_${name}`) },
    h("h3", null, t(`title_${name}`)),
    h(
      "ul",
      null,
      arrivals.slice(0, NEWEST).map((arrival) => line(app, arrival, name)),
      arrivals.length > NEWEST
        ? h("li", { class: "faint" }, t("and_more", { number: count(arrivals.length - NEWEST) }))
        : null,
    ),
  );
}

function line(app, { entry, kind, from, text, at, outcome, why }, name) {
  const reason = typeof why === "number" ? t("zalo_error", { error: why }) : why ? t(`missed_${why}`) : "";
  return h(
    "li",
    null,
    h("time", { datetime: at }, clockBeside(at, entry.received_at)),
    " ",
    h("span", { class: `kind ${kind}` }, t(`kind_${kind}`)),
    " ",
    h("span", { class: `pill ${toneOf(outcome)}` }, t(`arrival_${outcome}`)),
    reason ? ` ${reason}` : "",
    from ? h("span", { class: "faint" }, ` ${t("from_sender", { sender: from })}`) : "",
    " ",
    button(t("details"), () => app.address.set({ view: "", open: entry.sms_id, phone: "" }), {
      class: "link",
      "data-name": `${name}-${entry.sms_id}-${kind}`,
    }),
    text ? h("p", { class: "faint text" }, text) : null,
  );
}
