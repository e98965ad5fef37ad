from mock_esms import Account
from tests.places import running

ACCOUNTS = tuple(Account(api_key=name, secret_key="s") for name in ("one", "two"))


async def test_suites_with_an_apikey_each_share_a_sandbox_without_seeing_each_other():
    async with running(accounts=ACCOUNTS) as client:
        for name in ("one", "two"):
            match = {"api_key": name}
            await client.post("/_mock/scenarios/busy/arm", {"match": match})
            await client.placed(ApiKey=name, SecretKey="s")
            await client.place(ApiKey=name, SecretKey="wrong")
        await client.advance()
        assert (await client.post("/_mock/reset", {"api_key": "one"})).status == 200
        seen = {}
        for name in ("one", "two"):
            match = {"api_key": name}
            calls = (await client.get(f"/_mock/calls?api_key={name}")).json["total"]
            requests = (await client.get(f"/_mock/requests?api_key={name}")).json["total"]
            verified = (await client.post("/_mock/verify", {"match": match})).status
            waited = (await client.post("/_mock/wait", {"match": match, "timeout": 0})).status
            seen[name] = (calls, requests, verified, waited)
    assert seen == {"one": (0, 0, 409, 408), "two": (1, 2, 200, 200)}
