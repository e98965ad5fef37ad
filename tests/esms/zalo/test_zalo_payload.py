"""The payloads of Zalo messages by user id, with their limits: FACTS-MESSAGES 2, S8 to S12."""

import json
from typing import Any

import pytest

from mock_esms.esms.zalo.zalo_payload import content_problem, payload_problem, payload_text, payload_user, read_payload

URL_BUTTON = {"title": "Xem", "type": "oa.open.url", "payload": {"url": "https://example.com"}}


def wrapped(attached: object, text: object = "Chào bạn") -> dict[str, Any]:
    """A payload around what is attached."""
    return {
        "recipient": {"user_id": "7800378501923859642"},
        "message": {"text": text, "attachment": {"type": "template", "payload": attached}},
    }


def table(*rows: dict[str, str], **more: object) -> dict[str, Any]:
    """A transaction with one table."""
    elements = [{"type": "table", "content": list(rows)}]
    return wrapped({"template_type": "transaction_order", "elements": elements, **more})


PHOTO = wrapped({"template_type": "media", "elements": [{"media_type": "image", "url": "https://example.com/a.jpg"}]})
BUTTONS = wrapped(
    {
        "buttons": [
            URL_BUTTON,
            {"title": "Hỏi", "type": "oa.query.show", "payload": "hoi"},
            {"title": "Nhắn", "type": "oa.open.sms", "payload": {"content": "alo", "phone_code": "84901888484"}},
            {"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "84901888484"}},
        ]
    }
)
ASK = wrapped(
    {
        "template_type": "request_user_info",
        "elements": [{"title": "OA", "subtitle": "Xin thông tin", "image_url": "https://example.com/a.jpg"}],
    }
)
TRANSACTION = wrapped(
    {
        "template_type": "transaction_order",
        "language": "VI",
        "elements": [
            {"type": "banner", "image_url": "https://example.com/a.jpg"},
            {"type": "header", "content": "Trạng thái đơn hàng", "align": "left"},
            {"type": "text", "content": "Cảm ơn bạn", "align": "center"},
            {
                "type": "table",
                "content": [
                    {"key": "Mã khách hàng", "value": "F-01332973223"},
                    {"key": "Trạng thái", "value": "Đang giao", "style": "yellow"},
                ],
            },
        ],
        "buttons": [URL_BUTTON],
    }
)


@pytest.mark.parametrize("payload", [PHOTO, BUTTONS, ASK, TRANSACTION], ids=["S9", "S10", "S11", "S12"])
def test_each_documented_form_is_taken(payload: dict[str, Any]) -> None:
    assert payload_problem(payload) is None
    assert payload_user(payload) == "7800378501923859642"


def test_the_user_reads_what_the_payload_says() -> None:
    assert payload_text(TRANSACTION) == (
        "Trạng thái đơn hàng\nCảm ơn bạn\nMã khách hàng: F-01332973223\nTrạng thái: Đang giao\nXem"
    )
    assert payload_text(ASK) == "Chào bạn\nOA\nXin thông tin"
    assert payload_text(BUTTONS) == "Chào bạn\nXem\nHỏi\nNhắn\nGọi"


CODE = {"key": "Mã đơn", "value": "1"}
WRONG = [
    ({"message": {}}, "Payload.recipient:"),
    ({"recipient": {"user_id": ""}, "message": {}}, "Payload.recipient.user_id:"),
    (wrapped({"template_type": "media", "elements": []}), "elements:"),
    (wrapped({"template_type": "media", "elements": [{"media_type": "image", "url": "u"}] * 2}), "1 are allowed"),
    (wrapped({"template_type": "media", "elements": [{"media_type": "video", "url": "u"}]}), "media_type:"),
    (wrapped(PHOTO["message"]["attachment"]["payload"], "x" * 2001), "Payload.message.text: it has 2001"),
    (wrapped({"template_type": "list"}), "template_type:"),
    (wrapped({}), "template_type:"),
    (wrapped([]), "Payload.message.attachment.payload:"),
    (wrapped({"buttons": [{**URL_BUTTON, "title": "x" * 101}]}), "buttons[0].title: it has 101"),
    (wrapped({"buttons": [{**URL_BUTTON, "type": "oa.open.door"}]}), "buttons[0].type:"),
    (wrapped({"buttons": [{"title": "x", "type": "oa.query.hide", "payload": "x" * 1001}]}), "buttons[0].payload:"),
    (
        wrapped({"buttons": [{"title": "x", "type": "oa.open.sms", "payload": {"content": "x" * 161}}]}),
        "buttons[0].payload.content: it has 161",
    ),
    (wrapped({"template_type": "request_user_info", "elements": [{"title": "x"}]}), "elements[0].subtitle:"),
    (table({"key": "Giá", "value": "1"}), "a table needs a row"),
    (table(CODE, language="EN"), "contains Code"),
    (table(CODE, {"key": "Giá", "value": "1", "style": "red"}), "content[1].style: only the row Trạng thái"),
    (table(*[CODE] * 7), "6 are allowed"),
    (table({"key": "Mã" + "x" * 24, "value": "1"}), "content[0].key: it has 26"),
    (table({"key": "Mã", "value": "x" * 101}), "content[0].value: it has 101"),
    (table(CODE, buttons=[URL_BUTTON] * 5), "4 are allowed"),
    (table(CODE, buttons=[{**URL_BUTTON, "title": "x" * 36}]), "buttons[0].title: it has 36"),
    (table(CODE, language="FR"), "language:"),
    (
        wrapped({"template_type": "transaction_order", "elements": [{"type": "text", "content": "x"}] * 3}),
        "there may be 2 elements of the type text",
    ),
    (
        wrapped({"template_type": "transaction_order", "elements": [{"type": "header", "content": "x" * 101}]}),
        "elements[0].content: it has 101",
    ),
    (
        wrapped({"template_type": "transaction_order", "elements": [{"type": "text", "content": "x", "align": "up"}]}),
        "elements[0].align:",
    ),
]


@pytest.mark.parametrize(("payload", "says"), WRONG, ids=[says for _, says in WRONG])
def test_what_is_wrong_is_said_with_its_place(payload: dict[str, Any], says: str) -> None:
    found = payload_problem(payload)
    assert found is not None
    assert found.code == "payload-wrong"
    assert says in found.message


@pytest.mark.parametrize("text", ["", "x", "[]", "1", "[" * 100_000, "null"])
def test_what_is_no_object_is_no_payload(text: str) -> None:
    assert read_payload(text) is None
    found = payload_problem(None)
    assert found is not None
    assert "it is no JSON object" in found.message


def test_numbers_in_a_payload_count_as_their_text() -> None:
    payload = read_payload(json.dumps(table({"key": "Mã", "value": 42})))  # type: ignore[dict-item]
    assert payload is not None
    assert payload_problem(payload) is None
    assert payload_text(payload) == "Chào bạn\nMã: 42".removeprefix("Chào bạn\n")


def test_a_consulting_text_has_at_most_2000_characters() -> None:
    assert content_problem("x" * 2000) is None
    long, empty = content_problem("x" * 2001), content_problem("")
    assert long is not None
    assert empty is not None
    assert "2000 are allowed" in long.message
