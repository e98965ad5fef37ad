import os
import signal
import urllib.request

import pytest

from tests.cli.running import Receiver, Served
from tests.cli.serve.test_cli_serve import place

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_status_0(number):
    with Served() as served:
        assert served.end(number) == 0
        assert [line for line in served.err.rest() if "Traceback" in line] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_callback_in_flight_is_finished_before_the_end(number):
    with Receiver(hold=True) as receiver, Served("--clock", "auto", "--grace", "1m") as served:
        place(served.url, CallbackUrl=receiver.url)
        assert receiver.arrived.wait(30)
        served.popen.send_signal(number)
        served.err.until("callbacks in flight: 1")
        assert served.popen.poll() is None
        receiver.release.set()
        assert served.popen.wait(30) == 0
        assert [line for line in served.err.rest() if "acknowledged (status 200)" in line]
    assert len(receiver.paths) == 1


def test_a_callback_that_takes_longer_than_the_grace_is_cut_off():
    with Receiver(hold=True) as receiver, Served("--clock", "auto", "--grace", "50ms") as served:
        place(served.url, CallbackUrl=receiver.url)
        assert receiver.arrived.wait(30)
        assert served.end(signal.SIGTERM) == 0
        shown = served.err.rest()
        assert [line for line in shown if "interrupted" in line]
        assert [line for line in shown if "Traceback" in line] == []


def test_a_second_signal_ends_it_at_once():
    with Receiver(hold=True) as receiver, Served("--clock", "auto", "--grace", "1h") as served:
        place(served.url, CallbackUrl=receiver.url)
        assert receiver.arrived.wait(30)
        served.popen.send_signal(signal.SIGINT)
        served.err.until("callbacks in flight: 1")
        assert served.end(signal.SIGINT) == 130
        shown = served.err.rest()
        assert [line for line in shown if "cut off" in line]
        assert [line for line in shown if "Traceback" in line] == []


def test_whoever_follows_the_events_does_not_hold_up_the_end():
    with (
        Served("--grace", "1h") as served,
        urllib.request.urlopen(f"{served.url}/_mock/events", timeout=100) as stream,  # noqa: S310 - our own address
    ):
        assert stream.readline() == b": connected\n"
        assert served.end(signal.SIGTERM) == 0


def test_a_callback_that_nobody_takes_is_the_loudest_line(tmp_path):
    scenario = tmp_path / "once.yaml"
    scenario.write_text('title: One attempt\nmatch: {phone: "*"}\ncallback: {retries: 0}\n')
    with Receiver((500,)) as receiver, Served(str(scenario), "--clock", "auto") as served:
        place(served.url, CallbackUrl=receiver.url)
        line = served.err.until("CALLBACK NOT DELIVERED")
    assert " ERROR " in line
    assert "status 500" in line
