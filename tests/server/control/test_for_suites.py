"""What the control API offers to suites of any language: stories under a name of their own, accounts, evidence."""

from mock_esms.model.calls import Call
from mock_esms.model.codec import decoded
from tests.places import running


async def test_a_story_is_armed_in_one_request_and_gets_a_name_of_its_own():
    async with running() as client:
        busy = {"match": {"phone": "*1"}, "times": 2, "scenario": {"dials": [{"busy": {}}]}}
        armed = await client.post("/_mock/scenarios", busy)
        assert (armed.json["name"], armed.json["source"], armed.json["armed"]) == ("on-1", "api", 2)
        assert (await client.post("/_mock/scenarios", {})).json["name"] == "on-2"
        changed = await client.put("/_mock/scenarios/on-1/arm", {"times": None})
        assert changed.json["armed"] == 1
        for _ in range(3):
            await client.placed("0901888481")
        calls = (await client.get("/_mock/calls")).json["calls"]
        assert {call["scenario"] for call in calls} == {"on-1"}


async def test_a_story_that_is_wrong_is_told_by_its_key_and_arms_nothing():
    async with running() as client:
        for body, told in (
            ({"scenario": {"dials": [{"bussy": {}}]}}, "dials[0]"),
            ({"scenario": [1]}, "scenario: must be an object"),
            ({"match": {"phnoe": "1"}}, "did you mean `phone`"),
        ):
            reply = await client.post("/_mock/scenarios", body)
            assert (reply.status, told in reply.json["error"]["message"]) == (422, True), reply.body
        assert client.sandbox.components.library.armed == ()
        gone = await client.put("/_mock/scenarios/default/arm", {"times": 2})
        assert (gone.status, "is not armed any more" in gone.json["error"]["message"]) == (409, True)


async def test_an_account_that_was_opened_here_is_forgotten_with_all_that_is_its():
    async with running() as client:
        await client.put("/_mock/accounts/suite", {"secret_key": "s"})
        await client.post("/_mock/scenarios", {"match": {"api_key": "suite"}})
        await client.placed(ApiKey="suite", SecretKey="s")
        await client.placed()
        closed = await client.send("DELETE", "/_mock/accounts/suite")
        assert (closed.status, closed.json["api_key"], closed.json["secret_key"]) == (200, "suite", "***")
        assert (await client.send("DELETE", "/_mock/accounts/suite")).status == 404
        assert (await client.send("DELETE", "/_mock/accounts/test-api-key")).status == 409
        calls = (await client.get("/_mock/calls")).json["calls"]
        assert [call["request"]["ApiKey"] for call in calls] == ["test-api-key"]
        assert (await client.place(ApiKey="suite", SecretKey="s")).json["CodeResult"] == "101"
        assert (await client.get("/_mock/scenarios/on-1")).status == 404
        await client.advance()  # nothing of it is due any more


async def test_a_reset_with_accounts_leaves_none_that_was_opened_later():
    async with running() as client:
        await client.put("/_mock/accounts/test-api-key", {"balance": 0})
        await client.put("/_mock/accounts/suite", {})
        assert (await client.post("/_mock/reset", {})).status == 200
        assert len((await client.get("/_mock/accounts")).json["accounts"]) == 2
        assert (await client.post("/_mock/reset", {"accounts": True})).status == 200
        (account,) = (await client.get("/_mock/accounts")).json["accounts"]
        assert (account["api_key"], account["balance"]) == ("test-api-key", 1_000_000)


async def test_what_fails_says_what_was_expected_and_what_there_is():
    async with running() as client:
        sms_id = await client.placed()
        for path, body, status, first in (
            ("wait", {"match": {"phone": "1"}, "timeout": 0}, 408, "0 of 1 call with phone=1 had settled after"),
            ("wait", {"match": {"sms_id": "nobody"}}, 404, "no call has the sms_id nobody"),
            ("verify", {"times": 2}, 409, "1 call, expected exactly 2"),
            ("never", {"within": "1s"}, 409, "1 call had been received already; there should be none"),
        ):
            reply = await client.post(f"/_mock/{path}", body)
            assert reply.status == status, reply.body
            assert reply.json["evidence"].startswith(first)
            assert f"call 1 to 0901888484 (MakeCallRecord_V2, {sms_id})" in reply.json["evidence"]
        otp = await client.get("/_mock/otp/0901888484?timeout=0")
        assert (otp.status, otp.json["evidence"].partition(" with")[0]) == (404, "no code had come to 0901888484,")
        assert (await client.get("/_mock/otp/0901888484?timeout=soon")).status == 422
        assert (await client.post("/_mock/never", {"within": "1s", "match": {"phone": "1"}})).json == {"ok": True}


async def test_of_an_account_that_did_something_the_evidence_shows_that_alone():
    async with running() as client:
        await client.put("/_mock/accounts/suite", {"secret_key": "s"})
        await client.placed("0901888481")
        wait = {"match": {"phone": "*9", "api_key": "suite"}, "timeout": 0}
        evidence = (await client.post("/_mock/wait", wait)).json["evidence"]
        assert "does not fit: api_key is 'test-api-key', not 'suite'" in evidence
        assert "hint: no request has come with the ApiKey suite; does your application use it?" in evidence
        await client.placed("0901888482", ApiKey="suite", SecretKey="s")
        evidence = (await client.post("/_mock/wait", wait)).json["evidence"]
        assert ("0901888482" in evidence, "0901888481" in evidence) == (True, False)


async def test_timelines_and_complaints_are_told_of_all_or_of_one_account():
    async with running() as client:
        await client.placed("0901888481", CallbackUrl="http://127.0.0.1:9/")
        assert (await client.get("/_mock/timelines?phone=*1")).json["text"].startswith("call 1 to 0901888481 (")
        assert (await client.get("/_mock/timelines?phone=*2")).json["text"] == ""
        assert "a callback is pending" in (await client.get("/_mock/complaints")).json["text"]
        assert (await client.get("/_mock/complaints?api_key=another")).json["text"] == ""


async def test_entries_are_the_values_themselves_for_whoever_has_the_same_version():
    async with running() as client:
        await client.placed("0901888481", MaxRetry="2")
        (entry,) = (await client.get("/_mock/entries?what=call&phone=*1")).json["entries"]
        call = decoded(Call, entry["value"])
        assert (entry["what"], call) == ("call", client.sandbox.calls[0]._replace(request=call.request))
        assert call.request.parameters == client.sandbox.calls[0].request.parameters
        assert (await client.get("/_mock/entries?what=message")).json == {"entries": []}
        assert (await client.get("/_mock/entries?what=letter")).status == 422
        assert (await client.get("/_mock/entries?what=call&channel=sms")).status == 422
