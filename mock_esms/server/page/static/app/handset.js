// One person's phone: what has come to it in one order, the newest code, and apart from that what has not come.

import { apartOf } from "./absent.js";
import { arrivalsOf } from "./arrivals.js";
import { copyButton } from "./clipboard.js";
import { button, folded, h, redraw } from "./dom.js";
import { drawItem, drawWritten } from "./inbox-items.js";
import { ShortcodeForm } from "./shortcode-form.js";
import { sendMessage } from "./send-message.js";
import { clockOf } from "./times.js";
import { t } from "./i18n.js";

/** What is shown of a long inbox, and how much more each time that somebody wants more. */
const NEWEST = 100;
const MORE = 400;
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
    this.earlier = button(t("show_earlier"), () => this.showMore(), { class: "link earlier" });
    this.inbox = h("ol", { class: "inbox", tabIndex: 0, "aria-label": t("inbox") });
    this.shortcodes = new ShortcodeForm(app, () => this.phone);
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
        this.shortcodes.root,
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
      this.limit = NEWEST;
      this.known = null;
    }
    if (phone === "") return;
    // Shortcodes, and the names of OAs and templates, may have been set up since.
    if (another) this.app.loadAccounts().catch(() => undefined);
    this.title.textContent = phone;
    if (another || person !== this.person) this.lookSoon(another ? 0 : PAUSE);
    this.person = person;
    this.shortcodes.update();
    this.draw();
  }

  /** Look into the inbox soon, however often this is asked for. */
  lookSoon(after = PAUSE) {
    this.looking ??= setTimeout(async () => {
      this.looking = undefined;
      const { phone } = this;
      const address = `/inbox/${encodeURIComponent(phone)}?limit=${this.limit}`;
      const found = await this.app.api.get(address).catch(() => null);
      if (!found || phone !== this.phone) return;
      this.announce(found.items);
      this.items = found.items;
      this.draw();
    }, after);
  }

  showMore() {
    this.limit += MORE;
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
    this.earlier.hidden = items.length < this.limit;
    const coded = items.findLast(({ code }) => code !== null);
    redraw(this.code, coded ?? null, () => (coded ? newestCode(coded) : []));
    const shown = this.withWritten(items);
    folded(inbox, () =>
      redraw(inbox, [this.phone, shown, this.detailsOf(items)], () =>
        shown.length
          ? shown.map((each, index) => this.line(each, shown[index - 1]))
          : [h("li", { class: "none" }, t("inbox_empty"))],
      ),
    );
    if (atEnd) inbox.scrollTop = inbox.scrollHeight;
    const absent = this.absent();
    redraw(apart, [this.phone, absent.map(({ entry, ...rest }) => rest)], () => apartOf(this.app, absent));
  }

  /** What an inbox does not tell and its entries do: so that it is drawn anew when they are loaded. */
  detailsOf(items) {
    return items.map(({ sms_id: id }) => this.app.entries.get(id)?.result ?? null);
  }

  /** What came and what its owner wrote, in one order; a reply stands behind what it replies to. */
  withWritten(items) {
    const since = items.length < this.limit ? "" : items[0].at;
    const written = [...this.app.written.byId.values()].filter(
      (inbound) => inbound.phone === this.phone && inbound.received_at >= since,
    );
    const all = [
      ...written.map((inbound) => ({ at: inbound.received_at, inbound })),
      ...items.map((item) => ({ at: item.at, item })),
    ];
    return all.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
  }

  line({ at, item, inbound }, before) {
    return h(
      "li",
      { class: `item ${item ? item.kind : "wrote"}` },
      before?.at.slice(0, 10) === at.slice(0, 10) ? null : h("p", { class: "day" }, at.slice(0, 10)),
      item ? drawItem(this.app, item, this.app.entries.get(item.sms_id)) : drawWritten(inbound),
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
