from decimal import Decimal
from urllib.parse import quote

import pytest

from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from mock_esms.config.settings import Quirks
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.model.times import Span
from tests.places import running
from tests.sms import CARE, CARE_PATH

ROOT = "/MainService.svc/json"
KEYS = "ApiKey=test-api-key&SecretKey=test-secret-key"
STORY = """
title: Nobody answers once
match: {phone: "*"}
dials: [{no_answer: {ring: 30s}}, {answered: {ring: 4s, talk: 13s}}]
"""


async def status(client, sms_id, keys=KEYS, parameter="ReferenceId"):
    return await client.get(f"{ROOT}/GetSendStatus?{keys}&{parameter}={sms_id}")


async def message(client, **parameters):
    query = "&".join(f"{name}={value}" for name, value in {"Phone": "0901888484", "SmsType": "8", **parameters}.items())
    reply = await client.get(f"{ROOT}/SendMultipleMessage_V4_get?{KEYS}&Content=1234&{query}")
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SMSID"]


async def test_get_send_status_follows_a_call_from_its_acceptance_to_its_end(tmp_path):
    (tmp_path / "story.yaml").write_text(STORY)
    async with running(tmp_path) as client:
        sms_id = await client.placed(MaxRetry="1", WaitRetry="60", SendDate="2026/01/05 09:01:00")
        seen = []
        for by in ("0s", "61s", "30s", "64s", "13s"):
            await client.advance(by=by)
            told = (await status(client, sms_id)).json
            seen.append((told["SendStatus"], told["CallStatus"], told["CallDuration"], told["SentResult"]))
        assert seen == [(2, "", 0, 0), (7, "", 0, 0), (7, "", 0, 0), (7, "", 0, 0), (5, "ANSWERED", 13, 1)]


async def test_the_status_of_a_call_is_spelled_as_its_page_spells_it():
    async with running() as client:
        sms_id = await client.placed()
        await client.advance()
        reply = await status(client, sms_id)
        assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
        assert reply.body == (
            b'{"CallDuration":3,"CallStatus":"ANSWERED","CodeResponse":"100","Ivr":"",'
            b'"ReferenceId":"%s","SendStatus":5,"SentResult":1}' % sms_id.upper().encode()
        )


async def test_nobody_answered_is_spelled_in_one_word():
    async with running() as client:
        sms_id = await client.placed("0901888001")
        await client.post("/_mock/scenarios/no-answer/arm", {})
        unanswered = await client.placed()
        await client.advance()
        assert sms_id
        assert (await status(client, unanswered)).json["CallStatus"] == "NOANSWERED"


async def test_an_id_is_found_in_any_case():
    async with running() as client:
        sms_id = await client.placed()
        assert (await status(client, sms_id.upper())).json["CodeResponse"] == "100"


async def test_an_unknown_id_is_105():
    async with running() as client:
        for sms_id in ("505139D7-54F8-48A9-88FA-9460A78731DD", ""):
            reply = await status(client, sms_id)
            assert reply.body == (
                b'{"CallDuration":0,"CodeResponse":"105","ErrorMessage":"The id is not found.","SendStatus":0,'
                b'"SentResult":0}'
            )


async def test_a_call_of_another_account_is_105():
    other = Account(api_key="other", secret_key="secret")
    async with running(accounts=(DEFAULT_ACCOUNT, other)) as client:
        sms_id = await client.placed()
        assert (await status(client, sms_id, "ApiKey=other&SecretKey=secret")).json["CodeResponse"] == "105"


async def test_a_call_of_the_other_host_is_105():
    async with running() as client:
        voice, text = await client.placed(), await message(client)
        assert (await status(client, text)).json["CodeResponse"] == "105"
        assert (await status(client, voice, parameter="RefId")).json["CodeResponse"] == "105"
        assert (await status(client, text, parameter="RefId")).json["CodeResponse"] == "100"


