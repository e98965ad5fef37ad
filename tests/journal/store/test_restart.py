"""What survives the end of a sandbox, or its kill."""

import json
import sqlite3
from contextlib import closing

import pytest

from mock_esms import Sandbox, Settings
from mock_esms.clock.clock import wall_instant
from mock_esms.model.times import format_instant, parse_instant
from tests.journal.store.killed import killed
from tests.places import START, running
from tests.receiver import FAILS, OK, Receiver

SECRETS = {"ApiKey": "shop", "SecretKey": "s"}


async def everything(client):
    """All that is promised to survive, as the control API shows it."""
    answers = {}
    for what in ("calls", "accounts", "clock", "scenarios"):
        answers[what] = (await client.get(f"/_mock/{what}")).json
    answers["calls"].pop("last_event", None)
    return answers


async def test_all_that_the_control_api_shows_of_it_is_the_same_after_a_restart(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS, OK) as receiver:
        async with running(store=path) as client:
            await client.put("/_mock/accounts/shop", {"secret_key": "s", "balance": 900, "price_per_minute": 100})
            await client.put("/_mock/scenarios/mine", {"title": "Mine", "dials": [{"answered": {"press": "7"}}]})
            await client.post("/_mock/scenarios/mine/arm", {"match": {"phone": "*9"}, "times": 3})
            await client.post("/_mock/scenarios/no-answer/arm", {"match": {"phone": "*8"}})
            await client.placed("0901234569", CallbackUrl=receiver.url, **SECRETS)
            await client.placed("0901234567", RequestId="one", CallbackUrl=f"{receiver.url}/?x=1")
            await client.advance(by="7s")
            await client.placed("0901234567", MaxRetry="2")
            before = await everything(client)
        async with running(store=path) as client:
            after = await everything(client)
            assert json.dumps(after, indent=1) == json.dumps(before, indent=1)
            assert (await client.place("0901234567", RequestId="one")).json["CodeResult"] == "124"
            await client.advance()
            states = [call["callbacks"][0]["state"] for call in (await client.get("/_mock/calls")).json["calls"][:2]]
            assert states == ["delivered", "delivered"]


