// Every request of the eSMS side, refused and unknown ones included: where a call that never came is found.

import { Applications } from "./applications.js";
import { table } from "./attempts.js";
import { openDialog } from "./dialogs.js";
import { choice, h } from "./dom.js";
import { attempt } from "./notices.js";
import { VirtualList } from "./virtual-list.js";
import { clockOf, exact } from "./times.js";
import { inShort, warningOf } from "./warnings.js";
import { count, t } from "./i18n.js";

/** The latest ones; a request that is looked for is a fresh one. */
const MOST = 500;

export class Requests {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.all = [];
    this.loaded = false;
    this.which = choice(
      [
        ["", t("all_requests")],
        ["wrong", t("wrong_requests")],
      ],
      "",
      { "aria-label": t("which_requests"), on: { change: () => this.draw() } },
    );
    this.applications = new Applications(app);
    this.counted = h("span", { class: "counted", role: "status" });
    this.none = h("p", { class: "none" });
    this.rows = new VirtualList({
      label: t("requests"),
      name: "requests",
      columns: [t("time"), t("answer_given"), t("address"), t("query_or_warning")],
      key: (request) => String(request.number),
      cells,
      tone,
      open: (request) => this.open(request),
    });
    this.root = h(
      "section",
      { class: "list-view", "aria-label": t("requests") },
      this.applications.root,
      h("div", { class: "filters" }, this.which, h("span", { class: "faint" }, t("requests_why")), this.counted),
      this.none,
      this.rows.root,
    );
  }

  open(request) {
    if (request.sms_id && !this.app.applications.byId.has(request.sms_id)) {
      this.app.address.set({ view: "", open: request.sms_id });
      return;
    }
    openDialog(
      t("request"),
      h(
        "div",
        { class: "part" },
        h("p", { class: "address" }, request.method, " ", h("code", null, request.path)),
        h("p", null, answerPill(request), " ", h("span", { class: "faint" }, exact(request.at))),
        request.operation === null ? h("p", { class: "warning" }, t("no_such_address")) : null,
        request.warnings.map(warningOf),
        table([...new URLSearchParams(request.query)]),
      ),
      t("close"),
      () => undefined,
      { cancellable: false },
    );
  }

  async load() {
    const found = await attempt(() => this.app.api.get(`/requests?order=newest&limit=${MOST}`));
    if (!found) return;
    this.loaded = true;
    this.all = found.requests;
    this.draw();
  }

  /** @param {{kind: string, data: any}} event */
  onEvent({ kind, data }) {
    if (kind === "reset") this.loaded = false;
    if (kind === "request" && this.loaded && !this.all.some((each) => each.number === data.request.number)) {
      this.all = [data.request, ...this.all].slice(0, MOST);
    }
  }

  update() {
    if (this.app.address.view !== "requests") return;
    if (!this.loaded) this.load();
    this.applications.update();
    this.draw();
  }

  draw() {
    const found = this.which.value ? this.all.filter((request) => tone(request) === "fails") : this.all;
    this.counted.textContent = t("counted_requests", { number: count(found.length) });
    this.none.hidden = found.length > 0;
    this.none.textContent = t("no_requests");
    this.rows.update(found, null);
  }
}

/** Whether it was accepted, refused, or only asked something. */
const tone = (request) => (request.code === "100" && request.status === 200 ? "answered" : "fails");

const answerPill = (request) =>
  h(
    "span",
    { class: `pill ${tone(request) === "fails" ? "fails" : "good"}` },
    request.status === null
      ? t("no_answer_given")
      : [request.status, request.code].filter((part) => part !== null).join(" · "),
  );

function cells(request) {
  return [
    [h("span", { class: "lamp", "aria-hidden": "true" }), h("time", { datetime: request.at }, clockOf(request.at))],
    answerPill(request),
    h(
      "code",
      { title: `${request.method} ${request.path}?${request.query}` },
      request.operation ?? `${request.method} ${request.path}`,
    ),
    request.warnings.length
      ? h("span", { class: "warned" }, `⚠ ${request.warnings.map(inShort).join(" ")}`)
      : h("code", { class: "faint" }, worthReading(request.query)),
  ];
}

/** A query without the keys with which every request begins; the request itself, when it is opened, tells all. */
const worthReading = (query) =>
  query
    .split("&")
    .filter((pair) => !/^(apikey|secretkey|passcode)=/i.test(pair))
    .join("&");
