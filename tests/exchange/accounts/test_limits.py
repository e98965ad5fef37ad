"""How many requests to call or to send an account may make (``requests_per_second``)."""

from mock_esms.config.account import Account
from tests.places import running
from tests.sms import CARE, CARE_PATH
from tests.zalo import BULK, BULK_PATH


def account(**limits):
    return Account(api_key="test-api-key", secret_key="test-secret-key", **limits)


async def code(client, **parameters):
    return (await client.place(**parameters)).json["CodeResult"]


async def test_beyond_its_requests_per_second_it_is_160_until_sandbox_time_has_passed():
    async with running(accounts=(account(requests_per_second=2),)) as client:
        assert [await code(client) for _ in range(3)] == ["100", "100", "160"]
        (*_, refused) = (await client.get("/_mock/requests")).json["requests"]
        assert [warning["code"] for warning in refused["warnings"]] == ["requests-per-second-exceeded"]
        assert "may make 2 requests a second" in refused["warnings"][0]["message"]
        await client.advance(by="499ms")
        assert await code(client) == "160"
        await client.advance(by="1ms")
        assert [await code(client) for _ in range(2)] == ["100", "160"]
        await client.post("/_mock/reset", {})
        assert await code(client) == "100"


async def test_calls_messages_and_bulks_count_together_and_questions_do_not():
    async with running(accounts=(account(requests_per_second=3),)) as client:
        answers = [
            await code(client),
            (await client.post(CARE_PATH, CARE)).json["CodeResult"],
            (await client.post(BULK_PATH, BULK)).json["CodeResult"],
            (await client.post(CARE_PATH, CARE)).json["CodeResult"],
            (await client.post(BULK_PATH, BULK)).json["CodeResult"],
        ]
        assert answers == ["100", "100", "100", "160", "160"]
        keys = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key"}
        balance = await client.post("/MainService.svc/json/GetBalance_json", keys)
        assert balance.json["CodeResponse"] == "100"


async def test_who_asks_is_looked_at_first_and_what_is_asked_for_later():
    async with running(accounts=(account(requests_per_second=1),)) as client:
        assert await code(client, SecretKey="wrong") == "101"
        assert await code(client, phone="12") == "108", "that one has counted"
        assert await code(client, phone="12") == "160"


async def test_a_refused_request_leaves_its_request_id_free():
    async with running(accounts=(account(requests_per_second=1),)) as client:
        assert await code(client, RequestId="a") == "100"
        assert await code(client, RequestId="b") == "160"
        await client.advance(by="1s")
        assert await code(client, RequestId="b") == "100"
