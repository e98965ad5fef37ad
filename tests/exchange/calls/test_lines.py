"""How many calls of an account ring or talk at a time, what waits, and what is refused (``lines``, ``queue``)."""

from itertools import pairwise

import pytest

from mock_esms.config.account import Account
from mock_esms.model.times import SECOND, parse_instant
from mock_esms.scenarios.seeded_random import SeededRandom
from tests.journal.store.killed import killed
from tests.places import START, running
from tests.receiver import OK, Receiver


def account(**limits):
    return Account(api_key="test-api-key", secret_key="test-secret-key", **limits)


def story(folder, dials="[answered: {ring: 4s, talk: 6s}]", *, more=""):
    (folder / "story.yaml").write_text(f'title: A story\nmatch: {{phone: "*"}}\ndials: {dials}\n{more}')
    return folder


def after(moment):
    """Sandbox seconds since the start."""
    return (parse_instant(moment) - START) / SECOND


async def calls(client):
    return (await client.get("/_mock/calls?limit=1000")).json["calls"]


async def dialled(client):
    """When each call was dialled, and how long it had waited, in sandbox seconds."""
    return [[(after(dial["at"]), dial["waited"]) for dial in call["dials"]] for call in await calls(client)]


async def states(client):
    return [call["state"] for call in await calls(client)]


async def lines_of(client):
    """Lines in use, and calls that wait."""
    (told,) = (await client.get("/_mock/accounts")).json["accounts"]
    return told["lines_in_use"], told["calls_queued"]


async def events(client, kind):
    return [event for event in client.sandbox.components.journal.events.since(0) if event.kind == kind]


async def test_calls_beyond_the_lines_wait_and_are_dialled_in_the_order_of_their_acceptance(tmp_path):
    async with Receiver.run(OK) as receiver, running(story(tmp_path), accounts=(account(lines=2),)) as client:
        ids = [await client.placed(f"090188848{n}", CallbackUrl=receiver.url) for n in range(5)]
        assert await states(client) == ["dialling", "dialling", "queued", "queued", "queued"]
        assert await lines_of(client) == (2, 3)
        await client.advance(by="3s")
        ids.append(await client.placed("0901888489", CallbackUrl=receiver.url))
        await client.advance()
        waits = [[(0, 0)], [(0, 0)], [(10, 10)], [(10, 10)], [(20, 20)], [(20, 17)]]
        assert await dialled(client) == waits
        last = await client.call(ids[-1])
        assert after(last["received_at"]) == 3
        assert after(last["ended_at"]) == 30
        assert last["result"]["CallDuration"] == 6
        assert [query["ReferenceId"] for query in receiver.queries] == ids
        assert await lines_of(client) == (0, 0)


async def test_without_lines_all_ring_at_once_and_nothing_is_counted():
    async with running() as client:
        for number in range(5):
            await client.placed(f"090188848{number}")
        assert set(await states(client)) == {"dialling"}
        assert await lines_of(client) == (None, None)


async def test_a_call_that_is_not_answered_frees_its_line_until_its_next_dial_which_needs_one_as_well(tmp_path):
    dials = "[no_answer: {ring: 10s}, answered: {ring: 4s, talk: 6s}]"
    async with running(story(tmp_path, dials), accounts=(account(lines=1),)) as client:
        await client.placed("0901888480", MaxRetry="1", WaitRetry="5")
        await client.placed("0901888481", MaxRetry="1", WaitRetry="5")
        await client.advance(by="17s")
        assert await states(client) == ["queued", "dialling"], "the second call has the line"
        await client.advance()
        assert await dialled(client) == [[(0, 0), (20, 5)], [(10, 10), (30, 5)]]
        queued = await events(client, "queued")
        assert [(event.at - START) / SECOND for event in queued] == [0, 15, 25]


@pytest.mark.parametrize("dials", ["[failed: {}]", "[busy: {ring: 2s}]", "[rejected: {ring: 2s}]"])
async def test_however_a_call_ends_its_line_is_free_again(tmp_path, dials):
    async with running(story(tmp_path, dials), accounts=(account(lines=1),)) as client:
        for number in range(3):
            await client.placed(f"090188848{number}")
        await client.advance()
        assert await states(client) == ["ended"] * 3
        assert await lines_of(client) == (0, 0)