async def test_a_killed_sandbox_goes_on_as_one_that_ended(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        sms_id = await client.placed(MaxRetry="2")
        await client.put("/_mock/accounts/shop", {"secret_key": "s"})
        await client.advance(by="2s")
        before = await everything(client)
        copy = killed(path)
    async with running(store=copy) as client:
        assert await everything(client) == before
        await client.advance()
        assert (await client.call(sms_id))["settled"]


async def test_ids_and_draws_go_on_as_if_there_had_been_no_end(tmp_path):
    phones = ["0901234567", "0901234568", "0901234567"]
    async with running() as client:
        wanted = [await client.placed(phone) for phone in (*phones, *phones)]
    for restart in range(7):
        path = tmp_path / f"{restart}.db"
        async with running(store=path) as client:
            got = [await client.placed(phone) for phone in (*phones, *phones)[:restart]]
        async with running(store=path) as client:
            got += [await client.placed(phone) for phone in (*phones, *phones)[restart:]]
        assert got == wanted


async def test_what_fell_due_meanwhile_happens_at_once_in_the_order_of_its_instants(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(OK) as receiver:
        async with running(store=path) as client:
            late = await client.placed("0901234567", CallbackUrl=receiver.url, SendDate="2026/01/05 09:20:00")
            soon = await client.placed("0901234568", CallbackUrl=receiver.url, SendDate="2026/01/05 09:10:00")
        with closing(sqlite3.connect(path)) as store:
            clock = json.loads(store.execute("SELECT value FROM sandbox WHERE name = 'clock'").fetchone()[0])
            clock |= {"now": START + 3_600_000}
            store.execute("UPDATE sandbox SET value = ? WHERE name = 'clock'", (json.dumps(clock),))
            store.commit()
        async with running(store=path) as client:
            await client.advance(by="0s")
            assert [query["ReferenceId"] for query in receiver.queries] == [soon, late]


@pytest.mark.parametrize("speed", [1.0, 600.0])
async def test_a_real_clock_has_gone_on_meanwhile(tmp_path, speed):
    path = tmp_path / "x.db"
    async with running(store=path, clock="real", speed=speed):
        pass
    with closing(sqlite3.connect(path)) as store:
        clock = json.loads(store.execute("SELECT value FROM sandbox WHERE name = 'clock'").fetchone()[0])
        clock["wall"] -= 60_000
        store.execute("UPDATE sandbox SET value = ? WHERE name = 'clock'", (json.dumps(clock),))
        store.commit()
    async with running(store=path, clock="real", speed=speed) as client:
        now = parse_instant((await client.get("/_mock/clock")).json["now"])
        passed = wall_instant() - clock["wall"] + 2  # both are whole milliseconds
        assert clock["now"] + 60_000 * speed <= now <= clock["now"] + passed * speed


@pytest.mark.parametrize("mode", ["auto", "manual"])
async def test_a_clock_that_jumps_has_stood_still_and_wins_over_now(tmp_path, mode):
    path = tmp_path / "x.db"
    async with running(store=path, clock=mode) as client:
        await client.advance(by="5m")
    async with running(store=path, clock=mode, now=START + 9) as client:
        assert (await client.get("/_mock/clock")).json["now"] == format_instant(START + 300_000)


async def test_a_mode_that_was_set_stays_until_a_start_says_another(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path, clock="real") as client:
        await client.put("/_mock/clock", {"mode": "manual", "speed": 2})
    for given, mode, speed in (("real", "manual", 2.0), ("real", "manual", 2.0), ("auto", "auto", 1.0)):
        async with running(store=path, clock=given) as client:
            clock = (await client.get("/_mock/clock")).json
            assert (clock["mode"], clock["speed"]) == (mode, speed)


async def test_a_person_who_rings_or_talks_is_on_the_line_again(tmp_path):
    (tmp_path / "story.yaml").write_text('title: A person\nmatch: {phone: "*"}\ndials: [interactive: {ring: 20s}]\n')
    path = tmp_path / "x.db"
    async with running(tmp_path / "story.yaml", store=path) as client:
        sms_id = await client.placed(MaxRetry="1", WaitRetry="60")
        await client.advance(by="2s")
        assert (await client.post(f"/_mock/calls/{sms_id}/act", {"do": "reject"})).status == 200
        await client.advance(by="61s")
    async with running(tmp_path / "story.yaml", store=path) as client:
        assert client.sandbox.components.clock._people == 1
        reply = await client.post(f"/_mock/calls/{sms_id}/act", {"do": "answer"})
        assert (reply.status, reply.json["state"]) == (200, "talking")
        await client.advance(by="5s")
    async with running(tmp_path / "story.yaml", store=path) as client:
        assert client.sandbox.components.clock._people == 1
        assert (await client.post(f"/_mock/calls/{sms_id}/act", {"do": "press", "key": "4"})).status == 200
        reply = await client.post(f"/_mock/calls/{sms_id}/act", {"do": "hang_up"})
        assert (reply.json["result"]["CallDuration"], reply.json["result"]["Ivr"]) == (5, "4")
        assert client.sandbox.components.clock._people == 0


async def test_a_person_whose_scenario_is_gone_does_not_answer_and_that_is_said_aloud(tmp_path, caplog):
    (tmp_path / "story.yaml").write_text('title: A person\nmatch: {phone: "*"}\ndials: [interactive: {ring: 20s}]\n')
    path = tmp_path / "x.db"
    async with running(tmp_path / "story.yaml", store=path) as client:
        sms_id = await client.placed(MaxRetry="1")
        await client.advance(by="2s")
    async with running(store=path) as client:
        assert f"the call {sms_id} waits for a person, and its scenario story is not there any more" in caplog.text
        await client.advance()
        call = await client.call(sms_id)
        assert (call["result"]["CallStatus"], len(call["dials"])) == ("NO ANSWER", 1)


async def test_what_is_armed_and_exists_no_more_is_given_up_aloud(tmp_path, caplog):
    (tmp_path / "story.yaml").write_text("title: A story\n")
    path = tmp_path / "x.db"
    async with running(tmp_path / "story.yaml", store=path) as client:
        await client.post("/_mock/scenarios/story/arm")
    async with running(store=path) as client:
        assert "story was armed for any call, and there is no such scenario any more" in caplog.text
        assert (await client.call(await client.placed()))["scenario"] == "default"


async def test_texts_that_no_utf_8_can_hold_survive(tmp_path):
    path = tmp_path / "x.db"
    body = (
        '{"ApiKey":"test-api-key","SecretKey":"test-secret-key","Phone":"0901888484","SmsType":"8",'
        '"Content":"\\ud83d","RequestId":"\\ud83d"}'
    )
    address, how = "/MainService.svc/json/SendMultipleMessage_V4_post_json/", {"Content-Type": "application/json"}
    async with running(store=path) as client:
        assert (await client.send("POST", address, data=body, headers=how)).json["CodeResult"] == "100"
        before = await everything(client)
    async with running(store=path) as client:
        assert await everything(client) == before
        assert (await client.send("POST", address, data=body, headers=how)).json["CodeResult"] == "124"


def test_sandboxes_after_each_other_in_one_process_go_on_from_one_store(tmp_path):
    settings = Settings(clock="auto", store=tmp_path / "x.db", now=START)
    with Sandbox(settings) as esms:
        esms.on(phone="*7").answered(press="3").times(2)
        esms.account("shop", balance=5)
    with Sandbox(settings) as esms:
        assert [(armed.name, armed.left) for armed in esms.components.library.armed] == [("on-1", 2)]
        esms.on(phone="*8").no_answer()
        assert [armed.name for armed in esms.components.library.armed] == ["on-1", "on-2"]
        assert esms.components.ledger.balance("shop") == 5


def test_what_was_said_before_the_start_comes_after_what_the_store_holds(tmp_path):
    settings = Settings(clock="auto", store=tmp_path / "x.db", now=START)
    with Sandbox(settings) as esms:
        esms.on(phone="*1").answered(press="3")
        esms.account("shop", balance=5)
        esms.account("other", balance=6)
    esms = Sandbox(settings)
    esms.play("no-answer", phone="*2")
    esms.account("shop", balance=7)
    for _ in range(2):
        with esms:
            armed = [(armed.number, armed.name) for armed in esms.components.library.armed]
            assert armed == [(1, "on-1"), (2, "no-answer")]
            assert [esms.components.ledger.balance(key) for key in ("shop", "other")] == [7, 6]
        esms = Sandbox(settings)


def test_a_scenario_that_cannot_be_read_any_more_is_left_out_aloud(tmp_path, caplog):
    settings = Settings(clock="auto", store=tmp_path / "x.db", now=START)
    with Sandbox(settings) as esms:
        esms.on(phone="*1").answered(press="3")
    with closing(sqlite3.connect(tmp_path / "x.db")) as store:
        store.execute("UPDATE scenarios SET text = 'titel: Misspelt'")
        store.commit()
    with Sandbox(settings) as esms:
        assert "scenario on-1:1:1: titel" in caplog.text
        assert not esms.components.library.armed
