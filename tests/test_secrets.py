"""A secret is put everywhere where one can be; then everything that comes out of the sandbox is searched for it."""

import json
import logging

import pytest

from mock_esms.config.account import Account
from mock_esms.config.match import Match
from mock_esms.config.settings_file import parse_account, parse_settings
from mock_esms.errors import DocumentError
from mock_esms.exchange.expectations.failure_report import failure_report
from tests.places import MAKE_CALL, running
from tests.raw import connected
from tests.receiver import FAILS, Receiver

CANARY = "c4n4ry"
ROOT = "/MainService.svc/json"
USUAL = "ApiKey=test-api-key&TemplateId=1&Phone=0901888484"
POST = f"{ROOT}/SendMultipleMessage_V4_post_json/"


async def everything_said(client, caplog):
    """All that the sandbox shows of what happened: the control API, the stream of events, evidence, and the log."""
    said = {"log": caplog.text}
    for path in ("calls", "requests", "accounts", "scenarios", "clock", "requests?matched=false"):
        said[path] = (await client.get(f"/_mock/{path}")).body.decode()
    last = client.sandbox.components.journal.events.last_id
    said["events"] = ""
    async with client.session.get(f"{client.sandbox.url}/_mock/events?since=0") as stream:
        while last and f"id: {last}\n" not in said["events"]:
            said["events"] += (await stream.content.readuntil(b"\n\n")).decode()
    said["failure_report"] = failure_report(
        client.sandbox._waits.seen(), Match.parse({"phone": "nothing like it"}), None
    )
    for call in json.loads(said["calls"])["calls"]:
        reply = await client.post("/_mock/wait", {"match": {"sms_id": call["sms_id"]}, "timeout": 0})
        said["wait"] = reply.body.decode()
    return said


def places(said):
    return [place for place, text in said.items() if CANARY in text]


IN_A_QUERY = (
    "SecretKey={}",
    "secretkey={}",
    "SECRETKEY={}",
    "Secret%4Bey={}",
    "SecretKey%3D{}",
    "SecretKey%3d{}",
    "SecretKey=a&SecretKey={}&secretKey={}",
    "amp;SecretKey={}",
    "+SecretKey+={}",
    "SecretKey[]={}",
    "Secret_Key={}",
    "secret-key={}",
    "SecretKye={}",
    "Secret={}",
    "SecretKey1={}",
    "Password={}",
    "PassCode={}",
    "x=1;SecretKey={}",
    "SecretKey={}%",
    "SecretKey={}%00%f",
    "%53%65%63%72%65%74%4b%65%79={}",
    "CallbackUrl=http://127.0.0.1:1/cb?a=1&SecretKey={}",
)


@pytest.mark.parametrize("path", [MAKE_CALL, f"{ROOT}/GetSendStatus", f"{ROOT}/Nothing", "/", f"{ROOT}/GetBalance"])
async def test_a_secret_in_an_address_is_never_shown(path, caplog):
    caplog.set_level(logging.DEBUG)
    async with running() as client:
        for number, query in enumerate(IN_A_QUERY):
            given = query.replace("{}", f"{CANARY}-{number}-")
            await client.get(f"{path}?{USUAL}&{given}")
            await client.get(f"{path}?{given}")
            await client.send("POST", f"{path}?{given}", data=b"")
        await client.advance()
        said = " ".join((await everything_said(client, caplog)).values())
        assert [query for number, query in enumerate(IN_A_QUERY) if f"{CANARY}-{number}-" in said] == []


