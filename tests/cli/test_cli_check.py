import io
import json
import re
import signal
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console  # noqa: TID253 - what is drawn on is what is tested

from mock_esms.cli.check import check_displays, command
from mock_esms.cli.check.json_report import json_text
from mock_esms.cli.check.junit_report import junit_xml
from mock_esms.delivery.receiver_check import CASES as EVERY_CASE
from mock_esms.delivery.receiver_check import CaseResult, CheckResult, Target, Verdict
from mock_esms.delivery.receiver_check.played import SentCallback
from mock_esms.model.callback import Attempt
from tests.cli.running import CHECKOUT, Process, Receiver, environment, run
from tests.cli.test_cli_docs import PAGE

ENDED = Attempt(number=1, at=1_767_600_000_000, url="http://127.0.0.1:9/cb?Ivr=", status=200, ms=4.2, acknowledged=True)

CASES = EVERY_CASE["voice"]


def played(case, *attempts, ok, text="answers 200", then="eSMS takes it as delivered", advice=""):
    sent = tuple(SentCallback(send, attempt, reached=True) for send, attempt in zip(case.sends, attempts, strict=False))
    return CaseResult(case, sent, Verdict(ok=ok, text=text, next=then, advice=advice))


GOOD = played(CASES[0], ENDED, ok=True)
BAD = played(
    CASES[1],
    ENDED._replace(status=500, acknowledged=False, answer="\x00 <b>&\ud800\ufffe ]]> \x1b[2J đ"),
    ok=False,
    text="answers 500",
    then="eSMS will send this five more times",
    advice="look \x07 there",
)
RESULT = CheckResult("http://127.0.0.1:9/cb", "abc", 10_000, (GOOD, BAD))


# --- the command ------------------------------------------------------------------------------------------------------


def test_a_good_receiver_ends_it_with_0_and_a_line_for_each_case():
    with Receiver() as receiver:
        done = run(
            "check",
            receiver.url,
            "--only",
            "answered",
            "--only",
            "answered-key",
            "--only",
            "twice-in-a-row",
            "--seed",
            "1",
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"ok    answered            200 +\d+ ms  answers 200: eSMS takes it as delivered\n"
        r"ok    answered-key        200 +\d+ ms  answers 200: eSMS takes it as delivered\n"
        r"ok    twice-in-a-row      2x 200 +\d+ ms  answers both copies with 200, and the same; effects were not "
        r"looked at: eSMS takes all as delivered\n"
        r"3 cases: 3 passed, 0 failed \(seed 1\)\n",
        done.stdout,
    ), done.stdout
    assert len(receiver.paths) == 4


def test_a_bad_receiver_ends_it_with_1_and_shows_the_evidence_of_what_failed():
    with Receiver(statuses=(200, 204)) as receiver:
        done = run("check", receiver.url, "--only", "answered", "--only", "answered-key")
    assert (done.returncode, done.stderr) == (1, "")
    assert "\x1b" not in done.stdout
    first, second, *more = done.stdout.splitlines()
    assert first.startswith("ok    answered ")
    assert second.endswith("answers 204: eSMS will send this five more times")
    assert [line.split()[0] for line in more[1:4]] == ["sent", "got", "advice:"]
    assert more[1].startswith(f"      sent GET {receiver.url}?ReferenceId=")


def test_verbose_shows_the_evidence_of_what_passed_too():
    with Receiver() as receiver:
        done = run("check", receiver.url, "--only", "answered", "-v")
    assert f"sent GET {receiver.url}?ReferenceId=" in done.stdout
    assert "got  status 200 in " in done.stdout


