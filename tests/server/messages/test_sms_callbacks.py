"""How the end of SMS and Viber messages is reported, to a real receiver, to the byte (FACTS-MESSAGES 7)."""

import pytest

from mock_esms.config.account import Account
from mock_esms.config.settings import CallbackRules, Quirks
from tests.places import running
from tests.receiver import FAILS, OK, Receiver
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_GET_PATH, CARE_PATH, KEYS, PHONES, ROOT, VIBER, VIBER_PATH, sent

FAILED = 'title: Fails\nmatch: {phone: "*"}\nmessage: {failed: {after: 3s}}\n'
PROGRESS = 'title: Progress\nmatch: {phone: "*"}\ncallback: {progress: [1, 2, 7]}\n'


async def accepted(client, path, body):
    reply = await client.post(path, body)
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SMSID"]


async def test_the_end_of_an_sms_is_reported_as_cskh():
    async with Receiver.run(OK) as receiver, running() as client:
        url = f"{receiver.url}/sms?shop=1"
        sms_id = await accepted(client, CARE_PATH, {**CARE, "CallbackUrl": url, "RequestId": "order 42"})
        await client.advance()
        assert receiver.targets == [
            (
                f"/sms?shop=1&SMSID={sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=1"
                "&TotalSent=1&RequestId=order%2042&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid="
            )
        ]
        assert client.sandbox.components.ledger.balance("test-api-key") == 999_150


async def test_an_sms_that_fails_costs_nothing_and_says_so(tmp_path):
    (tmp_path / "fails.yaml").write_text(FAILED)
    async with Receiver.run(OK) as receiver, running(tmp_path) as client:
        body = {**CARE, "Phone": "0901888484,0981888484", "CallbackUrl": receiver.url}
        sms_id = await accepted(client, CARE_PATH, body)
        await client.advance()
        assert receiver.targets == [
            (
                f"/?SMSID={sms_id}&SendFailed=2&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=2&TotalSent=2"
                "&RequestId=&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid="
            )
        ]
        assert client.sandbox.components.ledger.balance("test-api-key") == 1_000_000


async def test_an_advertisement_waits_for_its_approval_and_is_reported_once_for_all():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await accepted(client, ADVERT_PATH, {**ADVERT, "CallbackUrl": receiver.url})
        seen = []
        for by in ("0s", "299s", "1s", "2s", "1s"):
            await client.advance(by=by)
            status = await client.get(
                f"{ROOT}/GetSendStatus?RefId={sms_id}&ApiKey={KEYS['ApiKey']}&SecretKey=test-secret-key"
            )
            seen.append((status.json["SendStatus"], len(receiver.requests)))
        assert seen == [(1, 0), (1, 0), (7, 0), (5, 0), (5, 1)]
        assert receiver.targets == [
            (
                f"/?SMSID={sms_id}&SendFailed=0&SendStatus=5&SendSuccess=30&TotalPrice=15000.0000&TotalReceiver=30"
                "&TotalSent=30&RequestId=&TypeId=1"
            )
        ]


async def test_the_sample_of_an_advertisements_callback_counts_nobody_where_the_quirk_says_so():
    async with Receiver.run(OK) as receiver, running(quirks=Quirks(advert_counts="sample")) as client:
        await accepted(client, ADVERT_PATH, {**ADVERT, "CallbackUrl": receiver.url})
        await client.advance()
        (query,) = receiver.queries
        assert (query["SendSuccess"], query["SendFailed"], query["TotalPrice"]) == ("0", "0", "15000.0000")


async def test_the_end_of_a_viber_message_is_reported_as_viber():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await accepted(client, VIBER_PATH, {**VIBER, "Phones": PHONES[:1], "CallbackUrl": receiver.url})
        await client.advance()
        assert receiver.targets == [
            (
                f"/?SMSID={sms_id}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=470.0000&TotalReceiver=1&TotalSent=1"
                f"&RequestId=&TypeId=23&telcoid=2&phonenumber={PHONES[0]}"
            )
        ]


async def test_progress_is_reported_before_the_end_and_approval_only_of_advertisements(tmp_path):
    (tmp_path / "progress.yaml").write_text(PROGRESS)
    async with Receiver.run(OK) as receiver, running(tmp_path) as client:
        await accepted(client, ADVERT_PATH, {**ADVERT, "CallbackUrl": receiver.url})
        await client.advance()
        assert [query["SendStatus"] for query in receiver.queries] == ["1", "2", "7", "5"]
        await accepted(client, CARE_PATH, {**CARE, "CallbackUrl": receiver.url})
        await client.advance()
        assert [query["SendStatus"] for query in receiver.queries[4:]] == ["2", "7", "5"]


