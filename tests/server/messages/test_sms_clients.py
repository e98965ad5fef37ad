"""Requests as public clients of eSMS were seen to send them (FACTS-MESSAGES 1, 2 and 12)."""

from urllib.parse import quote

from tests.places import running
from tests.sms import CARE_GET_PATH, CARE_PATH, DEMO, KEYS, sent


async def test_a_client_that_sends_json_with_its_get_is_answered_by_its_query():
    async with running() as client:
        query = f"Phone=0901888484&Content={quote(DEMO)}&ApiKey={KEYS['ApiKey']}&SecretKey={KEYS['SecretKey']}"
        target = f"{CARE_GET_PATH}?{query}&Brandname=Baotrixemay&SmsType=2"
        reply = await client.send("GET", target, json={"Phone": "not this one"})
        assert reply.json["CodeResult"] == "100"
        assert [message.phones for message in sent(client)] == [("0901888484",)]


async def test_a_client_that_writes_names_in_its_own_case_and_a_plus_for_a_space_is_understood():
    async with running() as client:
        query = f"APIKey={KEYS['ApiKey']}&secretkey={KEYS['SecretKey']}&PHONE=84901888484&brandname=SHOP&smstype=2"
        reply = await client.get(f"{CARE_GET_PATH}?{query}&content=Ma+cua+ban+la+1234&RequestID=order-1")
        assert int(reply.json["CodeResult"]) == 100
        (message,) = sent(client)
        assert (message.schedule.legs[0].text, message.schedule.legs[0].code) == ("Ma cua ban la 1234", "1234")
        assert message.request.request_id == "order-1"


async def test_a_client_that_sends_numbers_and_null_reads_its_code_as_text_or_number():
    async with running() as client:
        body = {**KEYS, "Phone": "84901888484", "Content": DEMO, "Brandname": "Baotrixemay", "SmsType": 2}
        reply = await client.post(CARE_PATH, {**body, "IsUnicode": 0, "CallbackUrl": None, "PartnerSource": 1})
        assert (reply.status, reply.json["CodeResult"], int(reply.json["CodeResult"])) == (200, "100", 100)
        assert reply.json["SMSID"] == sent(client)[0].sms_id