async def test_a_call_with_a_send_date_needs_its_line_when_it_is_due_and_is_refused_no_more(tmp_path):
    async with running(story(tmp_path), accounts=(account(lines=1, queue=0),)) as client:
        await client.placed("0901888480", SendDate="2026/01/05 09:00:05")
        await client.placed("0901888481")
        await client.advance(by="6s")
        assert await states(client) == ["queued", "talking"]
        await client.advance()
        assert await dialled(client) == [[(10, 5)], [(0, 0)]]


async def test_a_person_who_decides_has_a_line_only_while_it_rings_or_they_talk(tmp_path):
    async with running(story(tmp_path, "[interactive: {ring: 20s}]"), accounts=(account(lines=1),)) as client:
        first = await client.placed("0901888480")
        second = await client.placed("0901888481")
        refused = await client.post(f"/_mock/calls/{second}/act", {"do": "answer"})
        assert refused.status == 409
        assert refused.json["error"]["message"].endswith("the call " + second + " is queued")
        await client.advance(by="2s")
        await client.post(f"/_mock/calls/{first}/act", {"do": "answer"})
        await client.advance(by="3s")
        await client.post(f"/_mock/calls/{first}/act", {"do": "hang_up"})
        assert await states(client) == ["ended", "dialling"]
        await client.post(f"/_mock/calls/{second}/act", {"do": "reject"})
        assert await lines_of(client) == (0, 0)
        assert await dialled(client) == [[(0, 0)], [(5, 5)]]


async def test_what_is_asked_about_a_call_that_waits_says_so(tmp_path):
    story(tmp_path, more="callback: {progress: [7]}\n")
    async with Receiver.run(OK) as receiver, running(tmp_path, accounts=(account(lines=1),)) as client:
        await client.placed("0901888480")
        waits = await client.placed("0901888481", CallbackUrl=receiver.url)
        keys = "ApiKey=test-api-key&SecretKey=test-secret-key"
        status = f"/MainService.svc/json/GetSendStatus?{keys}&ReferenceId={waits}"
        assert (await client.get(status)).json["SendStatus"] == 2
        evidence = (await client.post("/_mock/verify", {"match": {"sms_id": waits}, "times": 0})).json["evidence"]
        assert "waits for a line since 09:00:00.000, all lines of the account are taken" in evidence
        await client.advance(by="11s")
        assert (await client.get(status)).json["SendStatus"] == 7
        await client.advance()
        assert [query["SendStatus"] for query in receiver.queries] == ["7", "5"]
        evidence = (await client.post("/_mock/verify", {"match": {"sms_id": waits}, "times": 0})).json["evidence"]
        assert "09:00:10.000 dial 1 (waited 10s for a line): answered after 4s" in evidence


async def test_a_call_beyond_the_queue_is_refused_with_160_and_a_warning_and_its_request_id_is_free(tmp_path):
    async with running(story(tmp_path), accounts=(account(lines=1, queue=1),)) as client:
        codes = [(await client.place("0901888484", RequestId=f"r{n}")).json["CodeResult"] for n in range(3)]
        assert codes == ["100", "100", "160"]
        (*_, refused) = (await client.get("/_mock/requests")).json["requests"]
        assert refused["warnings"] == [
            {
                "code": "queue-full",
                "message": "All lines of the account (1) are taken, and 1 call waits for one, as many as its queue "
                "says. Place the call when fewer wait, or raise its lines or queue.",
            }
        ]
        await client.advance(by="10s")
        assert (await client.place("0901888484", RequestId="r2")).json["CodeResult"] == "100"


async def test_whoever_gives_an_account_more_lines_lets_calls_ring_that_waited(tmp_path):
    async with running(story(tmp_path), accounts=(account(lines=1),)) as client:
        for number in range(5):
            await client.placed(f"090188848{number}")
        await client.advance(by="1s")
        told = await client.put("/_mock/accounts/test-api-key", {"lines": 2})
        assert (told.json["lines"], told.json["lines_in_use"], told.json["calls_queued"]) == (2, 2, 3)
        await client.advance(by="1s")
        await client.put("/_mock/accounts/test-api-key", {})
        assert await lines_of(client) == (None, None)
        assert set(await states(client)) == {"dialling"}
        client.sandbox.account(lines=1)
        assert await lines_of(client) == (5, 0), "those that ring already are on its lines"
        await client.placed("0901888489")
        await client.advance()
        assert await dialled(client) == [[(0, 0)], [(1, 1)], *[[(2, 2)]] * 3, [(12, 10)]]


