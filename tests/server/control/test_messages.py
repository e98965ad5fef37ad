"""Messages as scripts see them: addresses, fields and errors of CONTRACT 13."""

import asyncio
import json
from typing import Any

import pytest

from tests.loops import turn
from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import error, running
from tests.receiver import FAILS, OK, Receiver

ZALO_THEN_SMS = (LEGS["zalo"], LEGS["sms"])
MESSAGE_FIELDS = {
    "sms_id",
    "operation",
    "type_id",
    "scenario",
    "chosen",
    "received_at",
    "request",
    "warnings",
    "state",
    "settled",
    "legs",
    "result",
    "callbacks",
}


def zalo_fails(folder):
    (folder / "story.yaml").write_text(
        'title: Zalo fails\nmatch: {phone: "*"}\nmessage: {zalo: {failed: {after: 5s}}}\n'
    )
    return folder


async def test_a_message_has_the_fields_of_the_contract():
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.advance()
        message = await client.message(sms_id)
        assert set(message) == MESSAGE_FIELDS
        assert message["request"]["SecretKey"] == "***"
        (leg,) = message["legs"]
        assert set(leg) == {"channel", "from", "template", "text", "code", "sent_at", "receivers"}
        assert leg["receivers"] == [
            {
                "phone": "0901888484",
                "network": "MobiFone",
                "outcome": "delivered",
                "at": "2026-01-05T09:00:02.000+07:00",
                "error": None,
            }
        ]
        assert message["result"] == {
            "SendFailed": 0,
            "SendStatus": 5,
            "SendSuccess": 1,
            "TotalPrice": "850.0000",
            "TotalReceiver": 1,
            "TotalSent": 1,
        }
        assert set(message["callbacks"][0]) == {"channel", "send_status", "state", "next_due", "attempts"}


async def test_messages_are_filtered_and_listed_in_pages_and_calls_are_not_among_them():
    async with running() as client:
        call = await client.placed("0901888484")
        first = client.accept(make_draft("0901888484")).sms_id
        second = client.accept(make_draft("0961888485", "0901888486", legs=ZALO_THEN_SMS)).sms_id
        third = client.accept(make_draft("0901888487", legs=(ADVERT_LEG,))).sms_id
        await client.advance(by="5s")

        async def found(query):
            reply = await client.get(f"/_mock/messages?{query}")
            assert reply.status == 200, reply.body
            return [message["sms_id"] for message in reply.json["messages"]]

        assert await found("") == [first, second, third]
        assert await found("phone=0901888486") == await found("phone=84901888486") == [second]
        assert await found("phone=09618*") == [second]
        assert await found("channel=zalo") == [second]
        assert await found("channel=sms") == [first, third], "the SMS of the second never began"
        assert await found("state=approving") == [third]
        assert await found("settled=true&channel=sms") == [first]
        assert await found("brandname=Bao*&state=ended") == [first, second]
        assert await found("limit=1") == [first]
        assert await found(f"limit=1&after={first}") == [second]
        assert await found("order=newest&limit=1") == [third]
        assert (await client.get("/_mock/messages?limit=0")).json["total"] == 3
        assert (await client.get("/_mock/calls?limit=0")).json["total"] == 1
        assert [each["sms_id"] for each in (await client.get("/_mock/calls")).json["calls"]] == [call]
        assert "channel" in error(await client.get("/_mock/messages?chanel=zalo"), 422)
        assert "no message" in error(await client.get(f"/_mock/messages?after={call}"), 404)


async def test_an_id_of_the_other_kind_is_unknown_and_the_sentence_says_where_it_is():
    async with running() as client:
        call, message = await client.placed(), client.accept(make_draft()).sms_id
        for do in ("", "/redeliver", "/retry", "/give_up"):
            send = client.post if do else client.get
            assert f"/_mock/messages/{message}" in error(await send(f"/_mock/calls/{message}{do}"), 404)
            assert f"/_mock/calls/{call}" in error(await send(f"/_mock/messages/{call}{do}"), 404)
        assert "GET /_mock/messages lists them" in error(await client.get("/_mock/messages/nothing"), 404)
        wrong = {"match": {"sms_id": message}, "timeout": 5}
        assert "that of a message" in error(await client.post("/_mock/wait", wrong), 404)


