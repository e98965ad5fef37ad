import json
import signal

import pytest

from mock_esms.cli.call.request import CallRequestTemplate
from tests.cli.running import Process, Receiver, Served, answering, environment, run


@pytest.fixture(scope="module")
def auto():
    with Served("--clock", "auto", "--now", "2026-01-05T09:00:00+07:00") as served:
        yield served


def call(served: Served, *args: str, env=None):
    return run("call", *args, "--url", served.url, env=env)


def test_an_accepted_call_prints_its_answer_and_ends_with_0(auto):
    done = call(auto, "0901888484")
    assert done.returncode == 0
    assert json.loads(done.stdout)["CodeResult"] == "100"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("0901888484", "--secret-key", "wrong"), '{"CodeResult":"101","ErrorMessage":"Authorize Failed"}\n'),
        (("0901888484", "--api-key", "wrong"), '{"CodeResult":"101","ErrorMessage":"Authorize Failed"}\n'),
        (("0901888484", "--template-id", ""), '"CodeResult":"106"'),
        (("097469188",), '"CodeResult":"108"'),
    ],
)
def test_a_refused_call_prints_its_answer_and_ends_with_1(auto, args, answer):
    done = call(auto, *args, "--wait")
    assert done.returncode == 1
    assert answer in done.stdout


def test_parameters_are_percent_encoded_and_take_the_place_of_defaults_in_any_case():
    params = (("TEMPLATEID", "1"), ("CallbackUrl", "http://x/?a=&b= c~"), ("Tên", "a/b"))
    path, _, query = CallRequestTemplate("key", "s&t", "demo", params).target("09").partition("?")
    assert path == "/MainService.svc/json/MakeCallRecord_V2"
    assert query == (
        "ApiKey=key&SecretKey=s%26t&Phone=09&TEMPLATEID=1"
        "&CallbackUrl=http%3A%2F%2Fx%2F%3Fa%3D%26b%3D%20c~&T%C3%AAn=a%2Fb"
    )


def test_waiting_prints_the_timeline_in_sandbox_times_until_the_callback_is_delivered(auto):
    with Receiver((500, 200)) as receiver:
        done = call(
            auto,
            *("0901555102", "--param", f"CallbackUrl={receiver.url}?CallStatus=&Ivr=", "--wait"),
        )
    assert done.stderr == ""
    assert done.returncode == 0
    answer, *lines = done.stdout.splitlines()
    assert '"CodeResult":"100"' in answer
    started = lines[0][:12]
    assert [line[14:] for line in lines] == [
        "accepted   MakeCallRecord_V2, scenario answered-key (by phone *555102)",
        "dial 1     rings",
        "dial 1     answered after 4s",
        "ended      ANSWERED, 14 s, key 1, price 450.0000",
        f"callback 1 {receiver.url}?CallStatus=ANSWERED&Ivr=1",
        lines[5][14:],
        f"callback 2 {receiver.url}?CallStatus=ANSWERED&Ivr=1",
        lines[7][14:],
        "settled    callback delivered",
    ]
    assert lines[5][14:].startswith("callback 1 status 500 in ")
    assert lines[7][14:].endswith("acknowledged")
    assert _seconds(lines[-1][:12]) - _seconds(started) == 29.0, "4 s of ringing, 14 of talk, 1 of delay, 10 of waiting"
    assert receiver.paths == ["/voice?CallStatus=ANSWERED&Ivr=1"] * 2


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_waiting_for_a_call_without_callback_url_ends_with_0(auto):
    done = call(auto, "0901888484", "--wait")
    assert done.returncode == 0
    assert done.stdout.endswith("settled    no CallbackUrl was given, so nothing is reported\n")


def test_waiting_ends_with_1_when_the_callback_is_not_delivered(auto):
    with Receiver((500,)) as receiver:
        done = call(auto, "0901888484", "--wait", "--param", f"CallbackUrl={receiver.url}")
    assert done.returncode == 1
    assert done.stdout.endswith("settled    CALLBACK NOT DELIVERED, no attempt is left\n")
    assert len(receiver.paths) == 6


def test_warnings_of_the_call_are_shown(auto):
    done = call(auto, "0901888484", "--wait", "--param", "Nonsense=1")
    assert "  warning    " in done.stdout
    assert "Nonsense" in done.stdout


def test_a_clock_that_stands_still_is_told_with_the_way_to_advance_it():
    with (
        Served("--clock", "manual") as served,
        Process("call", "0901888484", "--wait", "--url", served.url) as waiting,
    ):
        hint = waiting.err.until("the clock is manual")
        assert f"curl -s {served.url}/_mock/clock/advance" in hint
        waiting.out.until("dial 1     rings")


def test_a_sandbox_that_ends_meanwhile_ends_the_waiting_with_1():
    with (
        Served("--clock", "manual") as served,
        Process("call", "0901888484", "--wait", "--url", served.url) as waiting,
    ):
        waiting.out.until("dial 1     rings")
        served.popen.terminate()
        assert waiting.popen.wait(30) == 1
        assert "ended before the call had settled" in waiting.err.rest()[-1]


