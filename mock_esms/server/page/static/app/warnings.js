// Warnings, in the language of the page. The sandbox's own sentence has the values in it, and is English as in its log:
// another language says what the code means before it.

import { h } from "./dom.js";
import { pageLanguage } from "./i18n.js";

/** @type {Object<string, Object<string, string>>} */
const MEANINGS = {
  vi: {
    "callback-url-not-encoded":
      "CallbackUrl chưa được mã hóa phần trăm: các tham số của nó bị đọc thành tham số của chính yêu cầu.",
    "callback-url-unusable":
      "Không thể gọi CallbackUrl: không phải http hay https, thiếu tên máy, sai cổng, hoặc quá dài.",
    "callback-name-has-colon":
      "Tên người dùng trong CallbackUrl có dấu hai chấm: nơi nhận sẽ đọc thành một tên khác.",
    "callback-userinfo-not-utf-8":
      "Tên hoặc mật khẩu trong CallbackUrl không phải UTF-8: nó được gửi đi đúng như đã viết.",
    "callback-placeholder-unfilled": "Một chỗ trống trong CallbackUrl được viết theo dạng không bao giờ được điền.",
    "json-name-in-another-case": "Tên trong JSON phân biệt chữ hoa và chữ thường; eSMS bỏ qua tên này.",
    "form-is-multipart": "Biểu mẫu được gửi dạng multipart/form-data; eSMS không đọc được gì trong đó.",
    "unknown-parameter": "Thao tác này không có tham số tên như vậy; eSMS bỏ qua nó.",
    "number-not-whole": "Giá trị không phải số nguyên từ 0 trở lên; được xem như không có.",
    "value-capped": "Giá trị vượt quá mức sandbox thực hiện được và bị giới hạn lại.",
    "value-unknown": "Giá trị không nằm trong các giá trị mà tài liệu eSMS nêu cho tham số này.",
    "send-date-unreadable": "SendDate không được viết như tài liệu của thao tác; được xem như không có.",
    "send-date-past": "SendDate đã qua; được xem như không có.",
    "ivr-without-number-forward": "Có Ivr nhưng không có NumberForward: không phím nào chuyển tiếp cuộc gọi.",
    "request-id-too-long": "RequestId dài hơn 50 ký tự mà tài liệu eSMS cho phép.",
    "phone-plus-not-encoded": "Dấu + của số điện thoại chưa được mã hóa phần trăm nên trở thành dấu cách.",
    "phone-without-zero": "Số điện thoại thiếu số 0 ở đầu (108).",
    "phone-of-before-2018": "Số điện thoại là số di động 11 chữ số của trước năm 2018 (108).",
    "template-values-unfit": "Số giá trị trong yêu cầu không bằng số chỗ cần điền của mẫu.",
    "phones-left-out": "Một số số điện thoại của tin quảng cáo không phải số Việt Nam; chúng không nhận được gì.",
    "sms-type-missing": "Thiếu SmsType (300).",
    "sms-type-unsupported": "Địa chỉ này không nhận SmsType như vậy (118).",
    "brandname-unknown": "Tài khoản không có Brandname này (104).",
    "brandname-of-another-type": "Brandname chưa được đăng ký cho SmsType này (104).",
    "phones-too-few": "Tin quảng cáo cần ít nhất 30 số điện thoại khác nhau (107).",
    "phones-too-many": "Tin quảng cáo gửi tới nhiều nhất 5000 số điện thoại (120).",
    "phone-blocked": "Một số nhận nằm trong blocked_phones của tài khoản (99).",
    "word-blocked": "Nội dung có một từ trong blocked_words của tài khoản (201).",
    "sms-template-unfit": "Nội dung không khớp mẫu nào đã đăng ký của Brandname (146).",
    "network-not-registered": "Brandname chưa được đăng ký với nhà mạng của số nhận (177).",
    "channels-unsupported": "Channels phải đúng là zalo rồi đến sms, như tài liệu viết.",
    "oa-or-template-missing": "Thiếu OAID hoặc TempID.",
    "oa-unknown": "OA này không thuộc tài khoản.",
    "zns-template-unknown": "Mẫu ZNS này chưa được thiết lập cho OA.",
    "multichannel-template-unknown": "MultiChannelTempId này chưa được eSMS gắn cho tài khoản.",
    "zns-text-unfit": "Nội dung không khớp mẫu ZNS nào của OA.",
    "zns-variables-unreadable": "Không đọc được các biến của mẫu ZNS.",
    "zns-variable-missing": "Thiếu một biến mà mẫu ZNS cần.",
    "zns-variable-unknown": "Mẫu ZNS không có biến tên như vậy.",
    "zns-variable-too-long": "Giá trị của một biến ZNS dài quá mức cho phép.",
    "zns-variable-type": "Giá trị của một biến ZNS không đúng kiểu.",
    "id-missing": "Thiếu MessageId hoặc SMSID (851).",
    "paging-wrong": "Trang, vị trí bắt đầu hoặc số lượng không phải số, hoặc vượt mức tài liệu nêu (162).",
    "date-unreadable": "Ngày giờ không được viết như tài liệu của thao tác (161).",
    "too-many-requests": "Trong một giây có nhiều yêu cầu hơn mức rates của tài khoản cho phép (160).",
    "requests-per-second-exceeded":
      "Tài khoản gọi hoặc gửi nhiều yêu cầu mỗi giây hơn requests_per_second của nó (160).",
    "queue-full": "Mọi đường dây (lines) của tài khoản đều bận và hàng chờ (queue) đã đầy (160).",
    "user-id-missing": "Thiếu Zalo user id.",
    "user-id-too-long": "Zalo user id quá dài.",
    "hashed-phone-wrong": "Số điện thoại đã băm không phải SHA-256 viết bằng chữ thường.",
    "payload-wrong": "Payload không đúng như tài liệu quy định.",
    "mode-3-with-date": "Không thể vừa gửi vượt hạn mức vừa hẹn giờ gửi.",
    "mode-3-not-allowed": "OA này không được phép gửi vượt hạn mức.",
    "bulk-data-wrong": "Data của yêu cầu gửi hàng loạt bị sai.",
    "bulk-items-too-many": "Một yêu cầu gửi hàng loạt có hơn 500 tin.",
    "code-place-missing": "Nội dung không có {OTP}, nên mã không xuất hiện trong tin.",
    "time-alive-not-allowed": "TimeAlive nằm ngoài 2 đến 10 phút mà tài liệu cho phép (110).",
    "campaign-too-long": "campaignid dài hơn 254 ký tự mà tài liệu eSMS cho phép.",
    "demo-text-repeated":
      "Brandname thử nghiệm chỉ gửi cùng một nội dung đến một số mỗi năm phút một lần; tin này thất bại.",
    "application-wrong": "Đơn đăng ký thiếu hoặc sai một giá trị (110, 301).",
    "application-in-progress": "Đơn đăng ký giống hệt còn đang chờ duyệt (199).",
    "price-missing": "Tài khoản không có giá cho loại tin này (102).",
    "balance-too-low": "Số dư của tài khoản thấp hơn giá của tin (103).",
    "callback-will-be-blocked": "CallbackUrl là địa chỉ mà callback không được phép gọi đến; xem --allow-callback.",
  },
};

/** What a warning means; undefined in English, which its own sentence is. */
const meaning = ({ code }) => MEANINGS[pageLanguage()]?.[code];

/** A warning in one line. @param {{code: string, message: string}} warning */
export const inShort = (warning) => meaning(warning) ?? warning.message;

/** A warning, whole. @param {{code: string, message: string}} warning */
export function warningOf(warning) {
  const means = meaning(warning);
  return h(
    "p",
    { class: "warning" },
    h("strong", null, `⚠ ${warning.code} `),
    means,
    h("span", { lang: "en", class: means && "original" }, warning.message),
  );
}
