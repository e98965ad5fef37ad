// A request to the eSMS side, sent as any program would send it; what comes back is shown where it was asked for.

import { ESMS } from "./api.js";
import { h } from "./dom.js";
import { attempt, say } from "./notices.js";
import { warningOf } from "./warnings.js";
import { t } from "./i18n.js";

/** Real milliseconds after which the form does not wait any more; a scenario may hold the answer back. */
const PATIENCE = 3000;
const LATE = Symbol("late");
/** The newest requests among which the one that was just refused is found. */
const NEWEST = 10;

export class PlaceRequest {
  /** @param {import("./app-state.js").AppState} app */
  constructor(app) {
    this.app = app;
    this.armed = null;
    this.root = h("div", { class: "came-back", role: "alert" });
  }

  /**
   * Send it; what is accepted opens.
   * @param {{path: string, query?: any, body?: any}} request
   * @param {{name: string, phone: string}} scenario  the one to arm before; no name, none
   * @returns {Promise<boolean>} whether nothing is left to be done here
   */
  async send(request, { name, phone }) {
    this.root.replaceChildren();
    if (name && !(await this.arm(name, phone))) return false;
    const coming = this.app.api.place(request);
    const first = await Promise.race([coming, late()]).catch(() => null);
    if (first === LATE) {
      say(t("answer_waits"));
      coming
        .then((answer) => this.open(answer) || say(t("was_refused", { answer: inShort(answer) }), "bad"))
        .catch(lost);
      return true;
    }
    if (first === null) {
      lost();
      return true;
    }
    if (this.open(first)) return true;
    await this.explain(request, first, name);
    return false;
  }

  /** Arm a scenario; one that an earlier request, refused before it was played, has left armed is not armed twice. */
  async arm(name, phone) {
    const path = `/scenarios/${encodeURIComponent(name)}`;
    const key = JSON.stringify([name, phone]);
    const done = await attempt(async () => {
      if (this.armed === key && (await this.app.api.get(path)).armed) return true;
      await this.app.api.post(`${path}/arm`, { match: { phone } });
      this.armed = key;
      return true;
    });
    return done === true;
  }

  /** Show what was accepted. Gives whether it was. */
  open({ answer }) {
    if (answer?.CodeResult !== "100" || !answer.SMSID) return false;
    this.app.address.set({ view: "", open: answer.SMSID });
    return true;
  }

  /** What was answered, and what the sandbox has to say of it. */
  async explain(request, answer, name) {
    const warnings = await this.warnings(ESMS + request.path, answer).catch(() => []);
    this.root.replaceChildren(
      h("p", { class: "warning" }, h("strong", null, t("was_refused", { answer: inShort(answer) }))),
      ...warnings.map(warningOf),
      h("pre", { tabIndex: 0, "aria-label": t("answer_given") }, answer.text.slice(0, 1000)),
      name ? h("p", { class: "faint small" }, t("stays_armed", { name })) : "",
    );
    this.root.scrollIntoView({ block: "nearest" });
  }

  /** The warnings of the newest request that was sent there and answered so. */
  async warnings(path, { status, answer }) {
    const { requests } = await this.app.api.get(`/requests?order=newest&limit=${NEWEST}`);
    const code = answer?.CodeResult ?? null;
    return requests.find((each) => each.path === path && each.status === status && each.code === code)?.warnings ?? [];
  }
}

const late = () =>
  new Promise((done) => {
    setTimeout(() => done(LATE), PATIENCE);
  });

const lost = () => say(t("answer_lost"), "bad");

/** An answer in a line: its code and text, or its status. */
function inShort({ status, answer, text }) {
  if (!answer?.CodeResult) return `HTTP ${status} ${text.slice(0, 80)}`.trim();
  return `${answer.CodeResult} ${answer.ErrorMessage ?? ""}`.trim();
}