async def test_the_callback_of_either_channel_is_sent_again(tmp_path):
    async with Receiver.run(OK) as receiver, running(zalo_fails(tmp_path)) as client:
        sms_id = client.accept(make_draft(legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        again = f"/_mock/messages/{sms_id}/redeliver"
        assert "still sent" in error(await client.post(again), 409)
        await client.advance(by="6s")
        assert (await client.post(again, {"channel": "zalo"})).status == 200, "its leg is over, the message is not"
        assert "still sent" in error(await client.post(again, {"channel": "sms"}), 409)
        await client.advance()
        assert (await client.post(again)).status == 200
        await client.advance(by="0s")
        assert [query["TypeId"] for query in receiver.queries] == ["25", "25", "2", "2"]
        callbacks = (await client.message(sms_id))["callbacks"]
        assert [(each["channel"], len(each["attempts"])) for each in callbacks] == [("zalo", 2), ("sms", 2)]
        assert "viber" in error(await client.post(again, {"channel": "viber"}), 409)
        assert "channel" in error(await client.post(again, {"channel": "fax"}), 422)
        assert error(await client.post(again, {"chanel": "sms"}), 422)
        bare = client.accept(make_draft()).sms_id
        assert "without a CallbackUrl" in error(await client.post(f"/_mock/messages/{bare}/redeliver"), 409)


async def test_a_retry_is_made_now_and_who_gives_up_sends_nothing_more():
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.advance(by="3s")
        assert len(receiver.requests) == 1
        assert (await client.post(f"/_mock/messages/{sms_id}/retry")).status == 200
        await client.advance(by="0s")
        assert len(receiver.requests) == 2
        message = (await client.post(f"/_mock/messages/{sms_id}/give_up")).json
        assert (message["callbacks"][0]["state"], message["settled"]) == ("exhausted", True)
        await client.advance()
        assert len(receiver.requests) == 2


async def test_one_channel_is_retried_or_given_up_while_the_other_goes_on(tmp_path):
    async with Receiver.run(FAILS) as receiver, running(zalo_fails(tmp_path)) as client:
        sms_id = client.accept(make_draft(legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        await client.advance(by="9s")

        async def attempts():
            callbacks = (await client.message(sms_id))["callbacks"]
            return [(each["channel"], len(each["attempts"]), each["state"]) for each in callbacks]

        assert await attempts() == [("zalo", 1, "pending"), ("sms", 1, "pending")]
        assert (await client.post(f"/_mock/messages/{sms_id}/retry", {"channel": "sms"})).status == 200
        await client.advance(by="0s")
        assert await attempts() == [("zalo", 1, "pending"), ("sms", 2, "pending")], "Zalo's would have been due first"
        assert (await client.post(f"/_mock/messages/{sms_id}/give_up", {"channel": "sms"})).status == 200
        assert "nothing is due" in error(await client.post(f"/_mock/messages/{sms_id}/retry", {"channel": "sms"}), 409)
        await client.advance()
        assert await attempts() == [("zalo", 6, "exhausted"), ("sms", 2, "exhausted")]


async def test_wait_waits_for_messages_where_that_is_said():
    async with Receiver.run(OK) as receiver, running() as client:
        until = {"what": "message", "match": {"channel": "sms", "phone": "09*"}, "until": "delivered", "timeout": 30}
        waiting = asyncio.create_task(client.post("/_mock/wait", until))
        sms_id = client.accept(make_draft(url=receiver.url)).sms_id
        await client.placed()
        await client.advance()
        reply = await waiting
        assert reply.status == 200, reply.body
        assert [message["sms_id"] for message in reply.json["messages"]] == [sms_id]
        assert set(reply.json) == {"messages"}
        attempts = {"what": "message", "until": {"attempts": 1}, "timeout": 0}
        assert (await client.post("/_mock/wait", attempts)).status == 200


async def test_who_waits_in_vain_is_shown_the_nearest_messages():
    async with running() as client:
        sms_id = client.accept(make_draft()).sms_id
        await client.placed()
        body = {"what": "message", "match": {"phone": "0901888485"}, "timeout": 0}
        reply = await client.post("/_mock/wait", body)
        assert "0 of 1 messages that match phone=0901888485" in error(reply, 408)
        assert [message["sms_id"] for message in reply.json["messages"]] == [sms_id]


async def test_a_message_that_cannot_get_there_ends_the_wait_at_once():
    async with running() as client:
        sms_id = client.accept(make_draft()).sms_id
        body = {"what": "message", "match": {"sms_id": sms_id}, "until": "delivered", "timeout": 30}
        assert f"the message {sms_id} can no longer reach delivered" in error(
            await client.post("/_mock/wait", body), 409
        )


async def test_verify_counts_messages_where_that_is_said():
    async with running() as client:
        await client.placed()
        sms_id = client.accept(make_draft()).sms_id
        body = {"what": "message", "match": {"channel": "sms"}}
        assert (await client.post("/_mock/verify", body)).json == {"ok": True, "count": 1}
        reply = await client.post("/_mock/verify", {**body, "times": 2})
        assert "1 messages that match channel=sms, expected exactly 2" in error(reply, 409)
        assert (reply.json["count"], [near["sms_id"] for near in reply.json["nearest"]]) == (1, [sms_id])


@pytest.mark.parametrize("address", ["wait", "verify"])
async def test_calls_have_no_channel_to_match(address):
    async with running() as client:
        sentence = error(await client.post(f"/_mock/{address}", {"match": {"channel": "sms"}}), 422)
        assert "match.channel" in sentence
        assert '{"what": "message"}' in sentence
        assert "what" in error(await client.post(f"/_mock/{address}", {"what": "letter"}), 422)


async def test_what_happens_to_a_message_is_told_event_by_event(tmp_path):
    async with Receiver.run(OK) as receiver, running(zalo_fails(tmp_path)) as client:
        sms_id = client.accept(make_draft(legs=ZALO_THEN_SMS, url=receiver.url)).sms_id
        await client.advance()
        told: list[tuple[str, Any]] = []
        async with client.session.get(f"{client.sandbox.url}/_mock/events?since=0") as events:
            while not told or told[-1][0] != "settled":
                lines = [(await events.content.readuntil(b"\n")).decode() for _ in range(1)]
                if lines[0].startswith("event: "):
                    kind = lines[0].removeprefix("event: ").strip()
                    data = json.loads((await events.content.readuntil(b"\n")).decode().removeprefix("data: "))
                    if data["sms_id"] == sms_id:
                        told.append((kind, data))
        kinds = [kind for kind, _ in told]
        assert kinds == ["message", "sent", "sent", "attempt", "attempt", "ended", "attempt", "attempt", "settled"]
        by_kind = dict(told)
        assert set(by_kind["message"]["message"]) == MESSAGE_FIELDS
        assert [leg["channel"] for leg in told[2][1]["legs"]] == ["zalo", "sms"]
        assert by_kind["ended"]["result"]["SendSuccess"] == 1
        assert by_kind["ended"]["legs"][1]["receivers"][0]["outcome"] == "delivered"
        assert [each["channel"] for each in by_kind["settled"]["callbacks"]] == ["zalo", "sms"]
        assert by_kind["attempt"]["callback"] == 1


async def test_the_inbox_has_what_a_person_has_got_and_nothing_else(tmp_path):
    (tmp_path / "failed.yaml").write_text('title: Fails\nmatch: {phone: "*85"}\nmessage: {failed: }\n')
    async with running(tmp_path) as client:
        client.accept(make_draft("0901888485"))
        sms_id = client.accept(make_draft(legs=(LEGS["zalo"],))).sms_id
        assert (await client.get("/_mock/inbox/0901888484")).json["items"] == [], "it has not arrived yet"
        await client.advance(by="2s")
        call = await client.placed()
        await client.advance()
        for form in ("0901888484", "84901888484", "%2B84901888484"):
            inbox = (await client.get(f"/_mock/inbox/{form}")).json
            assert inbox["phone"] == "0901888484"
            assert inbox["items"] == [
                {
                    "at": "2026-01-05T09:00:02.000+07:00",
                    "kind": "zalo",
                    "from": "745830328927467685",
                    "text": "Your code is 123456",
                    "code": "123456",
                    "sms_id": sms_id,
                },
                {
                    "at": "2026-01-05T09:00:03.000+07:00",
                    "kind": "call",
                    "from": "02871002454",
                    "text": None,
                    "code": None,
                    "sms_id": call,
                },
            ]
        assert (await client.get("/_mock/inbox/0901888485")).json["items"] == [], "it failed"
        assert (await client.get("/_mock/inbox/0901888484?api_key=other")).json["items"] == []
        assert len((await client.get("/_mock/inbox/0901888484?api_key=test-api-key")).json["items"]) == 2
        assert "api_key" in error(await client.get("/_mock/inbox/0901888484?apikey=x"), 422)
        newest = (await client.get("/_mock/inbox/0901888484?limit=1")).json["items"]
        assert [item["sms_id"] for item in newest] == [call], "the newest one"
        assert "limit" in error(await client.get("/_mock/inbox/0901888484?limit=0"), 422)


async def test_the_newest_code_is_found_whatever_told_it():
    async with running() as client:
        assert "nothing has come at all" in error(await client.get("/_mock/otp/0901888484"), 404)
        client.accept(make_draft(legs=(LEGS["viber"],)))
        await client.advance()
        assert "1 in all, nothing has one" in error(await client.get("/_mock/otp/0901888484"), 404)
        sms_id = client.accept(make_draft()).sms_id
        await client.advance(by="2s")
        assert (await client.get("/_mock/otp/84901888484")).json == {
            "code": "123456",
            "text": "123456 la ma xac minh",
            "kind": "sms",
            "sms_id": sms_id,
            "at": (await client.message(sms_id))["legs"][0]["receivers"][0]["at"],
        }
        query = "ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484&Code=7788"
        await client.get(f"/MainService.svc/json/VoiceOTP?{query}")
        assert (await client.get("/_mock/otp/0901888484")).json["code"] == "123456", "nobody has answered yet"
        await client.advance()
        otp = (await client.get("/_mock/otp/0901888484")).json
        assert (otp["code"], otp["text"], otp["kind"]) == ("7788", "7788", "call")


async def test_a_number_that_a_call_reads_digit_by_digit_is_a_code():
    async with running() as client:
        query = "ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484&ApiCode=a&PassCode=p&VarNum=4711"
        reply = await client.get(f"/MainService.svc/json/MakeCall?{query}")
        assert reply.json["CodeResult"] == "100", reply.body
        await client.advance()
        otp = (await client.get("/_mock/otp/0901888484")).json
        assert (otp["code"], otp["text"]) == ("4711", "4 7 1 1")


async def test_who_waits_for_two_messages_is_answered_when_both_have_got_there():
    async with running() as client:
        waiting = asyncio.create_task(client.post("/_mock/wait", {"what": "message", "count": 2, "timeout": 30}))
        await turn()
        client.accept(make_draft("0901888484"))
        client.accept(make_draft("0901888485"))
        await client.advance()
        assert len((await waiting).json["messages"]) == 2
