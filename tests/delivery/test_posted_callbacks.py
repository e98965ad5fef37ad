"""Callbacks by POST, for those who want them: eSMS sends GET (FACTS 3)."""

import json
from contextlib import asynccontextmanager

import pytest

from mock_esms.config.settings import CallbackRules
from tests.places import running
from tests.receiver import serving


@asynccontextmanager
async def receiver(*answers):
    """Its address, and the requests that came: head and body."""
    came: list[tuple[list[str], bytes]] = []

    async def serve(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        length = next((int(line[15:]) for line in head if line.startswith("Content-Length:")), 0)
        came.append((head, await reader.readexactly(length)))
        writer.write(answers[min(len(came), len(answers)) - 1])
        await writer.drain()

    async with serving(serve) as address:
        yield f"http://{address}", came


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def story(folder, callback):
    (folder / "story.yaml").write_text(f'title: A story\nmatch: {{phone: "*"}}\ncallback: {callback}\n')
    return folder


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("json", "application/json; charset=utf-8"), ("form", "application/x-www-form-urlencoded")],
)
async def test_a_scenario_has_its_callback_posted(body, content_type, tmp_path):
    folder = story(tmp_path, f"{{method: POST, body: {body}, progress: [2]}}")
    async with receiver(OK) as (url, came), running(folder) as client:
        sms_id = await client.placed(CallbackUrl=f"{url}/cb?token=x&SendStatus=")
        await client.advance()
        call = await client.call(sms_id)
    assert [head[0] for head, _ in came] == ["POST /cb?token=x HTTP/1.1"] * 2
    assert all(f"Content-Type: {content_type}" in head for head, _ in came)
    assert [content for _, content in came] == (
        [b'{"SendStatus": "2"}', b'{"SendStatus": "5"}'] if body == "json" else [b"SendStatus=2", b"SendStatus=5"]
    )
    attempt = call["callbacks"][1]["attempts"][0]
    assert attempt["url"] == f"{url}/cb?token=x"
    assert (attempt["request"]["method"], attempt["request"]["body"]) == ("POST", came[1][1].decode())
    assert attempt["acknowledged"]


async def test_the_settings_may_want_it_for_all_and_a_scenario_may_still_say_get(tmp_path):
    rules = CallbackRules(method="POST", body="form")
    async with receiver(OK) as (url, came):
        async with running(callback=rules) as client:
            await client.placed(CallbackUrl=url)
            await client.advance()
        async with running(story(tmp_path, "{method: GET}"), callback=rules) as client:
            await client.placed(CallbackUrl=url)
            await client.advance()
    assert [head[0].split(" ")[0] for head, _ in came] == ["POST", "GET"]
    assert came[1][1] == b""


@pytest.mark.parametrize(("status", "method"), [(302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
async def test_behind_a_redirect_a_post_stays_one_where_http_says_so(status, method, tmp_path):
    moved = b"HTTP/1.1 %d Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n" % status
    folder = story(tmp_path, "{method: POST, follow_redirects: true}")
    async with receiver(moved, OK) as (url, came), running(folder) as client:
        await client.placed(CallbackUrl=f"{url}/cb?SendStatus=")
        await client.advance()
    assert came[1][0][0] == f"{method} /there HTTP/1.1"
    assert came[1][1] == (b'{"SendStatus": "5"}' if method == "POST" else b"")


async def test_each_retry_posts_the_same(tmp_path):
    fails = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
    folder = story(tmp_path, "{method: POST, retries: 2, wait: [1s]}")
    async with receiver(fails) as (url, came), running(folder) as client:
        await client.placed(CallbackUrl=url)
        await client.advance()
    assert len(came) == 3
    assert len({content for _, content in came}) == 1
    assert json.loads(came[0][1])["SendStatus"] == "5"