def test_where_nothing_listens_it_ends_with_2_and_says_why_and_what_helps():
    with Receiver() as gone:
        url = gone.url
    done = run("check", url)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"mock-esms: nothing can be checked at {url}: nobody listens on 127.0.0.1 port ")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) > len(url) + 120, "there is advice as well"


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        ((), "name the URL of the receiver"),
        (("ftp://127.0.0.1/",), "does not begin with http"),
        (("http://203.0.113.9/",), "--allow-callback 203.0.113.9"),
        (("http://127.0.0.1:9/", "--only", "anwsered"), "did you mean `answered`?"),
        (("--list", "--only", "brust"), "did you mean `burst`?"),
        (("http://127.0.0.1:9/", "--timeout", "0"), "the timeout of a check is 0s"),
        (("http://127.0.0.1:9/", "--timeout", "soon"), "is not a duration"),
        (("http://127.0.0.1:9/", "--header", "s3cret"), "this is no HTTP header"),
        (("http://127.0.0.1:9/", "--callback-template", "id="), "has none of eSMS's parameters"),
        (("http://127.0.0.1:9/", "--junit", "/no/such/folder/check.xml"), "--junit /no/such/folder/check.xml"),
        (("http://127.0.0.1:9/", "--callback-ca", "/no/such.pem"), "--callback-ca /no/such.pem"),
        (("http://127.0.0.1:9/", "--allow-callback", "10.0.*"), "--allow-callback '10.0.*'"),
    ],
)
def test_a_mistake_ends_it_with_2_and_a_sentence(args, complaint):
    done = run("check", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert "s3cret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_json_is_all_that_is_printed_and_holds_everything():
    with Receiver(statuses=(200, 500, 500)) as receiver:
        done = run("check", receiver.url, "--only", "twice-in-a-row", "--json", "--seed", "7", "--timeout", "5s")
    assert (done.returncode, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    (case,) = told.pop("cases")
    assert told == {
        "url": receiver.url,
        "kind": "voice",
        "ok": False,
        "passed": 0,
        "failed": 1,
        "seed": "7",
        "timeout": 5.0,
    }
    attempts = case.pop("attempts")
    assert set(case) == {"name", "title", "proves", "ok", "status", "ms", "verdict", "next", "advice"}
    assert (case["name"], case["ok"], case["status"]) == ("twice-in-a-row", False, "200, 500")
    assert (case["verdict"], case["next"]) == (
        "answers 500 to the second copy",
        "eSMS will send that one five more times",
    )
    assert [(attempt["number"], attempt["status"], attempt["acknowledged"]) for attempt in attempts] == [
        (1, 200, True),
        (2, 500, False),
    ]
    assert attempts[0]["url"] == attempts[1]["url"] == receiver.url.removesuffix("/voice") + receiver.paths[0]


ODD_IDS = ("a b&c=d%", "a+b", "%41", "id#7", "đơn/42?", "a;b,c", "x=&SendStatus=9", "  ")


@pytest.mark.parametrize("reference_id", ODD_IDS)
def test_an_id_that_the_receiver_knows_arrives_as_it_was_given(reference_id):
    with Receiver() as receiver:
        done = run("check", receiver.url, "--only", "answered", "--reference-id", reference_id)
    if not reference_id.strip():
        assert (done.returncode, receiver.paths) == (2, [])
        return
    assert done.returncode == 0
    pairs = parse_qsl(urlsplit(receiver.paths[0]).query, keep_blank_values=True, errors="strict")
    assert [value for name, value in pairs if name == "ReferenceId"] == [reference_id]
    assert len(pairs) == 8


def test_placeholders_that_were_given_are_sent_as_a_request_line_can_hold_them():
    template = "ReferenceId=&CallStatus=&note=a b%20đ&#fragment"
    with Receiver() as receiver:
        assert run("check", receiver.url, "--only", "answered", "--callback-template", template).returncode == 0
    query = urlsplit(receiver.paths[0]).query
    assert query.endswith("&CallStatus=ANSWERED&note=a%20b%20%C4%91&")
    assert query.isascii()


def test_the_page_of_the_check_names_every_field_of_the_json():
    text = (CHECKOUT / "docs" / "receiver-check.md").read_text(encoding="utf-8")
    told = json.loads(json_text(RESULT))
    missing = [name for name in (*told, *told["cases"][0]) if f"`{name}`" not in text]
    assert missing == []


def test_secrets_in_headers_and_address_are_in_no_output(tmp_path):
    report = tmp_path / "check.xml"
    with Receiver(statuses=(500,)) as receiver:
        url = receiver.url.replace("http://", "http://me:hunter2@")
        for more in ((), ("--json",), ("-v",)):
            done = run("check", url, "--only", "answered", "-H", "X-Token: s3cret-token", "--junit", str(report), *more)
            assert done.returncode == 1, done.stderr
            shown = done.stdout + done.stderr + report.read_text(encoding="utf-8")
            assert "hunter2" not in shown
            assert "s3cret" not in shown


def test_the_cases_are_listed_in_columns_separated_by_tabs():
    done = run("check", "--list")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("\t") for line in done.stdout.splitlines()] == [[c.name, c.title, c.proves] for c in CASES]
    assert run("check", "--list", "--only", "burst").stdout.count("\n") == 1


def test_the_environment_says_where_callbacks_may_go_as_it_does_for_serve():
    with Receiver() as receiver:
        url = receiver.url.replace("127.0.0.1", "shop.invalid")
        env = environment(MOCK_ESMS_REWRITE_CALLBACK="shop.invalid=127.0.0.1")
        assert run("check", url, "--only", "answered", env=env).returncode == 0


def test_ctrl_c_ends_it_with_130_and_says_how_far_it_was_in_the_report_too(tmp_path):
    report = tmp_path / "check.xml"
    with (
        Receiver(hold=True) as receiver,
        Process("check", receiver.url, "--timeout", "1m", "--junit", str(report)) as process,
    ):
        assert receiver.arrived.wait(30)
        assert process.end(signal.SIGINT) == 130
        why = f"ended by Ctrl-C; 0 of {len(CASES)} cases were over"
        assert process.err.rest() == [f"mock-esms: {why}"]
    error = read_xml(report.read_text(encoding="utf-8")).find("testsuite/testcase/error")
    assert error is not None
    assert error.get("message") == why


# --- JUnit ------------------------------------------------------------------------------------------------------------

COUNTS = {"tests": "2", "failures": "1", "errors": "0", "skipped": "0"}


def read_xml(text):
    return ET.fromstring(text.encode())  # noqa: S314 - what we have written ourselves


def test_junit_has_the_shape_that_ci_servers_read(tmp_path):
    report = tmp_path / "check.xml"
    with Receiver(statuses=(200, 500)) as receiver:
        done = run("check", receiver.url, "--only", "answered", "--only", "answered-key", "--junit", str(report))
    assert done.returncode == 1
    suites = read_xml(report.read_text(encoding="utf-8"))
    (suite,) = suites
    assert (suites.tag, suite.tag) == ("testsuites", "testsuite")
    for element in (suites, suite):
        assert {name: element.get(name) for name in COUNTS} == COUNTS
        assert element.get("name") == "mock-esms check"
        assert float(element.get("time", "-1")) >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
    properties, *cases = suite
    assert {each.get("name"): each.get("value") for each in properties}["url"] == receiver.url
    assert [(case.tag, case.get("classname"), case.get("name")) for case in cases] == [
        ("testcase", "mock-esms check", "answered"),
        ("testcase", "mock-esms check", "answered-key"),
    ]
    assert all(float(case.get("time", "-1")) > 0 for case in cases)
    passed, failed = cases
    assert [child.tag for child in passed] == ["system-out"]
    (failure,) = failed
    assert (failure.tag, failure.get("message")) == ("failure", "answers 500: eSMS will send this five more times")
    assert f"sent GET {receiver.url}?ReferenceId=" in (failure.text or "")


def test_junit_of_a_check_that_nothing_came_of_is_an_error_and_no_empty_file(tmp_path):
    report = tmp_path / "check.xml"
    with Receiver() as gone:
        url = gone.url
    done = run("check", url, "--junit", str(report))
    assert done.returncode == 2
    suites = read_xml(report.read_text(encoding="utf-8"))
    for element in (suites, *suites):
        assert [element.get(count) for count in ("tests", "failures", "errors")] == ["1", "0", "1"]
    error = suites.find("testsuite/testcase/error")
    assert error is not None
    assert f"mock-esms: {error.get('message')}\n" == done.stderr


def test_junit_is_xml_whatever_a_receiver_answers():
    text = junit_xml(RESULT)
    failure = read_xml(text).find(".//failure")
    assert failure is not None
    assert failure.text is not None
    assert '"\\x00 <b>&\\xd800\\xfffe ]]> \\x1b[2J đ"' in failure.text
    assert "advice: look \\x07 there" in failure.text


def test_junit_counts_nothing_as_failed_when_all_is_well():
    suites = read_xml(junit_xml(CheckResult("http://a/", "1", 1_000, (GOOD,))))
    assert (suites.get("tests"), suites.get("failures")) == ("1", "0")
    assert suites.find(".//failure") is None


# --- the table --------------------------------------------------------------------------------------------------------


def drawn(width, cases=CASES[:4], results=(GOOD, BAD)):
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(check_displays.table(cases, results, width=width))
    text = console.file.getvalue()  # type: ignore[attr-defined] # it is the StringIO of above
    return [line.rstrip() for line in text.splitlines()]


def test_a_wide_table_has_a_column_for_what_esms_would_do_next():
    header, good, bad, playing, waiting = drawn(140)
    assert re.split(r"  +", header) == ["case", "status", "ms", "verdict", "what eSMS would do next"]
    assert re.split(r"  +", good) == ["answered", "200", "4", "answers 200", "eSMS takes it as delivered"]
    assert re.split(r"  +", bad) == ["answered-key", "500", "4", "answers 500", "eSMS will send this five more times"]
    assert (playing.split(), waiting.split()) == (["no-answer", "…"], ["carrier-failed"])


def test_a_narrow_table_has_it_in_one_column_and_cuts_nothing_off():
    lines = drawn(70)
    assert max(map(len, lines)) <= 70
    text = " ".join(" ".join(lines).split())
    for word in ("answered-key", "500", "answers 500: eSMS will send"):
        assert word in text


def test_the_board_prints_the_evidence_of_what_failed_below_the_table(capsys):
    file = io.StringIO()
    console = Console(file=file, width=120, force_terminal=True)
    target = Target(
        template="http://a/", cases=CASES[:2], timeout=1_000, seed="1", headers=(), reference_ids=(), any_body=False
    )
    board = check_displays.CheckTable(console, target, verbose=False)
    with board.drawing():
        board.show(GOOD)
        board.show(BAD)
    board.end(RESULT)
    assert board.results == [GOOD, BAD]
    assert "answers 500" in file.getvalue()
    told = capsys.readouterr().out
    assert "answered-key" in told
    assert "\\x1b[2J" in told
    assert "\x1b[2J" not in told + file.getvalue()
    assert told.endswith("2 cases: 1 passed, 1 failed (seed abc)\n")


def test_a_table_is_drawn_only_where_it_has_room(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    target = Target(
        template="http://a/", cases=CASES, timeout=1_000, seed="1", headers=(), reference_ids=(), any_body=False
    )
    monkeypatch.setenv("TERM", "xterm")
    for columns, lines, kind in (
        ("120", "40", check_displays.CheckTable),
        ("50", "40", check_displays.CheckLines),
        ("120", "9", check_displays.CheckLines),
    ):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("LINES", lines)
        monkeypatch.setattr("sys.stdout", Terminal())
        assert type(check_displays.check_display(target, as_json=False, verbose=False)) is kind
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert type(check_displays.check_display(target, as_json=False, verbose=False)) is check_displays.CheckLines
    assert type(check_displays.check_display(target, as_json=True, verbose=False)) is check_displays.CheckDisplay


def test_the_page_of_commands_has_every_option_of_the_check():
    section = PAGE[PAGE.index("## check") : PAGE.index("## ready")]
    options = {option for param in command.params for option in param.opts if option.startswith("--")}
    assert set(re.findall(r"`(--[a-z-]+)", section)) == options - {"--verbose"}
