import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.queries import PREFIXES, phone, target
from mock_esms.esms.formats.phone import national
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.scenarios.library import Library

CHECKOUT = Path(__file__).parents[2]


def test_the_quick_mode_measures_both_sides_and_writes_every_figure(tmp_path):
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "starting", "--json", str(figures)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr
    assert "process start to first answer" in done.stdout
    written = json.loads(figures.read_text(encoding="utf-8"))
    assert written["quick"] is True
    assert "the same with a scenario of one's own" in done.stdout
    starts = written["comparisons"]
    assert len(starts) == 2
    for starting in starts:
        assert starting["unit"] == "ms"
        assert starting["ours"][0] > 0
        assert starting["ratios"] == [starting["ours"][0] / starting["bare"][0]]


def test_a_ratio_is_the_median_over_rounds_and_not_the_quotient_of_two_medians():
    halved_each_time = Comparison(name="", unit="", ours=(1.0, 10.0, 30.0), bare=(2.0, 20.0, 10.0))
    assert halved_each_time.promised == 0.5


@pytest.mark.parametrize(
    ("promise", "figure", "kept"),
    [
        (Promise(0.5), 0.5, True),
        (Promise(0.5), 0.49, False),
        (Promise(2.0, at_most=True), 2.0, True),
        (Promise(2.0, at_most=True), 2.1, False),
    ],
)
def test_a_promise_is_kept_up_to_its_limit(promise, figure, kept):
    assert Comparison(name="", unit="", ours=(figure,), promise=promise).kept is kept


def test_who_begins_changes_from_round_to_round():
    order: list[str] = []

    def side(name):
        def measure():
            order.append(name)
            return float(len(order))

        return measure

    figures = in_turn(3, side("ours"), side("bare"))
    assert order == ["ours", "bare", "bare", "ours", "ours", "bare"]
    assert figures == ((1.0, 4.0, 5.0), (2.0, 3.0, 6.0))


def test_every_call_of_a_load_has_a_phone_of_its_own_that_no_shipped_scenario_is_meant_for():
    phones = [phone(number) for number in (*range(2_000), *range(1_000_000, 1_002_000))]
    assert len(set(phones)) == len(phones)
    assert {number[:3] for number in phones} == set(PREFIXES)
    assert [number for number in phones if national(number) != number] == []
    library = Library()
    globs = [dict(entry.match.pairs).get("phone", "") for entry in library.entries() if entry.match is not None]
    assert globs
    assert [(number, glob) for number in phones for glob in globs if number.endswith(glob.removeprefix("*"))] == []


def test_the_load_is_a_request_as_a_real_application_sends_it():
    query = parse_query(target("http://127.0.0.1:9000", "0901888484", "order-7").partition("?")[2])
    assert len(query.values) == 8
    assert query.get("CallbackUrl") == (
        "http://127.0.0.1:9000/voice?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="
    )