async def test_lines_are_each_accounts_own_and_a_reset_forgets_who_waited(tmp_path):
    other = Account(api_key="other", secret_key="s", lines=1)
    async with running(story(tmp_path), accounts=(account(lines=1), other)) as client:
        for keys in ({}, {"ApiKey": "other", "SecretKey": "s"}):
            for number in range(2):
                await client.placed(f"090188848{number}", **keys)
        assert await states(client) == ["dialling", "queued"] * 2
        await client.post("/_mock/reset", {"api_key": "other"})
        told = (await client.get("/_mock/accounts")).json["accounts"]
        assert [(each["lines_in_use"], each["calls_queued"]) for each in told] == [(1, 1), (0, 0)]
        await client.post("/_mock/reset", {})
        await client.placed("0901888480")
        assert await states(client) == ["dialling"]
        await client.advance()
        assert await states(client) == ["ended"]


async def test_calls_that_wait_count_as_pending():
    async with running(accounts=(account(lines=1),), pending_limit=3) as client:
        statuses = [(await client.place(f"090188848{number}")).status for number in range(4)]
        assert statuses == [200, 200, 200, 503]


async def test_a_sandbox_that_was_killed_goes_on_with_the_calls_that_waited(tmp_path):
    dials = "[no_answer: {ring: 10s}, answered: {ring: 4s, talk: 6s}]"
    story(tmp_path, dials)
    settings = {"accounts": (account(lines=2),)}

    async def placed(client):
        for number in range(6):
            await client.placed(f"090188848{number}", MaxRetry="1", WaitRetry="5")
        await client.advance(by="17s")

    async with running(tmp_path / "story.yaml", **settings) as client:
        await placed(client)
        await client.advance()
        wanted = await calls(client)
    async with running(tmp_path / "story.yaml", store=tmp_path / "x.db", **settings) as client:
        await placed(client)
        assert "queued" in await states(client)
        before, in_use = await calls(client), await lines_of(client)
        copy = killed(tmp_path / "x.db")
    async with running(tmp_path / "story.yaml", store=copy, **settings) as client:
        assert (await calls(client), await lines_of(client)) == (before, in_use)
        await client.advance()
        assert await calls(client) == wanted


async def test_a_sandbox_that_begins_with_more_lines_dials_at_once_what_waited(tmp_path):
    path = tmp_path / "x.db"
    async with running(story(tmp_path) / "story.yaml", store=path, accounts=(account(lines=1),)) as client:
        for number in range(3):
            await client.placed(f"090188848{number}")
        await client.advance(by="3s")
    async with running(tmp_path / "story.yaml", store=path, accounts=(account(),)) as client:
        await client.advance()
        assert await dialled(client) == [[(0, 0)], [(3, 3)], [(3, 3)]]


async def test_no_more_calls_are_on_the_lines_than_there_are_and_none_waits_while_one_is_free(tmp_path):
    lines, gaps = 4, SeededRandom("0", "lines", "0901888484", 0).id_bytes()
    dials = "[no_answer: {ring: 1s..30s}, choose: [answered: {ring: 1s..9s, talk: 1s..60s}, busy: {ring: 1s..5s}]]"
    async with running(story(tmp_path, dials), accounts=(account(lines=lines),), seed="lines") as client:
        for number in range(40):
            await client.placed(f"09018884{number:02}", MaxRetry="2", WaitRetry="20")
            await client.advance(by=f"{gaps[number % len(gaps)] % 7}s")
        await client.advance()
        every = await calls(client)
    uses = []
    for call in every:
        for dial in call["dials"]:
            begin, ring, waited = (
                parse_instant(dial["at"]),
                round(dial["ring"] * SECOND),
                round(dial["waited"] * SECOND),
            )
            end = parse_instant(call["ended_at"]) if dial["outcome"] == "answered" else begin + ring
            uses.append((begin - waited, begin, end))
    assert sum(begin > due for due, begin, _ in uses) > 20, "most of them had to wait"
    for due, begin, _ in uses:
        assert sum(other <= begin < end for _, other, end in uses) <= lines
        if begin > due:
            assert any(end == begin for _, _, end in uses), "it was dialled when a line became free"
            at = (due + begin) / 2
            assert sum(other <= at < end for _, other, end in uses) == lines, "it waited although a line was free"
    in_turn = sorted((begin, due) for due, begin, _ in uses if begin > due)
    assert all(first[1] <= second[1] for first, second in pairwise(in_turn)), "somebody was dialled out of turn"
