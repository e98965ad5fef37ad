// The page. One event's way is its plan:
//
//   event-stream.js  server-sent events come in       app-state.js      what all parts share, and the connection
//   calls.js         each event changes a call, by apply-event.js
//   call-list.js     the list of calls: virtual-list.js draws what is in view
//   call-view.js     the call that is open: call-timeline.js, attempts.js, wire-record.js, call-actions.js
//   phone.js         calls that ring for a person     clock-bar.js      the sandbox's clock, sandbox-clock.js its time
//   scenarios.js     the library: scenario-list.js, and editor.js for the text
//   requests.js      every request                    welcome.js        the first visit
//
// Everything is read and done over the control API (api.js). What came from outside is only ever text (dom.js).

import { CallList } from "./call-list.js";
import { CallView } from "./call-view.js";
import { ClockBar } from "./clock-bar.js";
import { AppState } from "./app-state.js";
import { h } from "./dom.js";
import { PageHeader } from "./page-header.js";
import { notices } from "./notices.js";
import { Phones } from "./phone.js";
import { Requests } from "./requests.js";
import { Scenarios } from "./scenarios.js";
import { duration } from "./times.js";
import { Welcome } from "./welcome.js";
import { t } from "./i18n.js";

/** Real milliseconds between two looks at what moves with the clock. */
const TICK = 250;

let parts = null;
let planned = false;
let lookedFor = null;
let openCall = null;

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
    // Nothing is left of the call that was open: the page begins anew.
    if (event.kind === "reset" && event.data.api_key === null) app.address.set({ call: "" }, { replace: true });
    if (event.kind === "call" && app.calls.size === 1 && parts.welcomes)
      app.address.set({ call: event.data.call.sms_id }, { replace: true });
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
    callList: new CallList(app),
    call: new CallView(app),
    requests: new Requests(app),
    scenarios: new Scenarios(app),
    welcome: new Welcome(app),
    phones: new Phones(app, () => (parts.call.root.hidden ? parts.callList.rows.root : parts.call.title).focus()),
    welcomes: false,
  };
  parts.heading = { root: h("h1", { class: "visually-hidden" }) };
  const main = h(
    "main",
    { id: "main" },
    parts.heading.root,
    parts.welcome.root,
    parts.callList.root,
    parts.requests.root,
    parts.scenarios.root,
    parts.call.root,
  );
  document.body.replaceChildren(
    parts.header.root,
    parts.clock.root,
    h("div", { class: "layout" }, main, parts.phones.root),
    notices(),
  );
  draw();
}

function draw() {
  const { view, call, filtered } = app.address;
  const empty = app.calls.size === 0 && app.calls.complete;
  parts.welcomes = view === "calls" && empty && !call && !filtered;
  show(parts.welcome, parts.welcomes);
  show(parts.heading, !parts.welcomes);
  parts.heading.root.textContent = t(view);
  show(parts.callList, view === "calls" && !parts.welcomes);
  show(parts.requests, view === "requests");
  show(parts.scenarios, view === "scenarios");
  show(parts.call, view === "calls" && call !== null);
  parts.clock.update();
  parts.phones.update();
  parts.header.update(parts.phones.ringing);
  if (!parts.callList.root.hidden) parts.callList.update();
  if (parts.welcomes) parts.welcome.update();
  parts.requests.update();
  parts.scenarios.update();
  if (!parts.call.root.hidden) drawCall(call);
  if (view === "calls" && call !== openCall) moveFocus(call);
  openCall = call;
  tick();
}

/** Where the list has no room beside it, an open call takes the focus; a closed one gives it back. */
function moveFocus(call) {
  if (call === null) parts.callList.rows.root.focus();
  else if (!parts.callList.root.offsetParent) parts.call.title.focus();
}

function show(part, shown) {
  part.root.hidden = !shown;
}

/** The open call; one that is not in the list may be among the older ones, or gone. */
function drawCall(id) {
  const call = app.calls.get(id);
  parts.call.update(call ?? (app.calls.complete && lookedFor === id ? null : undefined));
  if (!call && app.calls.complete && lookedFor !== id) {
    lookedFor = id;
    plan();
  }
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
  parts.phones.tick();
  if (!parts.call.root.hidden) parts.call.draw();
}

build();
setInterval(tick, TICK);
// A clock that nobody moves tells nothing: once in a while the page looks by itself.
setInterval(() => {
  if (!document.hidden && app.connection === "live") app.lookSoon();
}, 10_000);
app.run();
