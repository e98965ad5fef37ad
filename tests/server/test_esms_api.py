import asyncio
import logging

import pytest

from mock_esms.config.account import Account
from mock_esms.config.settings import Egress
from tests.places import KEYS, MAKE_CALL, running

USUAL = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=rec-1&Phone=0901888484"


async def raw(client, request: bytes) -> bytes:
    """What the server says to these bytes."""
    host, port = client.sandbox.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    try:
        async with asyncio.timeout(100):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("rewrite", [{}, {"localhost": "127.0.0.1"}])
@pytest.mark.parametrize(
    "url",
    [
        "http://[::1/",
        "http://[foo]/",
        "http://127.0.0.1:99999/",
        "http://localhost:x/",
        "http://a\u2100b/",
        "http://\\/",
    ],
)
async def test_a_callback_url_that_no_program_can_read_is_accepted_with_a_warning_and_never_called(url, rewrite):
    async with running(egress=Egress(rewrite=rewrite)) as client:
        sms_id = await client.placed(CallbackUrl=url)
        await client.advance()
        call = await client.call(sms_id)
        assert [warning["code"] for warning in call["warnings"]] == ["callback-url-unusable"]
        assert [attempt["error"] for attempt in call["callbacks"][0]["attempts"]] == ["bad-url"]
        assert call["settled"]


async def test_an_accepted_call_is_answered_to_the_byte():
    async with running(seed="1") as client:
        reply = await client.place()
        sms_id = reply.json["SMSID"]
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
        assert reply.body == b'{"CodeResult":"100","SMSID":"%s"}' % sms_id.encode()


async def test_wrong_keys_are_answered_to_the_byte():
    async with running() as client:
        for wrong in ({"ApiKey": "nobody"}, {"SecretKey": "wrong"}, {"SecretKey": ""}):
            reply = await client.place(**wrong)
            assert (reply.status, reply.body) == (200, b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}')


@pytest.mark.parametrize(
    "path",
    [
        "/MainService.svc/json/MakeCallRecord_V2",
        "/mainservice.svc/JSON/makecallrecord_v2",
        "/MAINSERVICE.SVC/json/MAKECALLRECORD_V2",
        "/MainService.svc/json/MakeCallRecord%5FV2",
    ],
)
async def test_addresses_match_in_any_case(path):
    async with running() as client:
        assert (await client.get(f"{path}?{USUAL}")).json["CodeResult"] == "100"


async def test_parameter_names_match_in_any_case():
    async with running() as client:
        query = "APIKEY=test-api-key&secretkey=test-secret-key&templateid=rec-1&PHONE=0901888484"
        assert (await client.get(f"{MAKE_CALL}?{query}")).json["CodeResult"] == "100"


async def test_any_host_name_reaches_the_esms_side():
    async with running() as client:
        for host in ("voiceapi.esms.vn", "rest.esms.vn", "whatever.example.com:8080"):
            reply = await client.get(f"{MAKE_CALL}?{USUAL}", headers={"Host": host})
            assert reply.json["CodeResult"] == "100", host


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"TemplateId": ""}, "106"),
        ({"TemplateId": "unknown"}, "106"),
        ({"Phone": ""}, "108"),
        ({"Phone": "097469188"}, "108"),
        ({"Phone": "0912345678"}, "99"),
    ],
)
async def test_each_refusal_that_a_request_can_cause_is_reachable(change, code):
    account = Account(
        api_key="test-api-key",
        secret_key="test-secret-key",
        recordings=("rec-1",),
        blocked_phones=("84912345678",),
    )
    async with running(accounts=(account,)) as client:
        reply = await client.place(**{"phone": change.pop("Phone", "0901888484"), **change})
        assert (reply.status, reply.json["CodeResult"]) == (200, code)
        assert reply.json["ErrorMessage"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"active": False}, "143"),
        ({"allowed_ips": ("10.0.0.0/8",)}, "140"),
        ({"price_per_minute": None}, "102"),
        ({"balance": 449}, "103"),
    ],
)
async def test_each_refusal_that_an_account_can_cause_is_reachable(settings, code):
    account = Account(api_key="test-api-key", secret_key="test-secret-key", **settings)
    async with running(accounts=(account,)) as client:
        assert (await client.place()).json["CodeResult"] == code


async def test_the_refused_phone_is_named():
    async with running() as client:
        body = (await client.place("097469188")).body
        assert body == b'{"CodeResult":"108","ErrorMessage":"The phone number 097469188 is not valid."}'


async def test_a_refused_phone_without_its_leading_0_is_told_beside_the_request():
    async with running() as client:
        assert (await client.place("901888484")).json["CodeResult"] == "108"
        (request,) = (await client.get("/_mock/requests")).json["requests"]
        assert [warning["code"] for warning in request["warnings"]] == ["phone-without-zero"]
        assert "write 0901888484" in request["warnings"][0]["message"]


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/MainService.svc/json/NoSuchOperation", "/MainService.svc", f"{MAKE_CALL}/"]
)
async def test_an_unknown_address_gets_the_page_of_wcf(path):
    async with running() as client:
        reply = await client.get(f"{path}?{USUAL}")
        assert reply.status == 404
        assert reply.headers["Content-Type"] == "text/html; charset=UTF-8"
        assert b"Endpoint not found." in reply.body
        assert b"service help page" in reply.body