def test_ctrl_c_ends_the_waiting_without_a_traceback():
    with (
        Served("--clock", "manual") as served,
        Process("call", "0901888484", "--wait", "--url", served.url) as waiting,
    ):
        waiting.out.until("dial 1     rings")
        assert waiting.end(signal.SIGINT) == 130
        assert [line for line in waiting.err.rest() if "Traceback" in line] == []


def test_the_account_of_the_environment_is_used():
    with Served("--account", "shop:secret") as served:
        assert call(served, "0901888484").returncode == 1
        env = environment(MOCK_ESMS_ACCOUNT="shop:secret,other:x")
        assert call(served, "0901888484", env=env).returncode == 0


def test_a_wrong_account_of_the_environment_is_a_mistake_that_shows_no_secret(auto):
    done = call(auto, "0901888484", env=environment(MOCK_ESMS_ACCOUNT="hunter2"))
    assert done.returncode == 2
    assert "hunter2" not in done.stderr


def test_the_control_token_is_needed_only_to_wait():
    with Served("--control-token", "t", "--clock", "auto") as served:
        assert call(served, "0901888484").returncode == 0
        refused = call(served, "0901888484", "--wait")
        assert refused.returncode == 2
        assert "--control-token" in refused.stderr
        assert refused.stdout == "", "the call was not placed"
        assert call(served, "0901888484", "--wait", "--control-token", "t").returncode == 0
        assert call(served, "0901888484", "--wait", env=environment(MOCK_ESMS_CONTROL_TOKEN="t")).returncode == 0


def test_where_nothing_listens_it_is_told_in_one_sentence():
    done = run("call", "0901888484", "--url", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.startswith("mock-esms: nothing listens at http://127.0.0.1:1; ")
    assert done.stderr.count("\n") == 1


def test_what_is_no_sandbox_is_told_in_one_sentence():
    with answering([("text/html", b"<html>hello</html>")]) as (url, _):
        done = run("call", "0901888484", "--url", url)
    assert done.returncode == 2
    assert f"what answers at {url} is no mock-esms" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_scenario_is_armed_for_the_called_phone_and_used_by_it(auto):
    done = call(auto, "+84901888484", "--scenario", "no-answer", "--wait")
    assert done.returncode == 0
    assert "scenario no-answer (armed for phone 0901888484)" in done.stdout
    assert "nobody answered" in done.stdout
    assert done.stderr == ""


def test_a_scenario_that_there_is_not_is_told_with_the_nearest_and_nothing_is_called(auto):
    done = call(auto, "0901888484", "--scenario", "no-answr")
    assert done.returncode == 2
    assert done.stderr == "mock-esms: there is no scenario 'no-answr'; did you mean `no-answer`?\n"
    assert done.stdout == ""


def test_a_scenario_that_a_refused_request_has_not_used_is_told():
    with Served("--clock", "auto") as served:
        done = call(served, "0901888484", "--secret-key", "wrong", "--scenario", "busy")
        assert done.returncode == 1
        assert "the scenario busy was not used by 1 of 1 and stays armed" in done.stderr
        done = call(served, "0901888485", "--scenario", "refused-103")
        assert done.returncode == 1
        assert done.stderr == "", "this refusal was the scenario's own"


def test_a_call_whose_answer_got_lost_is_followed_all_the_same_and_ends_with_1(auto):
    done = call(auto, "0901888484", "--scenario", "answer-lost", "--wait")
    assert done.returncode == 1
    no_answer, made = done.stderr.splitlines()
    assert no_answer.startswith("mock-esms: no answer came: ")
    assert made.startswith("mock-esms: but the call was made, ")
    assert done.stdout.splitlines()[0].endswith("scenario answer-lost (armed for phone 0901888484)")
    assert done.stdout.splitlines()[-1].endswith("settled    no CallbackUrl was given, so nothing is reported")


def test_an_answer_that_never_comes_and_no_call_ends_the_waiting_with_1(auto):
    done = call(auto, "0901888484", "--scenario", "answer-reset", "--wait")
    assert done.returncode == 1
    assert done.stderr.splitlines()[1] == "mock-esms: and no call was made"


def test_an_answer_that_a_scenario_made_up_is_not_taken_for_another_server(auto):
    done = call(auto, "0901888484", "--scenario", "maintenance")
    assert done.returncode == 1
    assert done.stderr.startswith("mock-esms: the answer has no CodeResult: status 503: ")


def test_phone_and_random_exclude_each_other_and_one_of_them_is_needed():
    for args, sentence in (
        (("0901888484", "--random", "2"), "PHONE and --random exclude each other; leave one out"),
        ((), "name one PHONE to call, or --random N for drawn numbers"),
        (("0901888484", "--rate", "2"), "--rate says how --random N places its calls"),
        (("0901888484", "--seed", "2"), "--seed says how --random N places its calls"),
        (("0901888484", "--concurrency", "2"), "--concurrency says how --random N places its calls"),
    ):
        done = run("call", *args, "--url", "http://127.0.0.1:1")
        assert done.returncode == 2
        assert done.stderr.startswith(f"mock-esms: {sentence}")
