import pytest

from mock_esms.config.account import Account
from tests.places import running
from tests.receiver import Receiver

ROOT = "/MainService.svc/json"
KEYS = "ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484"
SOUND = {
    "MakeCallRecord_V2": "TemplateId=rec-1",
    "MakeCallTemplate_V2": "TemplateId=tpl-1",
    "VoiceOTP": "Code=1234",
    "MakeCall": "ApiCode=code-1&PassCode=pass-1",
    "SendMultipleMessage_V4_get": "SmsType=8&Content=1234",
}


@pytest.mark.parametrize(("operation", "query"), SOUND.items())
async def test_every_operation_that_calls_plays_the_scenario_that_was_armed_for_it(operation, query):
    async with running() as client:
        await client.post("/_mock/scenarios/no-answer/arm", {"match": {"operation": operation}})
        other = await client.placed() if operation != "MakeCallRecord_V2" else None
        sms_id = (await client.get(f"{ROOT}/{operation}?{KEYS}&{query}")).json["SMSID"]
        await client.advance()
        call = await client.call(sms_id)
        assert (call["operation"], call["scenario"], call["result"]["CallStatus"]) == (
            operation,
            "no-answer",
            "NO ANSWER",
        )
        assert other is None or (await client.call(other))["scenario"] == "default"


@pytest.mark.parametrize("operation", [operation for operation in SOUND if not operation.startswith("Send")])
async def test_the_voice_hosts_operations_answer_alike_to_the_byte(operation):
    async with running() as client:
        accepted = await client.get(f"{ROOT}/{operation}?{KEYS}&{SOUND[operation]}")
        assert accepted.body == b'{"CodeResult":"100","SMSID":"%s"}' % accepted.json["SMSID"].encode()
        wrong = await client.get(f"{ROOT}/{operation}?{KEYS.replace('test-secret-key', 'x')}&{SOUND[operation]}")
        assert wrong.body == b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'


@pytest.mark.parametrize("operation", ["MakeCallRecord_V2", "MakeCallTemplate_V2"])
async def test_a_recording_and_a_template_are_reported_by_the_voice_callback(operation):
    async with Receiver.run() as receiver, running() as client:
        target = f"{ROOT}/{operation}?{KEYS}&{SOUND[operation]}&CallbackUrl={receiver.url}/cb&RequestId=r"
        sms_id = (await client.get(target)).json["SMSID"]
        await client.advance()
        query = f"ReferenceId={sms_id}&CallDuration=3&CallStatus=ANSWERED&Ivr=&Price=450.0000&SentResult=1"
        assert receiver.targets == [f"/cb?{query}&CID=02871002454&SendStatus=5"]


async def test_an_unknown_template_is_answered_to_the_byte():
    account = Account(api_key="test-api-key", secret_key="test-secret-key", templates=("tpl-1",))
    async with running(accounts=(account,)) as client:
        for query, code in (("TemplateId=tpl-1", "100"), ("TemplateId=tpl-2", "104")):
            reply = await client.get(f"{ROOT}/MakeCallTemplate_V2?{KEYS}&{query}")
            assert reply.json["CodeResult"] == code
        assert reply.body == b'{"CodeResult":"104","ErrorMessage":"Template not found"}'


async def test_a_voice_and_a_speed_that_are_not_documented_are_warned_of():
    async with running() as client:
        good = "VariableListStr=Lan||42&Voice=hatieumai&Speed=-3"
        for query, codes in ((good, []), ("Voice=bob&Speed=4", ["value-unknown"] * 2)):
            reply = await client.get(f"{ROOT}/MakeCallTemplate_V2?{KEYS}&TemplateId=t&{query}")
            call = await client.call(reply.json["SMSID"])
            assert [warning["code"] for warning in call["warnings"]] == codes
        assert "write one of male, female, hatieumai, ngoclam" in call["warnings"][0]["message"]


async def test_a_pass_code_is_shown_nowhere():
    async with running() as client:
        sms_id = (await client.get(f"{ROOT}/MakeCall?{KEYS}&ApiCode=a&PassCode=hush&VarStr=Lan&VarNum=42")).json[
            "SMSID"
        ]
        told = (await client.get(f"/_mock/calls/{sms_id}")).body + (await client.get("/_mock/requests")).body
        assert b"hush" not in told
        assert (await client.call(sms_id))["request"]["VarNum"] == "42"


async def test_a_request_id_blocks_across_operations():
    async with running() as client:
        await client.get(f"{ROOT}/MakeCallTemplate_V2?{KEYS}&TemplateId=t&RequestId=r")
        reply = await client.get(f"{ROOT}/SendMultipleMessage_V4_get?{KEYS}&SmsType=8&Content=1&RequestId=r")
        assert reply.body == b'{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1"}'


@pytest.mark.parametrize("operation", ["VoiceOTP", "MakeCall"])
async def test_the_older_operations_have_no_callback_url_and_say_so_in_a_warning(operation):
    async with Receiver.run() as receiver, running() as client:
        target = f"{ROOT}/{operation}?{KEYS}&{SOUND[operation]}&CallbackUrl={receiver.url}/cb"
        call = await client.call((await client.get(target)).json["SMSID"])
        await client.advance()
        assert [warning["code"] for warning in call["warnings"]] == ["unknown-parameter"]
        assert (call["callbacks"], receiver.requests) == ([], [])