@pytest.mark.parametrize(
    "path",
    [
        f"{ROOT}/GetBalance/test-api-key/{CANARY}",
        f"{ROOT}/getbalance/test-api-key/{CANARY}/",
        f"{ROOT}/GetBalance/test-api-key/x/{CANARY}",
        f"{ROOT}/GetBalance//{CANARY}",
        f"{ROOT.lower()}/GETBALANCE/test-api-key/{CANARY}",
        f"{ROOT}/Get%42alance/test-api-key/{CANARY}",
        f"{ROOT}/GetBalance%2Ftest-api-key%2F{CANARY}",
        f"/json/GetBalance/test-api-key/{CANARY}",
        f"/GetBalance/test-api-key/{CANARY}",
        f"{ROOT}//GetBalance/test-api-key/{CANARY}",
        f"{ROOT}/GetBalance_json/test-api-key/{CANARY}",
        f"{ROOT}/MakeCallRecord_V2&SecretKey={CANARY}",
        f"{ROOT}/MakeCallRecord_V2;SecretKey={CANARY}",
        f"{ROOT}/MakeCallRecord_V2%3FSecretKey={CANARY}",
        f"{ROOT}/MakeCallRecord_V2%3FSecretKey%3D{CANARY}",
        f"{ROOT}/SecretKey/{CANARY}",
    ],
)
async def test_a_secret_in_a_path_is_never_shown(path, caplog):
    caplog.set_level(logging.DEBUG)
    async with running() as client:
        for method in ("GET", "POST", "PUT"):
            await client.send(method, path)
        assert places(await everything_said(client, caplog)) == []


@pytest.mark.parametrize(
    "body",
    [
        {"SecretKey": CANARY},
        {"SecretKey": [CANARY]},
        {"SecretKey": {"x": CANARY}},
        {"secretkey": CANARY},
        {"SECRETKEY": CANARY, "SecretKey": CANARY},
        {"Secret_Key": CANARY},
        {f"SecretKey={CANARY}": 1},
        {f"SecretKey%3D{CANARY}": 1},
        [CANARY],
        CANARY,
        f'{{"SecretKey": "{CANARY}',
        f"SecretKey={CANARY}",
    ],
    ids=str,
)
async def test_a_secret_in_a_body_is_never_shown(body, caplog):
    caplog.set_level(logging.DEBUG)
    content = body if isinstance(body, str) else json.dumps(body)
    if isinstance(body, dict):
        usual = {"ApiKey": "test-api-key", "Phone": "0901888484", "Content": "1", "SmsType": "8"}
        content = json.dumps({**usual, **body})
    async with running() as client:
        for path in (POST, f"{ROOT}/GetBalance_json", MAKE_CALL):
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                await client.send("POST", path, data=content.encode(), headers={"Content-Type": kind})
        assert places(await everything_said(client, caplog)) == []


@pytest.mark.parametrize("name", ["Authorization", "Proxy-Authorization", "Cookie", "SecretKey", "Referer"])
async def test_a_secret_in_a_header_is_never_shown(name, caplog):
    caplog.set_level(logging.DEBUG)
    async with running(control_token="right") as client:
        client.session.headers["Authorization"] = "Bearer right"
        for path in (f"{MAKE_CALL}?{USUAL}", f"{ROOT}/Nothing"):
            await client.get(path, headers={name: CANARY})
        if name != "Authorization":
            await client.get("/_mock/calls", headers={name: CANARY})
        await client.get("/_mock/calls", headers={"Authorization": f"Bearer {CANARY}"})
        assert places(await everything_said(client, caplog)) == []


