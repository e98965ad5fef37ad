"""Applications talk to eSMS as they always did, and the sandbox serves them unchanged (FACTS 5)."""

import asyncio
import json
import shutil
import subprocess
import urllib.request
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import aiohttp
import httpx
import pytest
import requests
from yarl import URL

from tests.places import running
from tests.receiver import Receiver, answer

ROOT = "/MainService.svc/json"
RECORD = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=rec-1&Phone=0901888484"
MESSAGE: dict[str, str | int | None] = {
    "ApiKey": "test-api-key",
    "SecretKey": "test-secret-key",
    "Phone": "0901888484",
    "Content": "1234",
    "SmsType": 8,
    "IsUnicode": 0,
    "Sandbox": None,
}


def by_requests(url):
    return requests.get(url, timeout=100).text


def by_httpx(url):
    return httpx.get(url).text


def by_urllib(url):
    with urllib.request.urlopen(url) as response:  # noqa: S310 - our own address
        return response.read().decode()


def by_aiohttp(url):
    async def get():
        async with aiohttp.ClientSession() as session, session.get(URL(url, encoded=True)) as response:
            return await response.text()

    return asyncio.run(get())


def by_curl(url):
    """As PHP's curl with fail-on-error and follow-location."""
    return run("curl", "--silent", "--fail", "--location", "--globoff", url)


def by_node(url):
    script = "fetch(process.argv[1]).then(r => r.text()).then(t => process.stdout.write(t))"
    return run("node", "-e", script, url)


def run(command, *arguments):
    path = shutil.which(command)
    if path is None:
        pytest.skip(f"{command} is not installed")
    return subprocess.run([path, *arguments], check=True, capture_output=True, timeout=100, encoding="utf-8").stdout


EVERY_LIBRARY = [by_requests, by_httpx, by_urllib, by_aiohttp, by_curl, by_node]


@pytest.mark.parametrize("get", EVERY_LIBRARY)
async def test_a_call_by_every_library_is_answered_with_texts_that_clients_compare(get):
    async with running() as client:
        url = f"{client.sandbox.url}{ROOT}/MakeCallRecord_V2?{RECORD}&MaxRepeat=1&MaxRetry=2&WaitRetry=30"
        told = json.loads(await asyncio.to_thread(get, url))
        assert told["CodeResult"] == "100"
        assert (await client.call(told["SMSID"]))["warnings"] == []


@pytest.mark.parametrize("get", [by_requests, by_urllib, by_aiohttp, by_curl])
async def test_an_address_that_nobody_encoded_is_served_and_warned_of(get):
    async with Receiver.run() as receiver, running() as client:
        url = f"{client.sandbox.url}{ROOT}/MakeCallRecord_V2?{RECORD}&CallbackUrl={receiver.url}/cb?ReferenceId=&Price="
        told = json.loads(await asyncio.to_thread(get, url))
        await client.advance()
        assert receiver.targets == [f"/cb?ReferenceId={told['SMSID']}"]
        call = await client.call(told["SMSID"])
        assert [warning["code"] for warning in call["warnings"]] == ["callback-url-not-encoded"]


async def test_a_yii_client_sends_the_key_in_another_case():
    async with running() as client:
        query = RECORD.replace("ApiKey", "APIKey").replace("Phone", "PHONE")
        url = f"{client.sandbox.url}{ROOT}/MakeCallRecord_V2?{query}"
        assert json.loads(await asyncio.to_thread(by_curl, url))["CodeResult"] == "100"


async def test_a_php_client_compares_the_code_loosely_and_reads_a_refusal_in_spite_of_fail_on_error():
    async with running() as client:
        url = f"{client.sandbox.url}{ROOT}/VoiceOTP?{RECORD.replace('test-secret', 'wrong')}&Code=1234"
        told = json.loads(await asyncio.to_thread(by_curl, url))
        assert (int(told["CodeResult"]), told["ErrorMessage"]) == (101, "Authorize Failed")


async def test_a_c_sharp_client_reads_every_member_of_a_status_as_a_text():
    async with running() as client:
        sms_id = await client.placed()
        await client.advance()
        url = f"{client.sandbox.url}{ROOT}/GetSendStatus?ReferenceId={sms_id}&{RECORD}"
        told = {name: str(value) for name, value in json.loads(await asyncio.to_thread(by_httpx, url)).items()}
        assert told["CodeResponse"] == "100"
        assert (told["CallStatus"], told["CallDuration"], told["SendStatus"]) == ("ANSWERED", "3", "5")


async def test_a_java_client_reads_json_or_xml_from_one_address():
    default = {"Accept": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"}
    spring = {"Accept": "application/xml, text/xml, */*;q=0.8"}
    async with running() as client:
        target = f"{ROOT}/MakeCallRecord_V2?{RECORD}"
        assert (await client.get(target, headers=default)).json["CodeResult"] == "100"
        root = ET.fromstring((await client.get(target, headers=spring)).body)  # noqa: S314 - our own
        assert root.findtext("CodeResult") == "100"


def post_by_requests(url):
    return requests.post(url, json=MESSAGE, timeout=100).text


def post_by_httpx(url):
    return httpx.post(url, json=MESSAGE, follow_redirects=True).text


def post_by_aiohttp(url):
    async def post():
        async with aiohttp.ClientSession() as session, session.post(url, json=MESSAGE) as response:
            return await response.text()

    return asyncio.run(post())


def post_by_curl(url):
    return run("curl", "-sfL", "-H", "Content-Type: application/json", "-d", json.dumps(MESSAGE), url)


def post_by_node(url):
    script = """
        const [url, body] = process.argv.slice(1);
        fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}, body})
            .then(r => r.text()).then(t => process.stdout.write(t));
    """
    return run("node", "-e", script, url, json.dumps(MESSAGE))


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("post", [post_by_requests, post_by_httpx, post_by_aiohttp, post_by_curl, post_by_node])
async def test_json_with_numbers_and_nulls_arrives_with_or_without_slash(post, slash):
    async with running() as client:
        url = f"{client.sandbox.url}{ROOT}/SendMultipleMessage_V4_post_json{slash}"
        assert json.loads(await asyncio.to_thread(post, url))["CodeResult"] == "100"
        assert (await client.get("/_mock/calls")).json["total"] == 1


async def test_a_receiver_that_wants_a_token_is_called_again_until_it_says_200():
    wants_token, takes_it = answer(401, b"token?"), answer(200, b'{"ok":true}')
    async with Receiver.run(wants_token, answer(400), takes_it) as receiver, running() as client:
        query = urlencode({"CallbackUrl": f"{receiver.url}/cb?token=secret"})
        told = await client.get(f"{ROOT}/MakeCallRecord_V2?{RECORD}&{query}")
        await client.advance()
        call = await client.call(told.json["SMSID"])
        assert [attempt["status"] for attempt in call["callbacks"][0]["attempts"]] == [401, 400, 200]
        assert all(target.startswith("/cb?token=secret&ReferenceId=") for target in receiver.targets)
