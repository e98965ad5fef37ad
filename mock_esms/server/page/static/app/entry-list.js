// The list of calls and messages: each on a line of its own, newest first, and the filters above it.

import { choice, h } from "./dom.js";
import { firstReceiver, kindsOf, receiversOf } from "./entry-kinds.js";
import { fitting } from "./filters.js";
import { VirtualList } from "./virtual-list.js";
import { callbackPill, stateText, tone } from "./summary.js";
import { clockOf, exact } from "./times.js";
import { count, t } from "./i18n.js";

const KINDS = ["call", "sms", "zalo", "viber"];
const STATES = ["scheduled", "queued", "dialling", "talking", "approving", "waiting", "sent", "ended"];

export class EntryList {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    const filter = (name) => (event) => app.address.set({ [name]: event.target.value }, { replace: true });
    this.search = h("input", {
      type: "search",
      name: "q",
      placeholder: t("search_all"),
      "aria-label": t("search_all"),
      autocomplete: "off",
      spellcheck: "false",
      on: { input: filter("q") },
    });
    this.kind = choice([["", t("any_kind")], ...KINDS.map((kind) => [kind, t(`kind_${kind}`)])], "", {
      name: "kind",
      "aria-label": t("kind"),
      on: { change: filter("kind") },
    });
    this.state = choice([["", t("any_state")], ...STATES.map((state) => [state, t(`filter_${state}`)])], "", {
      name: "state",
      "aria-label": t("state"),
      on: { change: filter("state") },
    });
    this.scenario = h("select", { name: "scenario", "aria-label": t("scenario"), on: { change: filter("scenario") } });
    this.failed = h("input", {
      type: "checkbox",
      name: "failed",
      on: { change: () => app.address.set({ failed: this.failed.checked ? "1" : "" }, { replace: true }) },
    });
    this.counted = h("span", { class: "counted", role: "status" });
    this.rows = new VirtualList({
      label: t("all"),
      name: "entries",
      columns: [t("time"), t("kind"), t("phone"), t("state"), t("callback"), t("scenario"), "RequestId"],
      key: (entry) => entry.sms_id,
      cells,
      tone,
      open: (entry) => app.address.set({ open: entry.sms_id }),
    });
    this.none = h("p", { class: "none" });
    this.root = h(
      "section",
      { class: "list-view", "aria-label": t("all") },
      h(
        "div",
        { class: "filters", role: "search" },
        this.search,
        this.kind,
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
    const { address, entries } = this.app;
    const { filters } = address;
    if (document.activeElement !== this.search) this.search.value = filters.q;
    this.kind.value = filters.kind;
    this.state.value = filters.state;
    this.failed.checked = Boolean(filters.failed);
    this.offer(filters.scenario);
    const found = entries.select(fitting(filters));
    const asked = JSON.stringify(filters);
    if (asked !== this.asked) this.rows.top();
    this.asked = asked;
    this.counted.textContent = address.filtered
      ? t("counted_some", { some: count(found.length), all: count(entries.size) })
      : t("counted_all", { all: count(entries.size) });
    this.none.hidden = found.length > 0;
    this.none.textContent = entries.size ? t("none_fits") : t("nothing_yet");
    this.rows.update(found, address.open);
  }

  /** The scenarios that were played, by name. */
  played() {
    const names = new Set();
    for (const kind of this.app.entries.kinds) for (const entry of kind.byId.values()) names.add(entry.scenario);
    return [...names].sort();
  }

  /** Offer them to choose from. */
  offer(chosen) {
    const names = this.played();
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

/** The cells of an entry's line. */
function cells(entry) {
  const others = receiversOf(entry).length - 1;
  const warned = entry.warnings.length
    ? h(
        "span",
        { class: "warned", title: t("warnings", { number: entry.warnings.length }) },
        "⚠",
        h("span", { class: "visually-hidden" }, t("warnings", { number: entry.warnings.length })),
      )
    : null;
  return [
    [
      h("span", { class: "lamp", "aria-hidden": "true" }),
      h("time", { datetime: entry.received_at, title: exact(entry.received_at) }, clockOf(entry.received_at)),
    ],
    kinds(entry),
    [
      h("span", { class: "number" }, firstReceiver(entry)),
      others > 0 ? h("span", { class: "faint" }, ` +${count(others)}`) : null,
      warned,
    ],
    stateText(entry),
    callbackPill(entry),
    entry.scenario,
    entry.request.RequestId ?? "",
  ];
}

/** What it came by: a word each. */
export const kinds = (entry) =>
  kindsOf(entry).map((kind) => [h("span", { class: `kind ${kind}` }, t(`kind_${kind}`)), " "]);