async def test_a_wrong_method_gets_405_with_allow():
    async with running() as client:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            reply = await client.send(method, f"{MAKE_CALL}?{USUAL}")
            assert (reply.status, reply.headers["Allow"]) == (405, "GET"), method
            assert b"Method not allowed." in reply.body
        assert (await client.send("HEAD", f"{MAKE_CALL}?{USUAL}")).status == 405


async def test_a_repeated_parameter_is_joined_by_a_comma():
    async with running() as client:
        reply = await client.get(f"{MAKE_CALL}?{USUAL}&Phone=0901888485")
        assert reply.json == {
            "CodeResult": "108",
            "ErrorMessage": "The phone number 0901888484,0901888485 is not valid.",
        }


async def test_the_query_is_read_from_the_bytes_on_the_wire():
    async with running() as client:
        target = f"{MAKE_CALL}?{USUAL}&RequestId=a%7Eb%2Bc+d%E1%BA%A1"
        head = await raw(client, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert b" 200 OK\r\n" in head
        recorded = (await client.get("/_mock/requests")).json["requests"][0]
        assert recorded["query"] == target.partition("?")[2].replace("test-secret-key", "***")
        call = (await client.get("/_mock/calls")).json["calls"][0]
        assert call["request"]["RequestId"] == "a~b+c dạ"


async def test_an_address_in_absolute_form_is_served_like_any_other():
    async with running() as client:
        answer = await raw(
            client,
            f"GET http://voiceapi.esms.vn{MAKE_CALL}?{USUAL} HTTP/1.1\r\n"
            "Host: voiceapi.esms.vn\r\nConnection: close\r\n\r\n".encode(),
        )
        assert b'"CodeResult":"100"' in answer


@pytest.mark.parametrize(
    "query",
    ["", "&&&", "=", "%", "ApiKey=%ZZ&Phone=%FF%FE", "Phone", "a=b=c", "ApiKey=%00", "x" * 4_000],
)
async def test_a_query_that_makes_no_sense_is_answered_like_any_other(query):
    async with running() as client:
        reply = await client.get(f"{MAKE_CALL}?{query}")
        assert (reply.status, reply.json["CodeResult"]) == (200, "101")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
    ],
)
async def test_bytes_that_are_no_http_end_neither_the_server_nor_its_silence(request_bytes, caplog):
    async with running() as client:
        with caplog.at_level(logging.INFO):
            answer = await raw(client, request_bytes)
        assert answer.split(b" ")[1] == b"400", answer
        assert [record for record in caplog.records if record.exc_info] == []
        assert (await client.place()).json["CodeResult"] == "100"


async def test_every_request_is_written_down_even_when_it_is_refused_or_unknown():
    async with running() as client:
        sms_id = await client.placed()
        await client.place("123")
        await client.get("/nowhere?SecretKey=hidden")
        await client.send("POST", MAKE_CALL)
        entries = (await client.get("/_mock/requests")).json
        assert entries["total"] == 4
        assert [(e["number"], e["method"], e["status"], e["operation"], e["code"]) for e in entries["requests"]] == [
            (1, "GET", 200, "MakeCallRecord_V2", "100"),
            (2, "GET", 200, "MakeCallRecord_V2", "108"),
            (3, "GET", 404, None, None),
            (4, "POST", 405, "MakeCallRecord_V2", None),
        ]
        assert entries["requests"][0]["sms_id"] == sms_id
        assert entries["requests"][2]["query"] == "SecretKey=***"
        matched = (await client.get("/_mock/requests?matched=false")).json
        assert [entry["number"] for entry in matched["requests"]] == [3]


async def test_secrets_are_in_nothing_that_the_sandbox_tells(caplog):
    async with running() as client:
        with caplog.at_level(logging.DEBUG):
            await client.placed()
            await client.place(SecretKey="my-own-wrong-secret")
            await client.advance()
        told = caplog.text
        for address in ("calls", "requests", "accounts", "scenarios"):
            told += (await client.get(f"/_mock/{address}")).body.decode()
        assert "***" in told
        assert KEYS["SecretKey"] not in told
        assert "my-own-wrong-secret" not in told


async def test_an_unencoded_callback_url_is_accepted_as_esms_does_and_warned_of():
    async with running() as client:
        target = f"{MAKE_CALL}?{USUAL}&CallbackUrl=http://127.0.0.1:9/cb?ReferenceId=&CallDuration=&CallStatus="
        reply = await client.get(target)
        call = await client.call(reply.json["SMSID"])
        assert call["request"]["CallbackUrl"] == "http://127.0.0.1:9/cb?ReferenceId="
        codes = [warning["code"] for warning in call["warnings"]]
        assert codes == ["callback-url-not-encoded"]
        assert (
            "http%3A%2F%2F127.0.0.1%3A9%2Fcb%3FReferenceId%3D%26CallDuration%3D%26CallStatus%3D"
            in (call["warnings"][0]["message"])
        )
        recorded = (await client.get("/_mock/requests")).json["requests"][0]
        assert [warning["code"] for warning in recorded["warnings"]] == codes
