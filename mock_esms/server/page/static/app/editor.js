// A text with numbered lines, and what is wrong in it, shown at its line.

import { h } from "./dom.js";
import { t } from "./i18n.js";

export class Editor {
  /** @param {() => void} typed  called when somebody has changed the text */
  constructor(typed) {
    this.numbers = h("div", { class: "line-numbers", "aria-hidden": "true" });
    this.area = h("textarea", {
      class: "code",
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      wrap: "off",
      "aria-label": t("yaml"),
      "aria-describedby": "editor-keys problems",
      on: {
        input: () => {
          typed();
          this.count();
        },
        scroll: () => this.follow(),
        keydown: (event) => this.tab(event),
      },
    });
    this.problems = h("ol", { class: "problems" });
    this.wrong = new Set();
    this.root = h(
      "div",
      { class: "editor" },
      h("div", { class: "editor-text" }, this.numbers, this.area),
      h("p", { class: "faint small", id: "editor-keys" }, t("editor_keys")),
      h("div", { id: "problems", role: "alert" }, this.problems),
    );
  }

  get value() {
    return this.area.value;
  }

  show(text) {
    this.area.value = text;
    this.area.scrollTop = 0;
    this.mark([]);
    this.count();
  }

  /**
   * Show what is wrong.
   * @param {Array<{line: number | null, column: number | null, key: string, message: string}>} problems
   */
  mark(problems) {
    this.wrong = new Set(problems.map((problem) => problem.line));
    this.area.setAttribute("aria-invalid", String(problems.length > 0));
    this.problems.replaceChildren(
      ...problems.map((problem) =>
        h(
          "li",
          null,
          problem.line === null
            ? null
            : h(
                "button",
                { type: "button", class: "link", on: { click: () => this.goTo(problem) } },
                t("line", { number: problem.line }),
              ),
          " ",
          problem.key ? h("code", null, problem.key) : null,
          " ",
          problem.message,
        ),
      ),
    );
    this.count();
  }

  count() {
    const lines = this.area.value.split("\n").length;
    this.area.rows = Math.min(28, Math.max(8, lines + 1));
    this.numbers.replaceChildren(
      ...Array.from({ length: lines }, (_, index) =>
        h("span", { class: this.wrong.has(index + 1) ? "wrong" : "" }, index + 1),
      ),
    );
    this.follow();
  }

  follow() {
    this.numbers.scrollTop = this.area.scrollTop;
  }

  goTo({ line, column }) {
    const before = this.area.value
      .split("\n")
      .slice(0, line - 1)
      .join("\n");
    const at = before.length + (line > 1 ? 1 : 0) + (column ?? 1) - 1;
    this.area.focus();
    this.area.setSelectionRange(at, at);
  }

  /** Tab makes an indent, as in other editors; Escape gives the key back to the page. */
  tab(event) {
    if (event.key === "Escape") this.leaving = true;
    else if (event.key === "Tab" && !event.shiftKey && !this.leaving) {
      event.preventDefault();
      this.area.setRangeText("  ", this.area.selectionStart, this.area.selectionEnd, "end");
      this.area.dispatchEvent(new Event("input"));
    } else this.leaving = false;
  }
}