@pytest.mark.parametrize(
    "octets",
    [
        f"GET /?SecretKey={CANARY}{'x' * 9_000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"G\0T /?SecretKey={CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET /\0?SecretKey={CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET ?SecretKey={CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET http://[::1/?SecretKey={CANARY} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET /?SecretKey={CANARY}\r\nHost: localhost\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: localhost\r\nSecretKey {CANARY}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: {CANARY}\0\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: a\r\nHost: {CANARY}\r\n\r\n",
        f"POST {POST} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
        f"{CANARY}\r\n\r\n",
    ],
)
async def test_a_secret_in_what_is_no_http_is_never_shown(octets, caplog):
    caplog.set_level(logging.DEBUG)
    async with running() as client:
        for _ in range(2):
            async with connected(client.sandbox.url) as wire:
                await wire.send(octets.encode())
                assert (await wire.answer()) in {400, 404}
        assert places(await everything_said(client, caplog)) == []


async def test_the_right_secret_of_an_account_is_never_shown_however_its_calls_end(caplog):
    caplog.set_level(logging.DEBUG)
    account = Account(api_key="shop", secret_key=CANARY)
    async with Receiver.run(FAILS) as receiver, running(accounts=(account,)) as client:
        for phone in ("0901888484", "0901555301", "0901555799", "0901555640", "0901555671", "nonsense"):
            keys = f"ApiKey=shop&SecretKey={CANARY}&TemplateId=1"
            try:
                await client.get(f"{MAKE_CALL}?{keys}&Phone={phone}&CallbackUrl={receiver.url}")
            except OSError:
                assert phone == "0901555671"  # the scenario loses the answer
        await client.get(f"{ROOT}/GetBalance/shop/{CANARY}")
        await client.advance()
        said = await everything_said(client, caplog)
        assert places(said) == []
        assert repr(account).count(CANARY) == repr(client.sandbox.components.settings).count(CANARY) == 0
        assert '"secret_key": "***"' in said["accounts"]


@pytest.mark.parametrize(
    "document",
    [
        f"{{api_key: shop, secret_key: [{CANARY}]}}",
        f"{{api_key: shop, secret_key: {{x: {CANARY}}}}}",
        f"{{api_key: shop, secret_key: !secret {CANARY}}}",
        f"{{api_key: shop, secret_key: !{CANARY}}}",
        f"{{api_key: shop, secret_key: '&{CANARY} x', balance: x}}",
        f"{{api_key: shop, secret_key: &{CANARY}}}",
        f"{{api_key: shop, secret_key: %{CANARY}}}",
        f"{{api_key: shop, secret_key: `{CANARY}}}",
        f"{{api_key: shop, secret_key: {CANARY}, secret_key: {CANARY}}}",
        f"{{api_key: shop, secret_kye: {CANARY}}}",
        f"{{api_key: shop, secret_key: {CANARY}, balance: x}}",
        f"{{api_key: shop, secret_key: {CANARY}",
        f"api_key: shop\nsecret_key: {CANARY}: x\n",
        f"api_key: shop\nsecret_key: '{CANARY}\n",
        f'api_key: shop\nsecret_key: "{CANARY}\\q"\n',
        f"api_key: shop\nsecret_key: @{CANARY}\n",
        f"api_key: shop\n\tsecret_key: {CANARY}\n",
        f"api_key: shop\nsecret_key:\n  {CANARY}: 1\n",
        f"secret_key: *{CANARY}\n",
    ],
)
async def test_a_mistake_beside_a_secret_is_told_without_it(document, caplog):
    caplog.set_level(logging.DEBUG)
    indented = document.replace("\n", "\n    ").rstrip()
    readers = [
        lambda: parse_account(document, "shop", "not-a-secret"),
        lambda: parse_settings(f"accounts:\n  - {indented}\n", "shop"),
    ]
    for read in readers:
        with pytest.raises(DocumentError) as raised:
            read()
        assert CANARY not in str(raised.value)
    async with running() as client:
        reply = await client.send("PUT", "/_mock/accounts/shop", data=document.encode())
        assert reply.status == 422
        assert CANARY not in reply.body.decode()
        assert places(await everything_said(client, caplog)) == []


@pytest.mark.parametrize("number", ["1234567", "12.34567"])
def test_a_secret_that_is_a_number_is_told_without_it(number):
    with pytest.raises(DocumentError) as raised:
        parse_account(f"{{api_key: shop, secret_key: {number}}}", "shop", "not-a-secret")
    assert "34567" not in str(raised.value)


async def test_what_stands_in_a_callback_url_is_its_users_and_is_shown_as_it_is_sent():
    """Documented in SECURITY.md: without it nobody could see what was sent."""
    async with running() as client:
        sms_id = await client.placed(CallbackUrl=f"http://127.0.0.1:1/cb?token={CANARY}")
        await client.advance(by="5s")
        call = await client.call(sms_id)
        assert CANARY in call["request"]["CallbackUrl"]
        assert CANARY in call["callbacks"][0]["attempts"][0]["url"]
