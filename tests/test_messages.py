import pytest

from tests.places import running
from tests.receiver import Receiver

ROOT = "/MainService.svc/json"
POST = f"{ROOT}/SendMultipleMessage_V4_post_json/"
MESSAGE = {
    "ApiKey": "test-api-key",
    "SecretKey": "test-secret-key",
    "Phone": "0901888484",
    "Content": "1234",
    "SmsType": "8",
}


async def send(client, **changes):
    return await client.post(POST, {**MESSAGE, **changes})


@pytest.mark.parametrize(
    "given", [{"SmsType": 8, "IsUnicode": 0, "Sandbox": 0}, {"SmsType": "8", "IsUnicode": None, "Sandbox": None}]
)
async def test_texts_numbers_and_nulls_are_accepted_where_texts_are_documented(given):
    async with running() as client:
        reply = await send(client, **given)
        sms_id = reply.json["SMSID"]
        assert reply.body == b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % sms_id.encode()
        assert (await client.call(sms_id))["operation"] == "SendMultipleMessage_V4_post_json"


async def test_wrong_keys_are_answered_to_the_byte():
    async with running() as client:
        reply = await send(client, SecretKey="wrong")
        assert reply.body == b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'


async def test_names_are_case_sensitive_in_json_and_the_slip_is_warned_of():
    async with running() as client:
        reply = await client.post(POST, {**MESSAGE, "PHONE": "0901888484", "Phone": None})
        assert reply.json["CodeResult"] == "108"
        entry = (await client.get("/_mock/requests")).json["requests"][0]
        assert [warning["code"] for warning in entry["warnings"]] == ["json-name-in-another-case"]


async def test_a_message_is_reported_in_its_own_manner_behind_what_its_callback_url_has():
    async with Receiver.run() as receiver, running() as client:
        sms_id = (await send(client, CallbackUrl=f"{receiver.url}/cb?token=1", RequestId="order 1")).json["SMSID"]
        await client.advance()
        assert receiver.targets == [
            (
                f"/cb?token=1&SMSID={sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=450.0000&TotalReceiver=1"
                "&TotalSent=1&RequestId=order%201&TypeId=8&telcoid=2&phonenumber=0901888484"
            )
        ]


async def test_a_send_date_is_written_with_dashes():
    async with running() as client:
        for date, state, codes in (
            ("2026-01-05 09:01:00", "scheduled", []),
            ("2026/01/05 09:01:00", "dialling", ["send-date-unreadable"]),
        ):
            call = await client.call((await send(client, SendDate=date)).json["SMSID"])
            await client.advance(by="0s")
            call = await client.call(call["sms_id"])
            assert (call["state"], [warning["code"] for warning in call["warnings"]]) == (state, codes)
        assert "2017-12-12 14:00:00" in call["warnings"][0]["message"]


async def test_with_sandbox_1_nothing_is_stored_charged_or_delivered_but_the_request_id_is_used_up():
    async with Receiver.run() as receiver, running() as client:
        first = await send(client, Sandbox="1", CallbackUrl=receiver.url, RequestId="r")
        second = await send(client, Sandbox=1)
        assert (first.json["CodeResult"], second.json["CodeResult"]) == ("100", "100")
        assert (await send(client, Sandbox=1, RequestId="r")).json["CodeResult"] == "124"
        assert first.json["SMSID"] != second.json["SMSID"]
        await client.advance()
        assert (await client.get("/_mock/calls")).json["total"] == 0
        assert receiver.requests == []
        keys = "ApiKey=test-api-key&SecretKey=test-secret-key"
        status = await client.get(f"{ROOT}/GetSendStatus?RefId={first.json['SMSID']}&{keys}")
        assert status.json["CodeResponse"] == "105"
        assert (await client.get(f"{ROOT}/GetBalance/test-api-key/test-secret-key")).json["Balance"] == 1_000_000


async def test_a_trial_changes_nothing_in_what_is_drawn_for_real_messages():
    async with running() as client:
        await send(client, Sandbox="1")
        after = (await send(client)).json["SMSID"]
    async with running() as client:
        assert (await send(client)).json["SMSID"] == after


async def test_the_same_message_by_get_and_by_post_gets_the_same_kind_of_id():
    async with running() as client:
        query = "&".join(f"{name}={value}" for name, value in MESSAGE.items())
        sms_id = (await client.get(f"{ROOT}/SendMultipleMessage_V4_get?{query}")).json["SMSID"]
        int(sms_id[:32], 16)
        assert 10 <= int(sms_id[32:]) <= 999
