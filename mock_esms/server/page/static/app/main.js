// The page. One event's way is its plan:
//
//   event-stream.js  server-sent events come in       app-state.js      what all parts share, and the connection
//   entries.js       each event changes a call or a message, by apply-event.js
//   entry-list.js    the list of them: virtual-list.js draws what is in view
//   entry-view.js    the one that is open: call-timeline.js or message-timeline.js, attempts.js, wire-record.js,
//                    entry-actions.js
//   people.js        who has got what: phones.js lists them, handset.js is one person's phone, inbox-items.js and
//                    absent.js what it shows, shortcode-form.js what its owner writes
//   ringing-phones.js  calls that ring for a person   clock-bar.js      the sandbox's clock, sandbox-clock.js its time
//   place-call.js, send-message.js                    what can be asked for: place-request.js does it
//   scenarios.js     the library: scenario-list.js, and editor.js for the text
//   requests.js      every request, applications.js   welcome.js        the first visit
//
// Everything is read and done over the control API (api.js). What came from outside is only ever text (dom.js).

import { AppState } from "./app-state.js";
import { ClockBar } from "./clock-bar.js";
import { h } from "./dom.js";
import { isMessage } from "./entry-kinds.js";
import { EntryList } from "./entry-list.js";
import { EntryView } from "./entry-view.js";
import { PageHeader } from "./page-header.js";
import { notices } from "./notices.js";
import { Phones } from "./phones.js";
import { Requests } from "./requests.js";
import { RingingPhones } from "./ringing-phones.js";
import { Scenarios } from "./scenarios.js";
import { duration } from "./times.js";
import { Welcome } from "./welcome.js";
import { t } from "./i18n.js";

/** Real milliseconds between two looks at what moves with the clock. */
const TICK = 250;
/** Real milliseconds between two looks at what no event tells. */
const AGAIN = 1000;

let parts = null;
let planned = false;
let lookedFor = null;
let opened = null;
let lookedAt = 0;

const app = new AppState(
  (part) => {
    if (part === "scenarios") parts?.scenarios.load();
    // It may be another sandbox that answers now.
    if (part === "connection" && app.connection === "live") parts?.scenarios.doubt();
    plan();
  },
  (event) => {
    parts.requests.onEvent(event);
    parts.scenarios.onEvent(event);
    parts.welcome.onEvent(event);
    // Nothing is left of what was open: the page begins anew.
    if (event.kind === "reset" && event.data.api_key === null) app.address.set({ open: "" }, { replace: true });
    const begun = event.data.call ?? event.data.message;
    if (begun && app.entries.size === 1 && parts.welcomes) app.address.set({ open: begun.sms_id }, { replace: true });
  },
);

/** Draw once for all that has changed until the next frame. */
function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    draw();
  });
}

/** Make all parts, in the page's language. */
function build() {
  parts = {
    header: new PageHeader(app, build),
    clock: new ClockBar(app),
    list: new EntryList(app),
    entry: new EntryView(app),
    phones: new Phones(app),
    requests: new Requests(app),
    scenarios: new Scenarios(app),
    welcome: new Welcome(app),
    ringing: new RingingPhones(app, () => (parts.entry.root.hidden ? parts.list.rows.root : parts.entry.title).focus()),
    welcomes: false,
  };
  parts.heading = { root: h("h1", { class: "visually-hidden" }) };
  const main = h(
    "main",
    { id: "main" },
    parts.heading.root,
    parts.welcome.root,
    parts.list.root,
    parts.phones.root,
    parts.requests.root,
    parts.scenarios.root,
    parts.entry.root,
  );
  document.body.replaceChildren(
    parts.header.root,
    parts.clock.root,
    h("div", { class: "layout" }, main, parts.ringing.root),
    notices(),
  );
  draw();
}

function draw() {
  const { view, open, filtered } = app.address;
  const empty = app.entries.size === 0 && app.entries.complete;
  parts.welcomes = view === "all" && empty && !open && !filtered;
  show(parts.welcome, parts.welcomes);
  show(parts.heading, !parts.welcomes);
  parts.heading.root.textContent = t(view);
  show(parts.list, view === "all" && !parts.welcomes);
  show(parts.phones, view === "phones");
  show(parts.requests, view === "requests");
  show(parts.scenarios, view === "scenarios");
  show(parts.entry, view === "all" && open !== null);
  parts.clock.update();
  parts.ringing.update();
  parts.header.update(parts.ringing.ringing);
  if (!parts.list.root.hidden) parts.list.update();
  if (!parts.phones.root.hidden) parts.phones.update();
  if (parts.welcomes) parts.welcome.update();
  parts.requests.update();
  parts.scenarios.update();
  if (!parts.entry.root.hidden) drawEntry(open);
  if (view === "all" && open !== opened) moveFocus(open);
  opened = open;
  tick();
}

/** Where the list has no room beside it, what is opened takes the focus; what is closed gives it back. */
function moveFocus(open) {
  if (open === null) parts.list.rows.root.focus();
  else if (!parts.list.root.offsetParent) parts.entry.title.focus();
}

function show(part, shown) {
  part.root.hidden = !shown;
}

/** What is open; what is not in the list may be among the older ones, or gone. */
function drawEntry(id) {
  const entry = app.entries.get(id);
  const { complete } = app.entries;
  parts.entry.update(entry ?? (complete && lookedFor === id ? null : undefined));
  if (!entry && complete && lookedFor !== id) {
    lookedFor = id;
    plan();
  }
}

/** No event tells of an approval, nor of one receiver among many: while the clock moves, what is seen is asked for. */
function lookAgain() {
  const now = app.clock.now();
  if (now === lookedAt || app.connection !== "live") return;
  lookedAt = now;
  const seen = parts.phones.root.hidden ? [app.entries.get(app.address.open)] : parts.phones.unreported();
  for (const entry of seen) if (entry && isUnreported(entry)) app.look(entry).catch(() => undefined);
}

/** Whether something may happen to a message of which no event tells. */
function isUnreported(entry) {
  if (!isMessage(entry) || entry.settled || entry.state === "ended") return false;
  return entry.state === "approving" || entry.legs.at(-1).receivers.length > 1;
}

/** What moves with the clock. */
function tick() {
  const now = app.clock.now();
  for (const element of /** @type {any} */ (document.querySelectorAll("[data-due]"))) {
    const left = Number(element.dataset.due) - now;
    const text = left <= 0 ? t("now") : t("in_time", { time: duration(Math.ceil(left / 1000) * 1000) });
    if (element.textContent !== text) element.textContent = text;
  }
  parts.clock.tick();
  parts.ringing.tick();
  if (!parts.entry.root.hidden) parts.entry.draw();
}

build();
setInterval(tick, TICK);
setInterval(lookAgain, AGAIN);
// A clock that nobody moves tells nothing: once in a while the page looks by itself.
setInterval(() => {
  if (!document.hidden && app.connection === "live") app.lookSoon();
}, 10_000);
app.run();