async def test_a_callback_that_is_not_acknowledged_comes_again():
    async with Receiver.run(FAILS, "drop", OK) as receiver, running() as client:
        await accepted(client, CARE_PATH, {**CARE, "CallbackUrl": receiver.url})
        await client.advance()
        assert len(set(receiver.targets)) == 1
        assert len(receiver.targets) == 3


async def test_a_setting_sends_again_only_where_nobody_has_answered():
    async with Receiver.run("drop", FAILS) as receiver, running(callback=CallbackRules(success="any")) as client:
        await accepted(client, CARE_PATH, {**CARE, "CallbackUrl": receiver.url})
        await client.advance()
        (message,) = sent(client)
        assert [attempt.status for attempt in message.attempts] == [None, 500]
        assert [callback.state for callback in message.callbacks] == ["delivered"]


@pytest.mark.parametrize("how", ["restart"])
async def test_after_a_restart_a_message_goes_on_and_its_request_id_blocks(tmp_path, how):
    store = tmp_path / "store.sqlite"
    async with Receiver.run(OK) as receiver:
        async with running(store=store) as client:
            body = {**CARE, "CallbackUrl": receiver.url, "RequestId": "once"}
            sms_id = await accepted(client, CARE_PATH, body)
            advert = await accepted(client, ADVERT_PATH, {**ADVERT, "CallbackUrl": receiver.url})
        async with running(store=store) as client:
            assert [message.sms_id for message in sent(client)] == [sms_id, advert]
            assert (await client.post(CARE_PATH, {**CARE, "RequestId": "once"})).json["CodeResult"] == "124"
            await client.advance()
            assert {query["SMSID"] for query in receiver.queries} == {sms_id, advert}
            assert all(message.settled for message in sent(client))
            assert client.sandbox.components.ledger.balance("test-api-key") == 1_000_000 - 850 - 15_000


async def test_the_status_of_a_message_is_told_by_its_id_in_any_case_and_to_its_account_alone():
    other = Account(api_key="other", secret_key="s")
    mine = Account(api_key="test-api-key", secret_key="test-secret-key")
    async with running(accounts=(mine, other)) as client:
        sms_id = await accepted(client, CARE_PATH, {**CARE, "Phone": "0901888484,0981888484"})
        keys = "ApiKey=test-api-key&SecretKey=test-secret-key"
        before = await client.get(f"{ROOT}/GetSendStatus?RefId={sms_id}&{keys}")
        assert before.json["SendStatus"] == 7
        await client.advance()
        status = await client.get(f"{ROOT}/GetSendStatus?RefId={sms_id.upper()}&{keys}")
        assert status.body == (
            b'{"CodeResponse":"100","SMSID":"%s","SendFailed":0,"SendStatus":5,"SendSuccess":2,'
            b'"TotalPrice":1700.0000,"TotalReceiver":2,"TotalSent":2}' % sms_id.encode()
        )
        receivers = await client.get(f"{ROOT}/GetSmsReceiverStatus_get?RefId={sms_id}&{keys}")
        assert receivers.body == (
            b'{"CodeResult":"100","ReceiverList":[{"IsSent":true,"NetworkName":"MobiFone","Phone":"0901888484",'
            b'"Retry":0,"SentResult":true},{"IsSent":true,"NetworkName":"Viettel","Phone":"0981888484",'
            b'"Retry":0,"SentResult":true}]}'
        )
        timed = await client.get(f"{ROOT}/GetSmsReceiverStatus_V2?SMSID={sms_id}&{keys}")
        assert timed.json["ReceiverStatus"] == [
            {"Phone": phone, "SentTime": "05/01/2026 09:00:00", "Status": 1} for phone in ("0901888484", "0981888484")
        ]
        foreign = await client.get(f"{ROOT}/GetSendStatus?RefId={sms_id}&ApiKey=other&SecretKey=s")
        assert foreign.json["CodeResponse"] == "105"


async def test_a_message_by_get_is_sent_at_its_send_date():
    async with Receiver.run(OK) as receiver, running() as client:
        query = "&".join(f"{name}={value}" for name, value in {**CARE, "Content": "Hi", "Brandname": "SHOP"}.items())
        target = f"{CARE_GET_PATH}?{query}&SendDate=2026-01-05%2010:00:00&CallbackUrl={receiver.url}"
        assert (await client.get(target)).json["CodeResult"] == "100"
        await client.advance(by="3599s")
        assert [message.state for message in sent(client)] == ["waiting"]
        await client.advance(by="1s")
        assert [message.state for message in sent(client)] == ["sent"]
        await client.advance()
        assert len(receiver.requests) == 1
