from mock_esms.clock.clock import Clock
from mock_esms.model.times import SECOND


class Real:
    """Real seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_real_clock_follows_real_time_at_its_speed():
    real = Real()
    clock = Clock("real", now=1_000, speed=60.0, read=real)
    real.seconds += 2
    assert clock.now() == 1_000 + 120 * SECOND


def test_manual_and_auto_clocks_stand_still_while_real_time_passes():
    for mode in ("manual", "auto"):
        real = Real()
        clock = Clock(mode, now=5_000, read=real)
        real.seconds += 3_600
        assert clock.now() == 5_000, mode


def test_a_clock_without_a_start_begins_at_the_time_of_the_machine():
    assert Clock("manual").now() > 1_700_000_000_000


def test_moving_forward_takes_the_clock_there():
    clock = Clock("manual", now=5_000)
    clock.move_to(9_000)
    assert clock.now() == 9_000


def test_moving_to_a_past_instant_changes_nothing():
    clock = Clock("manual", now=5_000)
    clock.move_to(4_999)
    assert clock.now() == 5_000


def test_a_moved_real_clock_runs_on_from_where_it_was_moved_to():
    real = Real()
    clock = Clock("real", now=0, read=real)
    clock.move_to(60_000)
    real.seconds += 1
    assert clock.now() == 61_000


def test_changing_mode_or_speed_keeps_the_present_instant():
    real = Real()
    clock = Clock("real", now=0, speed=2.0, read=real)
    real.seconds += 5
    clock.set(mode="manual")
    real.seconds += 50
    assert clock.now() == 10_000
    clock.set(mode="real", speed=10.0)
    assert clock.now() == 10_000
    real.seconds += 1
    assert clock.now() == 20_000


def test_when_the_timer_fires_the_instant_has_come():
    for speed in (0.01, 1.0, 3.0, 1_000.0, 1_000_000.0):
        real = Real()
        clock = Clock("real", now=0, speed=speed, read=real)
        for instant in (1, 7, 999, 12_345, 10_000_000):
            real.seconds = 100.0 + 0.000_3
            real.seconds += clock.real_seconds_until(instant)
            assert clock.now() >= instant, (speed, instant)


def test_an_instant_that_has_passed_needs_no_waiting():
    clock = Clock("real", now=5_000, read=Real())
    assert clock.real_seconds_until(4_000) == 0.0
    assert clock.real_seconds_until(5_000) == 0.0
