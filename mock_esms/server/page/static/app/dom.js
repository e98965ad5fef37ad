// Elements, made without markup: whatever came from outside is text, and can be nothing else.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "className", "tabIndex"]);

/**
 * Make an element. `on` holds listeners, `style` CSS properties, everything else is an attribute (or one of a few
 * properties); null, undefined and false leave an attribute or a child out.
 * @param {string} tag
 * @param {Object<string, any> | null} [props]
 * @param {...(Node | string | number | null | undefined | false | Array<any>)} children
 * @returns {any} an element of that tag
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) element.addEventListener(kind, listener);
    else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** The children that are there, as nodes and strings. */
function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/**
 * Draw a part anew when what it shows has changed, and leave the focus where it was: on the element of the same
 * `data-name`.
 * @param {any} part  an element
 * @param {any} shown  what it shows; compared as JSON
 * @param {() => Array<any>} build
 */
export function redraw(part, shown, build) {
  const key = JSON.stringify(shown);
  if (part.shown === key) return;
  part.shown = key;
  /** @type {any} */
  const active = document.activeElement;
  const focused = part.contains(active) ? active.dataset.name : undefined;
  part.replaceChildren(...present(build()));
  if (focused === undefined) return;
  /** @type {any} */
  const again = part.querySelector(`[data-name="${CSS.escape(focused)}"]:not(:disabled)`);
  (again ?? part.querySelector("button, [tabindex]") ?? part).focus();
}

/** Draw a part anew, and leave open what was open in it. @param {any} part @param {() => void} draw */
export function folded(part, draw) {
  const open = new Set([...part.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold));
  draw();
  for (const fold of part.querySelectorAll("details")) fold.open = open.has(fold.dataset.fold);
}

/**
 * A button that waits for what it does, so that nobody does it twice.
 * @param {string} text
 * @param {(event: Event) => any} act
 * @param {Object<string, any>} [props]
 */
export function button(text, act, props = {}) {
  const element = h("button", { type: "button", ...props }, text);
  element.addEventListener("click", async (event) => {
    // Not `disabled`: that would take the focus away from whoever pressed it.
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    try {
      await act(event);
    } finally {
      element.removeAttribute("aria-busy");
    }
  });
  return element;
}

/**
 * A field with its label.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  return h(
    "label",
    { class: "field" },
    h("span", { class: "field-label" }, label),
    control,
    hint ? h("small", null, hint) : null,
  );
}

/** A choice of texts by value. */
export function choice(options, chosen, props = {}) {
  return h(
    "select",
    props,
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
  );
}
