"""``mock-esms inbox``: what a person has got, as somebody at a terminal sees it."""

import asyncio
import json
import os
import signal

import pytest

from tests.cli.running import Process, answering, run
from tests.makers import make_draft
from tests.places import running

UNKNOWN = "(a call; nobody has written down what its recording or template says)"
OTP = "ApiKey=test-api-key&SecretKey=test-secret-key&Code=4711"


def item(at: str, text: str = "Hello", code: str | None = None) -> dict[str, object]:
    return {"at": at, "kind": "sms", "from": "Baotrixemay", "text": text, "code": code, "sms_id": "id-1"}


def inbox(*items: dict[str, object]) -> tuple[str, bytes]:
    return "application/json", json.dumps({"phone": "0901888484", "items": items}).encode()


async def shown(client, phone, *options):
    return await asyncio.to_thread(run, "inbox", phone, "--url", client.sandbox.url, *options)


async def test_each_thing_that_came_is_a_line_with_its_code():
    async with running() as client:
        client.accept(make_draft())
        await client.advance()
        await client.get(f"/MainService.svc/json/VoiceOTP?{OTP}&Phone=0901888484")
        await client.placed()
        await client.advance()
        done = await shown(client, "+84901888484")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            "-- 2026-01-05",
            "09:00:02.000  sms    Baotrixemay         123456 la ma xac minh  [123456]",
            "09:00:03.000  call   02871002454         4711  [4711]",
            f"09:00:03.000  call   02871002454         {UNKNOWN}",
        ]
        assert (await shown(client, "0901888484", "--api-key", "other")).stdout == ""


async def test_an_empty_inbox_says_why_it_may_be_empty():
    async with running() as client:
        done = await shown(client, "0901888484")
        assert (done.returncode, done.stdout) == (0, "")
        assert "nothing has come to 0901888484: the sandbox has accepted neither" in done.stderr
        client.accept(make_draft())
        done = await shown(client, "0901888484")
        assert "1 message and 0 calls to it" in done.stderr
        assert "mock-esms tail --kept --match phone=0901888484" in done.stderr


def test_what_somebody_else_wrote_moves_no_cursor():
    with answering([inbox(item("2026-01-05T09:00:02.000+07:00", "a\x1b[2Jb\nc"))]) as (url, _):
        assert "a\\x1b[2Jb\\x0ac" in run("inbox", "0901888484", "--url", url).stdout


def test_without_a_sandbox_one_sentence_says_so():
    done = run("inbox", "0901888484", "--url", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.startswith("mock-esms: nothing listens at http://127.0.0.1:9;")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")
def test_who_follows_sees_what_comes_and_each_thing_once():
    ended = b'id: 1\nevent: ended\ndata: {"at": "2026-01-05T09:00:02.000+07:00", "sms_id": "id-1"}\n\n'
    first, second = item("2026-01-05T09:00:02.000+07:00"), item("2026-01-06T09:00:02.000+07:00", "Again 1234", "1234")
    answers = [("text/event-stream", ended * 2), inbox(first), inbox(first), inbox(first, second)]
    with answering(answers) as (url, _), Process("inbox", "0901888484", "--follow", "--url", url) as follow:
        assert [follow.out.next() for _ in range(4)] == [
            "-- 2026-01-05",
            "09:00:02.000  sms    Baotrixemay         Hello",
            "-- 2026-01-06",
            "09:00:02.000  sms    Baotrixemay         Again 1234  [1234]",
        ]
        assert "trying to connect again" in follow.err.next()
        assert follow.end(signal.SIGINT) == 0
