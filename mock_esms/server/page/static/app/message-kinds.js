// The kinds of messages that the page can send: which fields each has, and the request that is made of them.

import { t } from "./i18n.js";

/** The demo brand of eSMS and the only text that it may send: they work without any set-up (FACTS-MESSAGES 2). */
const DEMO_BRAND = "Baotrixemay";
const DEMO_TEXT = "la ma xac minh dang ky Baotrixemay cua ban";
const CODE = "482913";
const OA = "745830328927467685";
const TEMPLATE = "205644";
const PHONE = "0901888484";
/** An advertisement goes to thirty at least. */
const THIRTY = Array.from({ length: 30 }, (_, place) => `09018884${String(place + 10)}`);

/** The first brand that an account may send such messages by, or the demo brand where any exists. */
function brandOf(account, type) {
  const brands = account?.brandnames;
  if (!brands || brands.some(({ name }) => name === DEMO_BRAND)) return DEMO_BRAND;
  return brands.find(({ types }) => types.includes(type))?.name ?? DEMO_BRAND;
}

/** A text that the brand's first template takes; any will do where none is listed. */
function smsText(account, brand, code = CODE) {
  const template = account?.sms_templates?.find(({ brandname }) => brandname === brand);
  if (brand === DEMO_BRAND || !template) return `${code} ${DEMO_TEXT}`;
  return template.text.replace(/\{[^}]*\}/g, code);
}

/** The first OA of an account with its first template, or those of the documentation where any exists. */
function znsOf(account) {
  const oa = account?.zalo?.[0];
  const template = oa?.templates?.[0];
  const params = template?.params ?? [{ name: "otp", type: "type_number", max_length: 10 }];
  const data = Object.fromEntries(params.map((param) => [param.name, sample(param)]));
  return { oa: oa?.oa_id ?? OA, template: template?.id ?? TEMPLATE, data };
}

/** A value that a variable takes. */
function sample({ name, type, max_length: most }) {
  const values = { type_date: "05/01/2026", type_number: CODE, type_cta_url: "https://example.com/" };
  return (values[type] ?? (/otp|code|^ma$/i.test(name) ? CODE : "Lan")).slice(0, most ?? 100);
}

/** A JSON object as it was typed; what cannot be read goes out as the text that it is, as a program's mistake would. */
function typedJson(value) {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const lines = (value) => value.split(/[\s,;]+/).filter(Boolean);

/** Only what was filled in. */
const given = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ""));

const callback = ({ CallbackUrl, RequestId }) => ({ CallbackUrl, RequestId });

/**
 * By kind: `fields` gives names with their defaults, in order, `request` the request of what was filled in. Names are
 * eSMS's own; `long` ones have more than a line.
 */
export const MESSAGE_KINDS = {
  care: {
    fields: (account) => {
      const brand = brandOf(account, 2);
      return { Phone: PHONE, Brandname: brand, Content: smsText(account, brand), CallbackUrl: null, RequestId: "" };
    },
    request: ({ Phone, Brandname, Content, ...more }) => ({
      path: "SendMultipleMessage_V4_post_json/",
      body: given({ Phone, Brandname, Content, SmsType: "2", ...callback(more) }),
    }),
  },
  advert: {
    fields: (account) => ({
      Phones: THIRTY.join("\n"),
      Brandname: brandOf(account, 1),
      Content: "Sale 50% this weekend only",
      CallbackUrl: null,
      RequestId: "",
    }),
    request: ({ Phones, Brandname, Content, ...more }) => ({
      path: "SendMultipleSMSBrandname_json/",
      body: given({ Phones: lines(Phones), Brandname, Content, SmsType: "1", ...callback(more) }),
    }),
  },
  zns: {
    fields: (account) => {
      const { oa, template, data } = znsOf(account);
      const TempData = JSON.stringify(data);
      return { Phone: PHONE, OAID: oa, TempID: template, TempData, CallbackUrl: null, RequestId: "" };
    },
    request: ({ Phone, OAID, TempID, TempData, ...more }) => ({
      path: "SendZaloMessage_V6/",
      body: given({ Phone, OAID, TempID, TempData: typedJson(TempData), ...callback(more) }),
    }),
  },
  multichannel: {
    fields: (account) => {
      const { oa, template, data } = znsOf(account);
      const brand = brandOf(account, 2);
      return {
        Phone: PHONE,
        OAID: oa,
        TempID: template,
        Params: JSON.stringify(Object.values(data)),
        Brandname: brand,
        Content: smsText(account, brand),
        CallbackUrl: null,
        RequestId: "",
      };
    },
    request: ({ Phone, OAID, TempID, Params, Brandname, Content, ...more }) => ({
      path: "MultiChannelMessage/",
      body: {
        Phone,
        Channels: ["zalo", "sms"],
        Data: [
          given({ OAID, TempID, Params: typedJson(Params), ...callback(more) }),
          given({ Brandname, Content, SmsType: "2", ...callback(more) }),
        ],
      },
    }),
  },
  viber: {
    fields: (account) => ({
      Phones: PHONE,
      Brandname: brandOf(account, 23),
      Content: "Your order is on its way",
      OttLabel: "",
      OttUrl: "",
      OttImgUrl: "",
      CallbackUrl: null,
      RequestId: "",
    }),
    request: ({ Phones, Brandname, Content, OttLabel, OttUrl, OttImgUrl, ...more }) => ({
      path: "Send_Multiple_Sms_OTT/",
      body: given({
        Phones: lines(Phones),
        Brandname,
        Content,
        OttLabel,
        OttUrl,
        OttImgUrl,
        SmsType: "23",
        ...callback(more),
      }),
    }),
  },
  code: {
    fields: (account) => {
      const brand = brandOf(account, 2);
      const message = smsText(account, brand, "{OTP}");
      return { Phone: PHONE, Brandname: brand, message, NumCharOfCode: "6", IsNumber: "1", TimeAlive: "" };
    },
    request: ({ Phone, Brandname, message, NumCharOfCode, IsNumber, TimeAlive }) => ({
      path: "SendMessageAutoGenCode_V4_get",
      query: given({ Phone, Brandname, message, Type: "2", NumCharOfCode, IsNumber, TimeAlive }),
    }),
  },
};

/** Fields with more than a line. */
export const LONG = new Set(["Content", "message", "Phones", "TempData", "Params"]);

/** Fields that may be left empty. */
export const OPTIONAL = new Set([
  "CallbackUrl",
  "RequestId",
  "OttLabel",
  "OttUrl",
  "OttImgUrl",
  "NumCharOfCode",
  "IsNumber",
  "TimeAlive",
]);

/** What a field says below itself; empty where its name says all. */
export const hintOf = (name) =>
  ({
    CallbackUrl: t("callback_optional"),
    Phones: t("hint_phones"),
    TempData: t("hint_temp_data"),
    Params: t("hint_params"),
    message: t("hint_message"),
    TimeAlive: t("hint_time_alive"),
    IsNumber: t("hint_is_number"),
  })[name];