@pytest.mark.parametrize(
    ("operation", "code"), [("GetSendStatus", "CodeResponse"), ("GetSmsReceiverStatus_get", "CodeResult")]
)
async def test_what_is_older_than_seven_days_is_unknown_to_the_rest_host(operation, code):
    async with running() as client:
        voice, text = await client.placed(), await message(client)
        sms_id = (await client.post(CARE_PATH, dict(CARE))).json["SMSID"]
        codes = []
        for by in ("0s", "604799s", "1s"):
            await client.advance(by=by)
            codes += [
                (await client.get(f"{ROOT}/{operation}?{KEYS}&RefId={each}")).json[code] for each in (text, sms_id)
            ]
        assert codes == ["100", "100", "100", "100", "105", "105"]
        assert (await status(client, voice)).json["CodeResponse"] == "100", "no page says so of calls"


async def test_a_call_is_known_from_its_acceptance_on():
    async with running() as client:
        assert (await status(client, await client.placed())).json["CodeResponse"] == "100"


async def test_a_quirk_makes_a_call_unknown_for_a_while():
    async with running(quirks=Quirks(status_known_after=Span.parse("5s"))) as client:
        sms_id, text = await client.placed(), await message(client)
        await client.advance(by="4999ms")
        assert (await status(client, sms_id)).json["CodeResponse"] == "105"
        assert (
            await status(client, text, parameter="RefId")
        ).body == b'{"CodeResponse":"105","SMSID":"%s"}' % text.encode()
        await client.advance(by="1ms")
        assert (await status(client, sms_id)).json["CodeResponse"] == "100"


async def test_the_status_of_a_message_counts_what_was_sent_and_what_it_cost():
    async with running() as client:
        sms_id = await message(client)
        await client.advance()
        reply = await status(client, sms_id, parameter="RefId")
        assert reply.body == (
            b'{"CodeResponse":"100","SMSID":"%s","SendFailed":0,"SendStatus":5,"SendSuccess":1,"TotalPrice":450.0000,'
            b'"TotalReceiver":1,"TotalSent":1}' % sms_id.encode()
        )


async def test_the_receivers_of_a_message_are_told_with_their_network():
    async with running() as client:
        sms_id = await message(client, Phone="0961888484")
        await client.advance()
        reply = await client.get(f"{ROOT}/GetSmsReceiverStatus_get?RefId={sms_id}&{KEYS}")
        assert reply.body == (
            b'{"CodeResult":"100","ReceiverList":[{"IsSent":true,"NetworkName":"Viettel","Phone":"0961888484",'
            b'"Retry":0,"SentResult":true}]}'
        )
        unknown = await client.get(f"{ROOT}/GetSmsReceiverStatus_get?RefId=x&{KEYS}")
        assert unknown.body == b'{"CodeResult":"105","ErrorMessage":"The id is not found."}'


@pytest.mark.parametrize("slash", ["", "/"])
async def test_the_balance_is_told_in_json_with_or_without_slash(slash):
    async with running(accounts=(Account(api_key="k", secret_key="s", balance=Decimal(36693)),)) as client:
        reply = await client.post(f"{ROOT}/GetBalance_json{slash}", {"ApiKey": "k", "SecretKey": "s"})
        assert reply.body == b'{"Balance":36693,"CodeResponse":"100","UserID":9999}'


async def test_the_balance_is_told_by_an_address_and_goes_down_with_answered_calls():
    async with running() as client:
        address = f"{ROOT}/getbalance/test-api-key/test-secret-key"
        assert (await client.get(address)).json["Balance"] == 1_000_000
        await client.placed()
        await client.advance()
        assert (await client.get(address)).json["Balance"] == 999_550


