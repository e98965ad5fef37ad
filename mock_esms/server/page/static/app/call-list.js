// The list of calls: each on a line of its own, newest first, and the filters above it.

import { choice, h } from "./dom.js";
import { fitting } from "./filters.js";
import { VirtualList } from "./virtual-list.js";
import { callbackPill, stateText, tone } from "./summary.js";
import { clockOf, exact } from "./times.js";
import { count, t } from "./i18n.js";

export class CallList {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    const filter = (name) => (event) => app.address.set({ [name]: event.target.value }, { replace: true });
    this.search = h("input", {
      type: "search",
      name: "q",
      placeholder: t("search_calls"),
      "aria-label": t("search_calls"),
      autocomplete: "off",
      spellcheck: "false",
      on: { input: filter("q") },
    });
    this.state = choice(
      [
        ["", t("any_state")],
        ...["scheduled", "dialling", "talking", "ended"].map((state) => [state, t(`filter_${state}`)]),
      ],
      "",
      { name: "state", "aria-label": t("state"), on: { change: filter("state") } },
    );
    this.scenario = h("select", { name: "scenario", "aria-label": t("scenario"), on: { change: filter("scenario") } });
    this.failed = h("input", {
      type: "checkbox",
      name: "failed",
      on: { change: () => app.address.set({ failed: this.failed.checked ? "1" : "" }, { replace: true }) },
    });
    this.counted = h("span", { class: "counted", role: "status" });
    this.rows = new VirtualList({
      label: t("calls"),
      name: "calls",
      columns: [t("time"), t("phone"), t("state"), t("callback"), t("scenario"), "RequestId"],
      key: (call) => call.sms_id,
      cells,
      tone,
      open: (call) => app.address.set({ call: call.sms_id }),
    });
    this.none = h("p", { class: "none" });
    this.root = h(
      "section",
      { class: "list-view", "aria-label": t("calls") },
      h(
        "div",
        { class: "filters", role: "search" },
        this.search,
        this.state,
        this.scenario,
        h("label", { class: "check" }, this.failed, t("failed_only")),
        this.counted,
      ),
      this.none,
      this.rows.root,
    );
  }

  update() {
    const { address, calls } = this.app;
    const { filters } = address;
    if (document.activeElement !== this.search) this.search.value = filters.q;
    this.state.value = filters.state;
    this.failed.checked = Boolean(filters.failed);
    this.offer(filters.scenario);
    const found = calls.select(fitting(filters));
    const asked = JSON.stringify(filters);
    if (asked !== this.asked) this.rows.top();
    this.asked = asked;
    this.counted.textContent = address.filtered
      ? t("counted_some", { some: count(found.length), all: count(calls.size) })
      : t("counted_all", { all: count(calls.size) });
    this.none.hidden = found.length > 0;
    this.none.textContent = calls.size ? t("none_fits") : t("no_calls");
    this.rows.update(found, address.call);
  }

  /** The scenarios that were played, to choose from. */
  offer(chosen) {
    const names = [...new Set([...this.app.calls.byId.values()].map((call) => call.scenario))].sort();
    if (chosen && !names.includes(chosen)) names.unshift(chosen);
    const offered = names.join("\n");
    if (this.offered !== offered) {
      this.offered = offered;
      this.scenario.replaceChildren(
        ...[["", t("any_scenario")], ...names.map((name) => [name, name])].map(([value, text]) =>
          h("option", { value }, text),
        ),
      );
    }
    this.scenario.value = chosen;
  }
}

/** The cells of a call's line. */
function cells(call) {
  const warned = call.warnings.length
    ? h(
        "span",
        { class: "warned", title: t("warnings", { number: call.warnings.length }) },
        "⚠",
        h("span", { class: "visually-hidden" }, t("warnings", { number: call.warnings.length })),
      )
    : null;
  return [
    [
      h("span", { class: "lamp", "aria-hidden": "true" }),
      h("time", { datetime: call.received_at, title: exact(call.received_at) }, clockOf(call.received_at)),
    ],
    [h("span", { class: "number" }, call.request.Phone ?? ""), warned],
    stateText(call),
    callbackPill(call),
    call.scenario,
    call.request.RequestId ?? "",
  ];
}
