import pytest

from mock_esms.cli.learn.observing import send_index
from mock_esms.cli.learn.observing.duration_sample import MOST_DURATIONS, DurationSample
from tests.cli.learn.logs import LINES, Sent, in_order, learnt_of, new_id, rows_of, seeded, sends, voice_target

SCHEDULE = (37, 93, 241, 613)
"""Waits that are not round, so that nothing is right by rounding."""


def exhausted(random, at, waits=SCHEDULE, **more):
    return sends(voice_target(new_id(random)), (500,) * (len(waits) + 1), waits, at=at, **more)


def acknowledged(random, at):
    return sends(voice_target(new_id(random)), (200,), (0,), at=at)


def write(path, sent, form="combined"):
    path.write_text("".join(f"{LINES[form](one)}\n" for one in sent), encoding="utf-8")
    return path


def fitted(rows):
    """The waits in round numbers."""
    return [rows[f"wait {number}"]["observed"].partition(" ")[0] for number in range(1, 5)]


def busy_log(random, jitter):
    """Two receivers' callbacks interleaved, most of them acknowledged at once."""
    calls = [exhausted(random, 7 * number, jitter=jitter) for number in range(80)]
    calls += [acknowledged(random, 3 * number) for number in range(900)]
    return in_order(calls)


EXPECTED = ["37s", "1m33s", "4m1s", "10m13s"]


def test_waits_are_recovered_to_the_second_from_a_log_with_jitter_and_interleaved_callbacks(tmp_path):
    random = seeded(7)
    sent = busy_log(random, lambda: random.gauss(0, 1.5))
    rows = rows_of(learnt_of(write(tmp_path / "a.log", sent)))
    assert fitted(rows) == EXPECTED
    assert rows["retries"]["observed"] == "4"
    assert rows["retries"]["verdict"] == "differs"


@pytest.mark.parametrize("window", [4, 40, 10_000])
def test_waits_are_recovered_from_lines_out_of_order(window, tmp_path):
    random = seeded(8)
    sent = busy_log(random, lambda: random.uniform(0, 0.4))
    mixed = []
    for start in range(0, len(sent), window):
        block = sent[start : start + window]
        random.shuffle(block)
        mixed += block
    learnt = learnt_of(write(tmp_path / "a.log", mixed))
    assert fitted(rows_of(learnt)) == EXPECTED
    assert learnt["kinds"]["voice"]["not_usable"] == 0


def test_round_waits_are_told_in_round_numbers_where_few_are_seen(tmp_path):
    random = seeded(9)
    sent = in_order(
        exhausted(random, 500 * number, waits=(60, 300), jitter=lambda: random.gauss(0, 2)) for number in range(4)
    )
    rows = rows_of(learnt_of(write(tmp_path / "a.log", sent)))
    assert [rows[f"wait {number}"]["observed"].partition(" ")[0] for number in (1, 2)] == ["1m", "5m"]


def test_short_waits_are_told_to_the_tenth_of_a_second_where_the_log_is_as_precise(tmp_path):
    random = seeded(10)
    sent = in_order(exhausted(random, number, waits=(0.7, 2.5)) for number in range(30))
    rows = rows_of(learnt_of(write(tmp_path / "a.log", sent, "Caddy")))
    assert [rows[f"wait {number}"]["observed"].partition(" ")[0] for number in (1, 2)] == ["700ms", "2s500ms"]


def test_callbacks_that_the_end_of_the_log_cuts_off_say_nothing_of_how_often_it_is_sent(tmp_path):
    random = seeded(11)
    whole = [exhausted(random, 10 * number) for number in range(20)]
    cut = [list(exhausted(random, 4000 + number))[:2] for number in range(60)]
    sent = in_order([*whole, *cut])
    rows = rows_of(learnt_of(write(tmp_path / "a.log", sent)))
    assert (rows["retries"]["observed"], rows["retries"]["count"]) == ("4", 20)


def test_what_is_sent_again_and_what_not_is_told_status_by_status(tmp_path):
    random = seeded(12)
    calls = []
    for number in range(40):
        target = voice_target(new_id(random))
        statuses = random.choice([(200,), (204,), (500, 200), (302, 500, 200), (404,)])
        calls.append(sends(target, statuses, (30,), at=number * 50))
    calls.append(acknowledged(random, 90_000))
    rows = rows_of(learnt_of(write(tmp_path / "a.log", in_order(calls))))
    verdicts = {name.removeprefix("after "): row["verdict"] for name, row in rows.items() if name.startswith("after ")}
    assert verdicts == {
        "200": "as assumed",
        "204": "differs",
        "302": "as assumed",
        "404": "differs",
        "500": "as assumed",
    }
    assert rows["after 500"]["observed"].startswith("sent again (")


def test_a_sender_that_never_sends_again_has_no_retries(tmp_path):
    random = seeded(13)
    sent = in_order(
        sends(voice_target(new_id(random)), (random.choice([200, 500]),), (1,), at=number * 60) for number in range(50)
    )
    rows = rows_of(learnt_of(write(tmp_path / "a.log", sent)))
    assert rows["retries"]["observed"] == "0"
    assert rows["after 500"]["verdict"] == "not seen", "nothing was ever sent again, so no status tells a difference"


def test_sends_on_both_sides_of_a_clock_that_jumps_back_are_not_usable_and_that_is_told(tmp_path):
    random = seeded(14)
    sent = in_order(exhausted(random, 5 * number) for number in range(100))
    moved = [
        Sent(at=one.at - 1200 * (number > 250), target=one.target, status=one.status) for number, one in enumerate(sent)
    ]
    learnt = learnt_of(write(tmp_path / "a.log", moved))
    assert learnt["read"]["clock_set_back"] == 1
    assert 0 < learnt["kinds"]["voice"]["not_usable"] < 100
    assert fitted(rows_of(learnt)) == EXPECTED


def test_a_few_late_lines_are_no_clock_that_was_set_back(tmp_path):
    random = seeded(15)
    sent = in_order(exhausted(random, 5 * number) for number in range(100))
    for place in (40, 200, 333):
        sent.insert(place + 60, sent.pop(place))
    learnt = learnt_of(write(tmp_path / "a.log", sent))
    assert learnt["read"]["clock_set_back"] == 0
    assert learnt["kinds"]["voice"]["not_usable"] == 0


def test_an_id_that_is_sent_without_end_is_not_usable_and_takes_no_memory(tmp_path):
    random = seeded(16)
    mad = voice_target(new_id(random))
    sent = [Sent(at=number, target=mad, status=500) for number in range(3_000)]
    learnt = learnt_of(write(tmp_path / "a.log", [*sent, *in_order(exhausted(random, number) for number in range(20))]))
    assert learnt["kinds"]["voice"]["not_usable"] == 1
    assert learnt["kinds"]["voice"]["sends"] == 3_100
    assert fitted(rows_of(learnt)) == EXPECTED


def test_sends_that_went_to_disk_tell_the_same(tmp_path, monkeypatch):
    random = seeded(17)
    path = write(tmp_path / "a.log", busy_log(random, float))
    in_memory = learnt_of(path)
    monkeypatch.setattr(send_index, "_IN_MEMORY", 1_000)
    assert learnt_of(path) == in_memory


def test_a_sample_of_many_durations_keeps_few_and_their_middle():
    sample = DurationSample()
    for number in range(10 * MOST_DURATIONS):
        sample.add(number % 1000)
    summary = sample.summary()
    assert summary.count == 10 * MOST_DURATIONS
    assert len(sample._kept) <= MOST_DURATIONS
    assert summary.median == pytest.approx(500, abs=20)