async def test_the_secret_in_an_address_is_nowhere_in_the_journal():
    async with running() as client:
        await client.get(f"{ROOT}/GetBalance/test-api-key/test-secret-key")
        await client.get(f"{ROOT}/GetBalance/test-api-key/test-secret-key/")
        told = await client.get("/_mock/requests")
        assert b"test-secret-key" not in told.body
        paths = [(entry["path"], entry["operation"], entry["code"]) for entry in told.json["requests"]]
        assert paths[0] == (f"{ROOT}/GetBalance/test-api-key/***", "GetBalance", "100")


@pytest.mark.parametrize(
    ("target", "body"),
    [
        (
            "GetSendStatus?ReferenceId=a&{keys}",
            b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}',
        ),
        ("GetSendStatus?RefId=d8e0f1&{keys}", b'{"CodeResponse":"101","SMSID":"d8e0f1"}'),
        ("GetSmsReceiverStatus_get?RefId=a&{keys}", b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'),
        ("GetBalance/k/s", b'{"Balance":0,"CodeResponse":"101","ErrorMessage":"Authorize Failed","UserID":0}'),
    ],
)
async def test_wrong_keys_are_answered_in_the_manner_of_each_operation(target, body):
    async with running() as client:
        reply = await client.get(f"{ROOT}/{target.format(keys='ApiKey=test-api-key&SecretKey=wrong')}")
        assert (reply.status, reply.body) == (200, body)


@pytest.mark.parametrize(("settings", "code"), [({"active": False}, "143"), ({"allowed_ips": ("10.0.0.0/8",)}, "140")])
async def test_a_locked_account_and_a_strange_caller_may_ask_for_nothing(settings, code):
    async with running(accounts=(Account(api_key="k", secret_key="s", **settings),)) as client:
        assert (await client.get(f"{ROOT}/GetBalance/k/s")).json["CodeResponse"] == code


async def test_a_question_is_written_down_with_the_call_that_it_is_about():
    async with running() as client:
        sms_id = await client.placed()
        await status(client, sms_id)
        await client.get(f"{ROOT}/GetSendStatus?{KEYS}&ReferenceID={sms_id}&Foo=1")
        entries = (await client.get("/_mock/requests")).json["requests"]
        assert [(entry["operation"], entry["sms_id"]) for entry in entries[1:]] == [("GetSendStatus", sms_id)] * 2
        assert [warning["code"] for warning in entries[2]["warnings"]] == ["unknown-parameter"]


async def test_an_id_is_known_as_the_quirk_has_printed_it():
    async with running(quirks=Quirks(sms_id="documented")) as client:
        printed = (await client.place()).json["SMSID"]
        [call] = client.sandbox.calls
        assert (printed[-1], len(printed)) == (" ", len(call.sms_id))
        for given in (printed, printed.strip(), printed.upper(), call.sms_id):
            reply = await client.get(f"{ROOT}/GetSendStatus?{KEYS}&ReferenceId={quote(given)}")
            assert (reply.json["CodeResponse"], reply.json["ReferenceId"]) == ("100", call.sms_id.upper()), given
        for given in (printed, printed.strip(), call.sms_id):
            assert (await client.get(f"/_mock/calls/{quote(given)}")).json["sms_id"] == call.sms_id, given


async def test_without_the_quirk_no_id_is_known_by_another_text():
    async with running() as client:
        sms_id = await client.placed()
        reply = await client.get(f"{ROOT}/GetSendStatus?{KEYS}&ReferenceId={sms_id[:13]}{sms_id[14:]}")
        assert reply.json["CodeResponse"] == "105"


ELSEWHERE = {"call", "message", "messages", "check-code", "apply", "look-up", "price"}
"""What is tried in tests/server/messages and tests/server/lookups."""


def test_every_question_about_one_id_or_the_balance_is_tried_here():
    assert {operation.name for operation in EVERY_OPERATION if operation.does not in ELSEWHERE} == {
        "GetSendStatus",
        "GetSmsReceiverStatus_get",
        "GetSmsReceiverStatus_V2",
        "GetBalance_json",
        "GetBalance",
    }
