"""A person writes to a shortcode, and an application answers (FACTS-MESSAGES 5, CONTRACT 13)."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from mock_esms.config.account import Account, Shortcode
from mock_esms.config.settings import Egress
from mock_esms.esms.messages.shortcode import signature
from tests.journal.store.killed import killed
from tests.places import running
from tests.receiver import FAILS, OK, Receiver, answer, serving

KEY = "17417a0d20114d36a902e49cad0e97f3"
NAMES = ["sender", "content", "serviceNumber", "keyword", "sign", "cpid", "smsid", "receiverTime"]
WRITES = {"from": "0901888484", "to": "8041", "content": "DK ABC"}


def says(message="Cam on ban", status=200):
    """An answer that says so; as to Smsid and Receiver, those of partners that do not look."""
    body = f"<ClientResponse><Message>{message}</Message><Smsid>1</Smsid><Receiver>1</Receiver></ClientResponse>"
    return answer(status, body.encode())


def account(url, keyword="", api_key="test-api-key"):
    entry = Shortcode(number="8041", url=f"{url}/receive_mo", keyword=keyword, cpid="partner", private_key=KEY)
    return Account(api_key=api_key, secret_key="test-secret-key", shortcodes=(entry,))


async def write(client, status=200, **changes):
    reply = await client.post("/_mock/inbound", {**WRITES, **changes})
    assert reply.status == status, reply.body
    return reply.json


async def inbox(client, phone="0901888484"):
    return (await client.get(f"/_mock/inbox/{phone}")).json["items"]


async def test_the_partner_is_told_with_the_documented_signature_and_its_answer_stands_in_the_inbox():
    async with (
        Receiver.run(says("Ma cua ban la 4711")) as receiver,
        running(accounts=(account(receiver.url),)) as client,
    ):
        inbound = await write(client)
        (target,) = receiver.targets
        assert target.startswith("/receive_mo?sender=84901888484&content=DK%20ABC&serviceNumber=8041&keyword=DK&sign=")
        told = dict(parse_qsl(urlsplit(target).query))
        assert list(told) == NAMES
        assert told["receiverTime"] == "20260105090000"
        assert told["smsid"] == inbound["sms_id"]
        signed = signature("partner", told["smsid"], "DK ABC", "20260105090000", KEY)
        assert told["sign"] == signed
        assert inbound["request"]["parameters"] == told
        assert inbound["reply"] == "Ma cua ban la 4711"
        assert (inbound["answer"]["status"], inbound["answer"]["error"]) == (200, None)
        assert "<ClientResponse>" in inbound["answer"]["body"]
        assert inbound["settled"] is True
        (attempt,) = inbound["callbacks"][0]["attempts"]
        assert attempt["request"]["target"] == target
        assert KEY not in json.dumps(inbound)
        assert await inbox(client, "+84901888484") == [
            {
                "at": "2026-01-05T09:00:00.000+07:00",
                "kind": "sms",
                "from": "8041",
                "text": "Ma cua ban la 4711",
                "code": "4711",
                "sms_id": inbound["sms_id"],
            }
        ]
        assert (await client.get("/_mock/otp/0901888484")).json["code"] == "4711"


async def test_an_answer_that_cannot_be_used_is_no_reply_and_no_reason_to_tell_again():
    async with Receiver.run(OK) as receiver, running(accounts=(account(receiver.url),)) as client:
        inbound = await write(client)
        assert inbound["reply"] is None
        assert inbound["problem"].startswith("the answer is no XML")
        await client.advance()
        assert len(receiver.requests) == 1
        assert await inbox(client) == []


async def test_a_partner_that_fails_is_told_again_as_with_callbacks_and_then_the_reply_arrives():
    async with (
        Receiver.run(FAILS, "drop", says("at last")) as receiver,
        running(accounts=(account(receiver.url),)) as client,
    ):
        inbound = await write(client)
        assert (inbound["reply"], inbound["problem"]) == (None, "the answer's status is 500")
        assert (inbound["settled"], inbound["callbacks"][0]["state"]) == (False, "pending")
        assert inbound["callbacks"][0]["next_due"] == "2026-01-05T09:00:10.000+07:00"
        await client.advance()
        again = (await client.get(f"/_mock/inbound/{inbound['sms_id']}")).json
        assert again["reply"] == "at last"
        assert [attempt["status"] for attempt in again["callbacks"][0]["attempts"]] == [500, None, 200]
        assert len(set(receiver.targets)) == 1, "each attempt tells the same smsid, time and sign"
        assert [(item["at"], item["text"]) for item in await inbox(client)] == [
            ("2026-01-05T09:00:40.000+07:00", "at last")
        ]


async def test_a_scenario_decides_how_the_partner_is_told_by_the_phone_that_writes(tmp_path):
    (tmp_path / "twice.yaml").write_text(
        'title: Told twice at once\nmatch: {phone: "*484"}\n'
        "callback: {copies: 2, lost_acks: 1, retries: 1, wait: [3s], add: {extra: one}, omit: [cpid]}\n"
    )
    async with (
        Receiver.run(says("first"), says("second")) as receiver,
        running(tmp_path, accounts=(account(receiver.url),)) as client,
    ):
        inbound = await write(client)
        await client.advance()
        inbound = (await client.get(f"/_mock/inbound/{inbound['sms_id']}")).json
        assert inbound["scenario"] == "twice"
        assert [list(query) for query in receiver.queries] == [[*(n for n in NAMES if n != "cpid"), "extra"]] * 2
        assert inbound["reply"] == "second", "the first acknowledgement was lost, and its answer with it"


async def test_a_partner_that_is_never_told_is_reported_so(tmp_path):
    (tmp_path / "lost.yaml").write_text("title: Lost\nmatch: {operation: inbound}\ncallback: {drop: true}\n")
    async with Receiver.run(OK) as receiver, running(tmp_path, accounts=(account(receiver.url),)) as client:
        inbound = await write(client)
        assert (inbound["answer"], inbound["reply"], inbound["callbacks"][0]["state"]) == (None, None, "dropped")
        assert receiver.requests == []


async def test_what_is_armed_for_a_phone_is_left_for_the_call_that_answers_it():
    async with Receiver.run(says()) as receiver, running(accounts=(account(receiver.url),)) as client:
        client.sandbox.on(phone="0901888484").busy()
        armed = client.sandbox.on(operation="inbound").callback(retries=0)
        assert (await write(client))["scenario"] != "default"
        assert armed is not None
        assert (await client.call(await client.placed()))["chosen"]["by"] == "armed"
        assert (await write(client))["chosen"]["by"] == "default"


async def test_callbacks_go_only_where_the_egress_rule_allows():
    async with running(accounts=(account("http://203.0.113.7"),), egress=Egress()) as client:
        inbound = await write(client)
        assert inbound["answer"]["error"] == "blocked"
        assert "--allow-callback 203.0.113.7" in inbound["problem"]
        assert inbound["callbacks"][0]["state"] == "blocked"


async def test_an_answer_may_be_as_long_as_several_segments():
    text = "Chào bạn " * 300
    async with Receiver.run(says(text)) as receiver, running(accounts=(account(receiver.url),)) as client:
        assert (await write(client))["reply"] == text.strip()


async def test_an_answer_without_end_is_cut_and_no_reply():
    async with Receiver.run("endless") as receiver, running(accounts=(account(receiver.url),)) as client:
        inbound = await write(client)
        assert len(inbound["answer"]["body"]) == 16 * 1024
        assert inbound["reply"] is None


async def test_the_keyword_chooses_among_accounts_and_the_account_can_be_named():
    async with Receiver.run(says("one")) as one, Receiver.run(says("two")) as two:
        accounts = (account(one.url, "TC", "one"), account(two.url, "DK", "two"))
        async with running(accounts=accounts) as client:
            assert (await write(client, content="tc 5"))["api_key"] == "one"
            assert (await write(client, content="dk 5"))["api_key"] == "two"
            refused = await write(client, 404, content="dk 5", api_key="one")
            assert refused["error"]["message"] == "8041 takes the keywords TC, and 'dk' is none of them"
            shown = (await client.get("/_mock/inbound?phone=0901888484&order=newest")).json
            assert [each["api_key"] for each in shown["inbound"]] == ["two", "one"]
            assert shown["total"] == 2
            assert (await client.get("/_mock/inbound?api_key=two")).json["total"] == 1
            assert (await client.get("/_mock/calls")).json["total"] == 0
            assert (await client.get("/_mock/messages")).json["total"] == 0


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"to": "9999"}, 404, "no account has the shortcode 9999; there are 8041"),
        ({"from": "12"}, 422, "from: '12' is no Vietnamese phone number"),
        ({"content": "  "}, 422, "content: nothing was written"),
        ({"api_key": "nobody"}, 404, "shortcodes: [{number: "),
        ({"form": "0901888484"}, 422, "form: there is no such key here; did you mean `from`?"),
        ({"from": 901888484}, 422, "from: "),
    ],
)
async def test_bad_input_says_what_is_wrong(changes, status, words):
    async with running(accounts=(account("http://127.0.0.1:9"),)) as client:
        assert words in (await write(client, status, **changes))["error"]["message"]


async def test_it_is_told_again_now_or_never_by_hand():
    async with (
        Receiver.run(FAILS, FAILS, says("now")) as receiver,
        running(accounts=(account(receiver.url),)) as client,
    ):
        sms_id = (await write(client))["sms_id"]
        assert (await client.post(f"/_mock/inbound/{sms_id}/retry")).status == 200
        await receiver.arrived(2)
        await client.advance(by="0s")
        given_up = (await client.post(f"/_mock/inbound/{sms_id}/give_up")).json
        assert (given_up["callbacks"][0]["state"], given_up["settled"]) == ("exhausted", True)
        assert (await client.post(f"/_mock/inbound/{sms_id}/redeliver")).status == 200
        await receiver.arrived(3)
        await client.advance()
        assert (await client.get(f"/_mock/inbound/{sms_id}")).json["reply"] == "now"
        assert (await client.post(f"/_mock/inbound/{sms_id}/give_up")).status == 409
        unknown = await client.post("/_mock/inbound/nothing/redeliver")
        assert unknown.status == 404
        assert "GET /_mock/inbound lists them" in unknown.json["error"]["message"]


async def test_status_operations_know_nothing_of_what_a_person_wrote():
    async with Receiver.run(says()) as receiver, running(accounts=(account(receiver.url),)) as client:
        sms_id = (await write(client))["sms_id"]
        keys = "ApiKey=test-api-key&SecretKey=test-secret-key"
        reply = await client.get(f"/MainService.svc/json/GetSendStatus?RefId={sms_id}&{keys}")
        assert reply.json["CodeResponse"] == "105"
        told = (await client.get(f"/_mock/calls/{sms_id}")).json["error"]["message"]
        assert f"GET /_mock/inbound/{sms_id}" in told
        told = (await client.get(f"/_mock/messages/{sms_id}")).json["error"]["message"]
        assert f"GET /_mock/inbound/{sms_id}" in told


async def test_events_tell_what_was_written_and_each_attempt():
    async with Receiver.run(FAILS, says("at last")) as receiver, running(accounts=(account(receiver.url),)) as client:
        sms_id = (await write(client))["sms_id"]
        await client.advance()
        events = client.sandbox.components.journal.events.since(0)
        told = [event.kind for event in events if event.entry is not None and event.entry.sms_id == sms_id]
        assert told == ["inbound", "attempt", "attempt", "attempt", "attempt", "settled"]


async def test_a_kill_and_a_restart_lose_nothing_that_was_written(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS, says("late")) as receiver:
        async with running(accounts=(account(receiver.url),), store=path) as client:
            before = await write(client)
            copy = killed(path)
        async with running(accounts=(account(receiver.url),), store=copy) as client:
            assert (await client.get(f"/_mock/inbound/{before['sms_id']}")).json == before
            await client.advance()
            assert len(receiver.requests) == 2
            (item,) = await inbox(client)
            assert (item["text"], item["sms_id"]) == ("late", before["sms_id"])
            assert (await write(client))["sms_id"] != before["sms_id"]


async def test_what_a_person_writes_leaves_the_draws_of_calls_and_messages_as_they_are():
    async def ids(*, writes):
        async with running(accounts=(account("http://127.0.0.1:9"),)) as client:
            if writes:
                await write(client)
            return await client.placed(), [await client.placed()]

    assert await ids(writes=True) == await ids(writes=False)


async def test_a_slow_partner_is_given_the_timeout_of_callbacks(tmp_path):
    (tmp_path / "short.yaml").write_text('title: Short\nmatch: {phone: "*"}\ncallback: {timeout: 100ms, retries: 0}\n')
    async with Receiver.run("hang") as receiver, running(tmp_path, accounts=(account(receiver.url),)) as client:
        inbound = await write(client)
        assert (inbound["answer"]["error"], inbound["callbacks"][0]["state"]) == ("timeout", "exhausted")


async def test_writing_is_answered_on_an_auto_clock_too():
    async with (
        Receiver.run(says("auto")) as receiver,
        running(accounts=(account(receiver.url),), clock="auto") as client,
    ):
        assert (await write(client))["reply"] == "auto"


async def test_a_reset_forgets_what_was_written():
    async with Receiver.run(says()) as receiver, running(accounts=(account(receiver.url),)) as client:
        await write(client)
        await client.post("/_mock/reset", {})
        assert (await client.get("/_mock/inbound")).json == {"inbound": [], "total": 0}
        assert await inbox(client) == []


async def test_a_reset_while_the_partner_is_told_is_said():
    async def resets(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await client.post("/_mock/reset", {})

    async with serving(resets) as address, running(accounts=(account(f"http://{address}"),)) as client:
        assert (await write(client, 409))["error"]["message"] == "the sandbox was reset meanwhile"
