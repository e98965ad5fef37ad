import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from mock_esms import Sandbox
from mock_esms.errors import AddressInUseError, UsageError
from tests.places import KEYS, MAKE_CALL

PHONE = "0901888484"


def place(esms: Sandbox, phone: str = PHONE, **more: str) -> str:
    answer = requests.get(esms.url + MAKE_CALL, params={**KEYS, "Phone": phone, **more}, timeout=100)
    return str(answer.json().get("SMSID"))


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


async def test_its_own_loop_is_never_blocked():
    with Sandbox() as esms:

        async def inside() -> None:
            with pytest.raises(UsageError, match="block the sandbox's own event loop"):
                esms.settle()

        await esms.hosted.own_loop.outside(inside())


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
