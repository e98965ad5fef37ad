// What a person sees of one thing that has come: a bubble for SMS and Viber, a card for Zalo, what a call said.

import { attemptsOf } from "./attempts.js";
import { copyButton } from "./clipboard.js";
import { button, h } from "./dom.js";
import { clockOf, exact } from "./times.js";
import { t } from "./i18n.js";

/**
 * @param {import("./app-state.js").AppState} app @param {any} item  of the inbox
 * @param {any} entry  its call or message; undefined where the page does not have it
 */
export function drawItem(app, item, entry) {
  const draw = { call, zalo, viber }[item.kind] ?? sms;
  const name = `${item.sms_id}-${item.kind}`;
  return h(
    "div",
    { class: `got ${item.kind}` },
    draw(item, entry, app),
    h(
      "p",
      { class: "got-foot" },
      h("time", { datetime: item.at, title: exact(item.at) }, clockOf(item.at)),
      item.code
        ? copyButton(t("copy_this", { code: item.code }), () => item.code, { "data-name": `copy-${name}` })
        : null,
      entry
        ? button(t("details"), () => app.address.set({ view: "", open: item.sms_id, phone: "" }), {
            class: "quiet",
            "data-name": `details-${name}`,
          })
        : null,
    ),
  );
}

/** What somebody wrote, and to which shortcode, in a line. @param {any} inbound */
export const wroteText = ({ request: { parameters } }) => `→ ${parameters.serviceNumber}: ${parameters.content}`;

/** What a person wrote, on their own side; with the reason, where no reply came of it. @param {any} inbound */
export function drawWritten(inbound) {
  const { received_at: at, request, answer, reply, problem, sms_id: id } = inbound;
  const came = answer && (answer.error ?? `${answer.status}`);
  return h(
    "div",
    { class: "got wrote" },
    h("p", { class: "got-head" }, t("wrote_to", { number: request.parameters.serviceNumber })),
    h("p", { class: "bubble" }, request.parameters.content),
    h(
      "p",
      { class: "got-foot" },
      h("time", { datetime: at, title: exact(at) }, clockOf(at)),
      answer === null ? h("span", { class: "pill sends" }, t("under_way")) : null,
      answer && reply === null ? h("span", { class: "pill fails" }, t("no_reply", { came })) : null,
    ),
    problem ? h("p", { class: "warning", lang: "en" }, problem) : null,
    h(
      "details",
      { "data-fold": id },
      h("summary", { class: "small", "data-name": `told-${id}` }, t("how_it_was_told")),
      inbound.callbacks.map((callback) => attemptsOf(callback, inbound)),
    ),
  );
}

const head = (kind, from, more = null) =>
  h(
    "p",
    { class: "got-head" },
    h("span", { class: `kind ${kind}` }, t(`kind_${kind}`)),
    " ",
    h("strong", null, from),
    more,
  );

function sms({ from, text }) {
  return [head("sms", from), h("p", { class: "bubble" }, text ?? "")];
}

/** A Viber message may have a picture and a button; the page loads nothing from elsewhere, so it names them. */
function viber({ from, text }, entry) {
  const given = Object.fromEntries(
    Object.entries(entry?.request ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return [
    head("viber", from),
    h(
      "div",
      { class: "bubble" },
      given.ottimgurl ? h("p", { class: "picture" }, t("picture", { url: given.ottimgurl })) : null,
      text ? h("p", null, text) : null,
      given.otturl ? cardButton({ title: given.ottlabel || given.otturl, leads: given.otturl }) : null,
    ),
  ];
}

/** A card of an OA: its name and the template's where the account lists them, the text, and the buttons. */
function zalo({ from, text }, entry, app) {
  const leg = entry?.legs.find(({ channel }) => channel === "zalo");
  const oa = app.accounts
    .find(({ api_key: key }) => key === entry?.request.ApiKey)
    ?.zalo?.find(({ oa_id: id }) => id === from);
  const template = oa?.templates?.find(({ id }) => id === leg?.template);
  const payload = payloadOf(entry);
  const buttons = payload
    ? payload.buttons
    : (template?.buttons ?? []).map(({ title, content }) => ({ title, leads: content }));
  const titles = new Set(buttons.map(({ title }) => title));
  const said = (text ?? "").split("\n").filter((line) => !titles.has(line));
  return [
    head("zalo", oa?.name || t("oa_of", { id: from })),
    h(
      "div",
      { class: "card" },
      leg?.template
        ? h("p", { class: "card-template" }, template?.name || t("template_of", { template: leg.template }))
        : null,
      payload?.picture ? h("p", { class: "picture" }, t("picture", { url: payload.picture })) : null,
      said.map((line) => h("p", null, line)),
      buttons.map(cardButton),
    ),
  ];
}

/** A button of a card: whoever taps it would get there, so it says where. */
const cardButton = ({ title, leads }) =>
  h(
    "p",
    { class: "card-button" },
    h("strong", null, title),
    leads ? h("span", { class: "faint small" }, ` ${leads}`) : null,
  );

/** The picture and the buttons of a message by user id (FACTS-MESSAGES 2, S9 to S12). */
function payloadOf(entry) {
  if (!entry?.request.Payload) return null;
  try {
    const { payload = {} } = JSON.parse(entry.request.Payload).message?.attachment ?? {};
    const [element = {}] = payload.elements ?? [];
    return {
      picture: element.url ?? element.image_url ?? null,
      buttons: (payload.buttons ?? []).map((each) => ({ title: String(each.title), leads: leadsTo(each.payload) })),
    };
  } catch {
    return null;
  }
}

const leadsTo = (payload) => (typeof payload === "string" ? payload : (payload?.url ?? payload?.phone_code ?? ""));

function call({ from, text }, entry) {
  const talked = entry?.result ? ` · ${t("seconds", { number: entry.result.CallDuration })}` : "";
  const key = entry?.result?.Ivr ? ` · ${t("result_key", { key: entry.result.Ivr })}` : "";
  return [
    head("call", from, h("span", { class: "faint" }, talked, key)),
    text === null
      ? h("p", { class: "unsaid faint" }, t("said_unknown"))
      : h("blockquote", { class: "said call" }, text),
  ];
}
