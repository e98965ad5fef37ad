// The page. One event's way is its plan:
//
//   stream.js    server-sent events come in                desk.js      what all parts share, and the connection
//   calls.js     each changes a call, by patch.js          board.js     the list: rows.js draws what is in view
//   call-view.js the call that is open: track.js (the line), attempts.js (callbacks), doing.js (what can be done)
//   phone.js     calls that ring for a person              clock-bar.js the sandbox's clock, sandbox-clock.js its time
//   scenarios.js the library: shelf.js (the list), editor.js (the text)
//   requests.js  every request                             welcome.js   the first visit
//
// Everything is read and done over the control API (api.js). What came from outside is only ever text (dom.js).

import { Board } from "./board.js";
import { CallView } from "./call-view.js";
import { ClockBar } from "./clock-bar.js";
import { Desk } from "./desk.js";
import { h } from "./dom.js";
import { Frame } from "./frame.js";
import { notices } from "./notices.js";
import { Phones } from "./phone.js";
import { Requests } from "./requests.js";
import { Scenarios } from "./scenarios.js";
import { duration } from "./times.js";
import { Welcome } from "./welcome.js";
import { t } from "./words.js";

/** Real milliseconds between two looks at what moves with the clock. */
const TICK = 250;

let parts = null;
let planned = false;
let lookedFor = null;
let openCall = null;

const desk = new Desk(
  (part) => {
    if (part === "scenarios") parts?.scenarios.load();
    // It may be another sandbox that answers now.
    if (part === "connection" && desk.connection === "live") parts?.scenarios.doubt();
    plan();
  },
  (event) => {
    parts.requests.hear(event);
    parts.scenarios.hear(event);
    parts.welcome.hear(event);
    // Nothing is left of the call that was open: the page begins anew.
    if (event.kind === "reset" && event.data.api_key === null) desk.address.set({ call: "" }, { replace: true });
    if (event.kind === "call" && desk.calls.size === 1 && parts.welcomes)
      desk.address.set({ call: event.data.call.sms_id }, { replace: true });
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

/** Make all parts, in the language that is spoken now. */
function build() {
  parts = {
    frame: new Frame(desk, build),
    clock: new ClockBar(desk),
    board: new Board(desk),
    call: new CallView(desk),
    requests: new Requests(desk),
    scenarios: new Scenarios(desk),
    welcome: new Welcome(desk),
    phones: new Phones(desk, () => (parts.call.root.hidden ? parts.board.rows.root : parts.call.title).focus()),
    welcomes: false,
  };
  parts.heading = { root: h("h1", { class: "heard" }) };
  const main = h(
    "main",
    { id: "main" },
    parts.heading.root,
    parts.welcome.root,
    parts.board.root,
    parts.requests.root,
    parts.scenarios.root,
    parts.call.root,
  );
  document.body.replaceChildren(
    parts.frame.root,
    parts.clock.root,
    h("div", { class: "stage" }, main, parts.phones.root),
    notices(),
  );
  draw();
}

function draw() {
  const { view, call, filtered } = desk.address;
  const empty = desk.calls.size === 0 && desk.calls.whole;
  parts.welcomes = view === "calls" && empty && !call && !filtered;
  show(parts.welcome, parts.welcomes);
  show(parts.heading, !parts.welcomes);
  parts.heading.root.textContent = t(view);
  show(parts.board, view === "calls" && !parts.welcomes);
  show(parts.requests, view === "requests");
  show(parts.scenarios, view === "scenarios");
  show(parts.call, view === "calls" && call !== null);
  parts.clock.update();
  parts.phones.update();
  parts.frame.update(parts.phones.ringing);
  if (!parts.board.root.hidden) parts.board.update();
  if (parts.welcomes) parts.welcome.update();
  parts.requests.update();
  parts.scenarios.update();
  if (!parts.call.root.hidden) drawCall(call);
  if (view === "calls" && call !== openCall) moveFocus(call);
  openCall = call;
  tick();
}

/** Where the board has no room beside it, an open call takes the focus; a closed one gives it back. */
function moveFocus(call) {
  if (call === null) parts.board.rows.root.focus();
  else if (!parts.board.root.offsetParent) parts.call.title.focus();
}

function show(part, shown) {
  part.root.hidden = !shown;
}

/** The open call; one that is not in the list may be among the older ones, or gone. */
function drawCall(id) {
  const call = desk.calls.get(id);
  parts.call.update(call ?? (desk.calls.whole && lookedFor === id ? null : undefined));
  if (!call && desk.calls.whole && lookedFor !== id) {
    lookedFor = id;
    plan();
  }
}

/** What moves with the clock. */
function tick() {
  const now = desk.clock.now();
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
  if (!document.hidden && desk.connection === "live") desk.lookSoon();
}, 10_000);
desk.run();
