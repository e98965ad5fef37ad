import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from mock_esms import Sandbox, Settings
from mock_esms.errors import AddressInUseError, NotNowError, UnmetError, UsageError
from tests.places import KEYS, MAKE_CALL, START

PHONE = "0901888484"


def place(esms: Sandbox, phone: str = PHONE, **more: str) -> str:
    answer = requests.get(esms.url + MAKE_CALL, params={**KEYS, "Phone": phone, **more}, timeout=100)
    return str(answer.json().get("SMSID"))


@pytest.fixture
def esms():
    with Sandbox(Settings(clock="manual", now=START, grace=0)) as sandbox:
        yield sandbox


def test_its_thread_and_its_port_are_gone_when_it_has_ended():
    before = threading.active_count()
    with Sandbox() as esms:
        url = esms.url
        assert threading.active_count() == before + 1
        sms_id = place(esms)
        esms.wait()
    assert threading.active_count() == before
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/_mock/health", timeout=100)
    assert [call.sms_id for call in esms.calls] == [sms_id]  # what was seen may still be asked


def test_a_port_that_is_taken_is_told_to_whoever_starts_it():
    with Sandbox() as first, pytest.raises(AddressInUseError, match="is in use"):
        Sandbox(port=int(first.url.rpartition(":")[2])).start()


def test_before_its_start_it_says_that_it_does_not_run():
    esms = Sandbox()
    with pytest.raises(UsageError, match="does not run"):
        esms.wait()
    with pytest.raises(UsageError, match="does not run"):
        _ = esms.url


def test_several_in_one_process_know_nothing_of_each_other():
    with Sandbox() as one, Sandbox() as two:
        place(one)
        assert (len(one.calls), len(two.calls)) == (1, 0)


def confirmed(esms: Sandbox, number: int) -> str:
    """Arm, place and wait for a call of one's own; gives the key that was pressed."""
    phone = f"09018884{number:02}"
    esms.on(phone=phone).answered(press=number % 10)
    place(esms, phone)
    result = esms.wait(phone=phone).result
    assert result is not None
    return result.ivr


def test_many_threads_may_say_and_ask_at_once():
    with Sandbox() as esms, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(confirmed, [esms] * 24, range(24))) == [str(number % 10) for number in range(24)]
        assert len(esms.verify(times=24)) == 24
        assert esms.complaints() == ""


def test_wait_gives_the_newest_call_when_all_that_fit_have_got_there(esms):
    first, second = place(esms), place(esms)
    with pytest.raises(UnmetError, match="0 of 2 calls with phone=0901888484 had ended"):
        esms.wait(phone=PHONE, until="ended", timeout=0)
    esms.advance("1h")
    assert esms.wait(phone=PHONE).sms_id == second
    assert [call.sms_id for call in esms.wait(count=2)] == [first, second]
    third = place(esms)
    assert esms.wait(until="received").sms_id == third


def test_a_call_that_can_never_get_there_is_told_at_once(esms):
    sms_id = place(esms)
    esms.advance()
    with pytest.raises(UnmetError, match="can no longer reach delivered"):
        esms.wait(sms_id=sms_id, until="delivered", timeout=60)
    with pytest.raises(UnmetError, match="no call has the sms_id nobody"):
        esms.wait(sms_id="nobody")


def test_settle_plays_everything_to_its_end_whatever_the_clock(esms):
    place(esms)
    place(esms, "0901888485")
    assert [call.settled for call in esms.settle()] == [True, True]


def test_nobody_being_called_for_a_while_can_be_claimed(esms):
    esms.wait_never("10m", phone=PHONE)
    assert esms.clock.now - START == 600_000
    place(esms)
    with pytest.raises(UnmetError, match="1 call with phone=0901888484 had been received already"):
        esms.wait_never("10m", phone=PHONE)
    with pytest.raises(UnmetError, match=r"1 call had ended within 10m; there should be none"):
        esms.wait_never("10m", until="ended")


def test_time_is_moved_by_a_duration_or_to_a_moment(esms):
    esms.advance(90)
    esms.advance(to="2026-01-05T10:00:00")
    assert esms.clock.now == START + 3_600_000
    with pytest.raises(NotNowError, match="never goes backwards"):
        esms.advance(to="2026-01-05T09:00:00")
    with pytest.raises(UsageError, match="leave one of the two out"):
        esms.advance(1, to="2026-01-06T09:00:00")


def test_one_accounts_reset_leaves_the_others_alone(esms):
    esms.account("shop", secret_key="s")
    esms.on(api_key="test-api-key").busy()
    place(esms)
    place(esms, ApiKey="shop", SecretKey="s")
    esms.reset("shop")
    assert [call.request.api_key for call in esms.calls] == ["test-api-key"]
    assert place(esms, ApiKey="shop", SecretKey="s") != "None"
    esms.reset()
    assert esms.calls == ()
    assert place(esms, ApiKey="shop", SecretKey="s") == "None"


def test_a_test_may_be_the_person_on_the_line(esms):
    esms.on().interactive(ring="1m")
    sms_id = place(esms)
    esms.advance("5s")
    esms.act(sms_id, "answer")
    esms.act(sms_id, "press", "7")
    esms.advance("9s")
    call = esms.act(esms.find(sms_id=sms_id)[0], "hang_up")
    assert call.result is not None
    assert (call.result.ivr, call.result.call_duration) == ("7", 9)


async def test_its_own_loop_is_never_blocked():
    with Sandbox() as esms:

        async def inside() -> None:
            with pytest.raises(UsageError, match="block the sandbox's own event loop"):
                esms.settle()

        await esms.asynchronous.own_loop.outside(inside())


async def test_the_asynchronous_side_may_be_awaited_in_another_loop():
    with Sandbox() as esms:
        await asyncio.to_thread(place, esms)
        call = await esms.asynchronous.wait(phone=PHONE)
        assert call.settled
        await esms.asynchronous.reset()
        assert esms.asynchronous.calls == ()


def test_both_sides_of_one_sandbox_say_different_scenarios():
    with Sandbox() as esms:
        esms.on(phone="*1").busy()
        esms.asynchronous.on(phone="*2").failed()
        for phone in ("0901888481", "0901888482"):
            place(esms, phone)
        assert [call.scenario for call in esms.settle()] == ["on-1", "on-2"]
        esms.reset()
        esms.on().rejected()
        place(esms)
        assert [call.scenario for call in esms.settle()] == ["on-1"]


def test_awaiting_without_asyncio_is_explained():
    with Sandbox() as esms, pytest.raises(UsageError, match="only under asyncio"):
        esms.asynchronous.settle().send(None)
