"""Members of another kind than is wanted, deep inside of a body: refused as documented, or without meaning.

Nothing is sent that is refused, and nothing goes wrong inside.
"""

import logging
from typing import Any

import pytest

from tests.places import running
from tests.sms import KEYS, but, sent
from tests.zalo import BULK, BULK_PATH, MULTICHANNEL, MULTICHANNEL_PATH, OA, PAYLOAD_PATH, SMS_PART, USER, ZALO_PART


def payload(**attached: Any) -> dict[str, Any]:
    """A message by user id with this in its attachment."""
    message = {"attachment": {"type": "template", "payload": attached}}
    return {**KEYS, "OAID": OA, "Payload": {"recipient": {"user_id": USER}, "message": message}}


BUTTONS = [{"title": "Xem", "type": "oa.open.phone", "payload": {"phone_code": "84901888484"}}]
PHOTO = [{"media_type": "image", "url": "https://example.com/a.jpg", "title": ["x"], "subtitle": 5}]
TABLE = {"type": "table", "content": [{"key": "Mã", "value": "1"}]}
BANNER = {"type": "banner", "image_url": "https://example.com/a.jpg", "content": ["x"]}
CASES = {
    "a list for a template_type": (PAYLOAD_PATH, payload(template_type=["media"]), "210"),
    "a list for a template_type, with buttons": (PAYLOAD_PATH, payload(template_type=["x"], buttons=BUTTONS), "100"),
    "elements that buttons have no use for": (PAYLOAD_PATH, payload(elements={"a": 1}, buttons=BUTTONS), "100"),
    "texts that a photo has no use for": (PAYLOAD_PATH, payload(template_type="media", elements=PHOTO), "100"),
    "buttons that a photo has no use for": (
        PAYLOAD_PATH,
        payload(template_type="media", elements=PHOTO, buttons=[1, {"title": None}]),
        "100",
    ),
    "a text that a banner has no use for": (
        PAYLOAD_PATH,
        payload(template_type="transaction_order", elements=[BANNER, TABLE]),
        "100",
    ),
    "a number for a payload": (PAYLOAD_PATH, {**payload(), "Payload": 7}, "210"),
    "Phones in an entry": (
        MULTICHANNEL_PATH,
        but(MULTICHANNEL, Phone=None, Data=[{**ZALO_PART, "Phones": "abc"}, SMS_PART]),
        "108",
    ),
    "a list for a phone in an entry": (
        MULTICHANNEL_PATH,
        but(MULTICHANNEL, Phone=None, Data=[{**ZALO_PART, "Phone": ["0901888484"]}, SMS_PART]),
        "108",
    ),
    "a text for Params in an entry": (
        MULTICHANNEL_PATH,
        {**MULTICHANNEL, "Data": [{**ZALO_PART, "Params": "abc"}, SMS_PART]},
        "790",
    ),
    "an entry that is no object": (MULTICHANNEL_PATH, {**MULTICHANNEL, "Data": [ZALO_PART, "sms"]}, "300"),
    "an object for a phone of many": (BULK_PATH, {**BULK, "Data": [{"Phone": {"a": 1}, "Params": ["1"]}]}, "108"),
    "objects in the values of many": (BULK_PATH, {**BULK, "Data": [{"Phone": "0901888484", "Params": [{}]}]}, "790"),
}


@pytest.mark.parametrize(("path", "body", "code"), CASES.values(), ids=list(CASES))
async def test_a_member_of_another_kind_is_refused_or_has_no_meaning(path, body, code, caplog):
    caplog.set_level(logging.ERROR)
    async with running() as client:
        reply = await client.post(path, body)
        told = reply.json.get("detail", [reply.json])[0]
        assert told["CodeResult"] == code
        assert len(sent(client)) == (code == "100")
        await client.advance()
        assert (await client.get("/_mock/messages")).status == 200
    assert [record.getMessage() for record in caplog.records] == []
