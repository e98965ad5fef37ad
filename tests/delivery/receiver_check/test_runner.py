"""Receivers, good and bad, and the verdict that each must get."""

import asyncio
import json
import re
import socket
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import pytest

from mock_esms.config.settings import Egress
from mock_esms.delivery.http.connect import SocketAddress
from mock_esms.delivery.receiver_check.case import BURST
from mock_esms.errors import UnmetError, UsageError
from tests.delivery.receiver_check.receivers import NAMES, Mortal, checked, deciding, late, verdict_on
from tests.receiver import FAILS, NOT_HTTP, OK, Receiver, answer, serving

AGAIN = "eSMS will send this five more times"


def ids_in(receiver, number=slice(None)):
    return [query["ReferenceId"] for query in receiver.queries[number]]


# --- good receivers --------------------------------------------------------------------------------------------------


async def test_a_receiver_that_says_200_to_everything_passes_every_case():
    async with deciding() as receiver:
        result = await checked(f"{receiver.url}/voice")
    assert result.ok, result.evidence
    assert tuple(case.name for case in result.cases) == NAMES
    assert len(receiver.requests) == sum(len(case.attempts) for case in result.cases) == 21 + BURST + 1
    result.verify()


async def test_one_that_refuses_nothing_and_works_once_for_each_id_passes_every_case():
    done: dict[str, str] = {}

    def once(query, _time):
        said = dict(parse_qsl(query, keep_blank_values=True))
        done.setdefault(said["ReferenceId"], said.get("CallStatus", ""))
        return answer(200, json.dumps({"status": "ok"}).encode())

    async with deciding(once) as receiver:
        result = await checked(f"{receiver.url}/voice")
    assert result.ok, result.evidence


async def test_the_callbacks_are_those_that_esms_sends_byte_for_byte():
    async with deciding() as receiver:
        await checked(f"{receiver.url}/voice?token=a%7Eb", only=["answered", "no-answer", "carrier-failed"])
    answered, no_answer, failed = (re.sub(r"=[0-9a-f-]{36}&", "=ID&", target) for target in receiver.targets)
    assert answered == (
        "/voice?token=a%7Eb&ReferenceId=ID&CallDuration=14&CallStatus=ANSWERED&Ivr=&Price=450.0000&SentResult=1"
        "&CID=02871002454&SendStatus=5"
    )
    assert "CallDuration=0&CallStatus=NO%20ANSWER&Ivr=&Price=0.0000&SentResult=0&" in no_answer
    assert "CallDuration=0&CallStatus=&Ivr=&Price=0.0000&SentResult=0&" in failed


async def test_each_send_is_one_request_and_ids_differ_but_for_copies():
    async with deciding() as receiver:
        result = await checked(f"{receiver.url}/", only=["twice-*", "out-of-order", "burst"])
    ids = {
        case.name: [dict(parse_qsl(urlsplit(a.url).query))["ReferenceId"] for a in case.attempts]
        for case in result.cases
    }
    assert sorted(receiver.targets) == sorted(
        a.url.removeprefix(receiver.url) for c in result.cases for a in c.attempts
    )
    assert [len(set(ids[name])) for name in ("twice-in-a-row", "twice-at-once")] == [1, 1]
    second, first, again = ids["out-of-order"]
    assert (second == again, second == first) == (True, False)
    assert len(set(ids["burst"])) == BURST + 1


async def test_a_seed_gives_the_same_callbacks_and_without_one_ids_are_new_each_time():
    async with deciding() as receiver:
        for seed in ("one", "one", "two", None, None):
            await checked(receiver.url, only="answered", seed=seed)
    one, same, *others = ids_in(receiver)
    assert one == same
    assert len({one, *others}) == 4


async def test_a_template_says_which_parameters_the_callbacks_have():
    async with deciding() as receiver:
        for url, template in (("/a", "CallStatus=&ReferenceId="), ("/b?x=1", "?CallStatus="), ("/c?Ivr=", "")):
            await checked(receiver.url + url, only="answered-key", callback_template=template)
    assert re.fullmatch(r"/a\?CallStatus=ANSWERED&ReferenceId=[0-9a-f-]{36}", receiver.targets[0])
    assert receiver.targets[1:] == ["/b?x=1&CallStatus=ANSWERED", "/c?Ivr=1"]


async def test_ids_that_the_receiver_knows_are_taken_in_turn_and_never_for_the_unknown_one():
    async with deciding() as receiver:
        await checked(
            receiver.url, only=["answered", "no-answer", "out-of-order", "unknown-id"], reference_ids=["a", "b"]
        )
    *known, unknown = ids_in(receiver)
    assert known == ["a", "b", "b", "a", "b"]
    assert unknown.startswith("00000000-0000-")


async def test_headers_go_with_every_callback():
    async with deciding() as receiver:
        await checked(receiver.url, only="twice-*", headers={"X-Token": "s3cret", "User-Agent": "eSMS"})
    assert all(b"X-Token: s3cret\r\n" in head and b"User-Agent: eSMS\r\n" in head for head in receiver.requests)


async def test_a_rewritten_host_is_called_in_the_place_of_another():
    async with deciding() as receiver:
        egress = Egress(rewrite={"shop.invalid": "127.0.0.1"})
        result = await checked(f"http://shop.invalid:{receiver.port}/cb", only="answered", egress=egress)
    assert result.ok


async def test_each_case_is_told_as_soon_as_it_is_over():
    heard = []
    async with deciding() as receiver:
        result = await checked(
            receiver.url,
            only=["answered", "answered-key"],
            on_case=lambda case: heard.append((case.name, len(receiver.requests))),
        )
    assert heard == [("answered", 1), ("answered-key", 2)]
    assert [case.name for case in result.cases] == ["answered", "answered-key"]


# --- bad receivers, and what each of them hears -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("does", "verdict"),
    [
        (answer(204), f"answers 204: {AGAIN}"),
        (answer(500, b"boom"), f"answers 500: {AGAIN}"),
        (answer(404), f"answers 404: {AGAIN}"),
        (answer(301, headers="Location: /voice/\r\n"), f"answers 301 (a redirect): {AGAIN}"),
        ("drop", f"closes the connection without an answer: {AGAIN}"),
        ("reset", f"resets the connection: {AGAIN}"),
        (NOT_HTTP, f"answers with something that is no HTTP: {AGAIN}"),
    ],
    ids=["204", "500", "404", "redirect", "closes", "resets", "garbage"],
)
async def test_a_receiver_that_never_says_200_fails_with_what_it_does(does, verdict):
    case = await verdict_on(lambda _query, _time: does, "answered")
    assert (case.ok, case.verdict) == (False, verdict)


@pytest.mark.parametrize(
    ("does", "advice"),
    [
        (answer(204), "answer 200 instead of 204"),
        (answer(301, headers="Location: /voice/\r\n"), "redirects to /voice/"),
        ("drop", "https://"),
    ],
)
async def test_a_failure_comes_with_advice(does, advice):
    case = await verdict_on(lambda _query, _time: does, "answered")
    assert advice in case.judged.advice


async def test_an_answer_that_comes_after_the_sender_hung_up_is_late_on_every_machine():
    async with serving(late) as address:
        result = await checked(f"http://{address}/", only="answered", timeout=1)
    assert result.cases[0].verdict == f"does not answer within 1 s: {AGAIN}"
    assert result.cases[0].statuses == "timeout"


async def test_500_on_the_second_copy_is_told_with_which_copy_it_was():
    case = await verdict_on(lambda _query, time: OK if time == 1 else FAILS, "twice-in-a-row")
    assert case.verdict == "answers 500 to the second copy: eSMS will send that one five more times"
    assert case.statuses == "200, 500"


async def test_500_on_one_of_two_at_once_does_not_claim_an_order_that_nobody_knows():
    case = await verdict_on(lambda _query, time: OK if time == 1 else FAILS, "twice-at-once")
    assert case.verdict == "answers 500 to one of the two copies: eSMS will send that one five more times"


@pytest.mark.parametrize(
    ("case", "together", "verdict"),
    [
        (
            "twice-at-once",
            2,
            "answers both copies with 200, and the same; effects were not looked at: eSMS takes all as delivered",
        ),
        ("burst", BURST, f"answers all {BURST + 1} with 200: eSMS takes all as delivered"),
    ],
)
async def test_what_is_sent_at_once_is_on_its_way_together(case, together, verdict):
    everybody = asyncio.Event()
    count = 0

    async def only_together(reader, writer):
        nonlocal count
        await reader.readuntil(b"\r\n\r\n")
        count += 1
        if count == together:
            everybody.set()
        await everybody.wait()
        writer.write(OK)

    async with serving(only_together) as address:
        result = await checked(f"http://{address}/", only=case, timeout="1m")
    assert result.cases[0].verdict == verdict


async def test_both_copies_refused_are_told_in_one():
    case = await verdict_on(lambda _query, _time: FAILS, "twice-in-a-row")
    assert case.verdict == "answers 500 to each of them: eSMS will send each of these 2 callbacks five more times"


async def test_repeats_that_are_answered_differently_fail_although_each_is_a_200():
    def new_or_old(_query, time):
        return answer(200, b"created" if time == 1 else b"duplicate")

    case = await verdict_on(new_or_old, "twice-in-a-row")
    assert case.verdict == (
        'answers the copies differently ("created" and "duplicate"): '
        "eSMS takes it as delivered and does not read the answer"
    )
    assert "--any-body" in case.judged.advice
    assert (await verdict_on(new_or_old, "twice-in-a-row", any_body=True)).ok


async def test_an_unknown_id_that_is_refused_is_told():
    def known_only(query, _time):
        return answer(404) if "ReferenceId=00000000-" in query else OK

    async with deciding(known_only) as receiver:
        result = await checked(receiver.url)
    assert [(case.name, case.verdict) for case in result.failed] == [("unknown-id", f"answers 404: {AGAIN}")]


@pytest.mark.parametrize(
    ("breaks", "case"),
    [
        (lambda said: not said["CallStatus"], "carrier-failed"),
        (lambda said: said["CallStatus"] == "NO ANSWER", "no-answer"),
        (lambda said: "Price" not in said, "missing-parameter"),
        (lambda said: "Telco" in said, "extra-parameter"),
        (lambda said: said.get("Ivr") == "1", "answered-key"),
    ],
    ids=["empty", "space", "missing", "extra", "key"],
)
async def test_a_receiver_that_falls_over_one_kind_of_report_fails_that_case_and_no_other(breaks, case):
    def falls(query, _time):
        return FAILS if breaks(dict(parse_qsl(query, keep_blank_values=True))) else OK

    async with deciding(falls) as receiver:
        result = await checked(receiver.url, only=[name for name in NAMES if name != "out-of-order"])
    assert [failed.name for failed in result.failed] == [case]


async def test_a_receiver_that_wants_its_reports_in_order_is_told_which_one_it_refused():
    case = await verdict_on(lambda query, _time: FAILS if "SendStatus=7" in query else OK, "out-of-order")
    assert case.verdict == "answers 500 to the late progress report: eSMS will send that one five more times"


async def test_a_receiver_that_reads_ascii_only_fails_on_odd_characters():
    def ascii_only(query, _time):
        return OK if unquote_plus(query).isascii() else FAILS

    case = await verdict_on(ascii_only, "odd-characters")
    assert case.verdict == "answers 500 to each of them: eSMS will send each of these 2 callbacks five more times"


async def test_a_receiver_that_does_not_know_plus_as_a_space_is_told_so():
    case = await verdict_on(lambda query, _time: FAILS if "NGHE+M" in query else OK, "odd-characters")
    assert case.verdict == "answers 500 to the report with + for a space: eSMS will send that one five more times"


@pytest.mark.parametrize(
    "decode",
    [
        lambda query: dict(parse_qsl(query, encoding="latin-1"))["CallStatus"],
        lambda query: dict(parse_qsl(query, encoding="ascii", errors="replace"))["CallStatus"],
        lambda query: unquote_plus(dict(parse_qsl(query))["Ghi chú"]),
    ],
    ids=["latin-1", "ascii", "twice"],
)
async def test_a_receiver_that_loses_the_encoding_is_caught_by_what_it_repeats(decode):
    case = await verdict_on(lambda query, _time: answer(200, decode(query).encode()), "odd-characters")
    assert not case.ok
    assert re.fullmatch(
        r'answers 200, but repeats ".*" as ".*": it loses the encoding: '
        "eSMS takes it as delivered, and what you have stored is wrong",
        case.verdict,
    )


async def test_a_receiver_that_repeats_what_it_got_as_it_is_or_escaped_passes():
    def as_text(query, _time):
        return answer(200, str(dict(parse_qsl(query))).encode())

    def as_it_came(query, _time):
        return answer(200, query.encode())

    def as_json(query, _time):
        return answer(200, json.dumps(dict(parse_qsl(query)), ensure_ascii=True).encode())

    for repeats in (as_text, as_it_came, as_json):
        case = await verdict_on(repeats, "odd-characters")
        assert case.ok, case.verdict


async def test_a_receiver_that_dies_under_the_burst_is_told_to_have_died():
    burst = 0

    def dies(_target):
        nonlocal burst
        burst += 1
        return burst == 40

    async with Mortal(dies) as mortal:
        result = await checked(mortal.url, only="burst")
    assert re.fullmatch(
        r"answers \d+ of 100 with 200 \([^)]+\), and takes no connection afterwards: it died under the burst: "
        r"eSMS will send each of these \d+ callbacks five more times",
        result.cases[0].verdict,
    ), result.evidence


async def test_a_receiver_that_refuses_a_part_of_the_burst_and_lives_on_is_told_so():
    count = 0

    def busy(_query, _time):
        nonlocal count
        count += 1
        return answer(503) if 50 < count <= 80 else OK

    case = await verdict_on(busy, "burst")
    assert case.verdict == (
        "answers 70 of 100 with 200 (30x 503); it lives on afterwards: "
        "eSMS will send each of these 30 callbacks five more times"
    )
    assert case.statuses == "71x 200, 30x 503"


async def test_a_receiver_that_dies_half_way_fails_what_is_left_with_when_it_was_last_heard():
    async with Mortal(lambda target: "CallStatus=NO%20ANSWER" in target) as mortal:
        result = await checked(mortal.url)
    assert [case.name for case in result.cases] == list(NAMES), "all cases are told"
    assert [case.name for case in result.cases if case.ok] == ["answered", "answered-key"]
    died, *rest = result.failed
    assert died.name == "no-answer"
    assert died.verdict == f"closes the connection without an answer: {AGAIN}"
    assert {case.judged.text for case in rest} == {
        "takes no connection any more; it was last heard of in the case no-answer"
    }


async def test_the_advice_on_a_receiver_that_has_answered_doubts_neither_its_address_nor_its_scheme():
    async with Mortal(lambda target: "CallStatus=NO%20ANSWER" in target) as mortal:
        result = await checked(mortal.url, only=["answered", "no-answer", "carrier-failed"])
    _answered, died, after = (case.judged.advice for case in result.cases)
    assert died == "the receiver has answered at this address before; its own log may know more"
    assert after.startswith("the receiver has answered at this address before; did it end, or are its workers")


# --- nothing to check -------------------------------------------------------------------------------------------------


async def test_where_nobody_listens_nothing_is_checked_and_the_reason_is_told():
    async with Receiver.run() as gone:
        url = gone.url
    with pytest.raises(UsageError, match=r"nothing can be checked at http://127.0.0.1:\d+/voice: nobody listens"):
        await checked(f"{url}/voice?token=1")


@pytest.mark.parametrize("only", ["burst", "twice-at-once"])
async def test_that_is_also_said_when_the_first_case_sends_many(only):
    async with Receiver.run() as gone:
        url = gone.url
    with pytest.raises(UsageError, match="nobody listens"):
        await checked(url, only=only)


async def test_a_public_address_is_refused_before_anything_is_sent():
    with pytest.raises(UsageError, match=r"--allow-callback 203\.0\.113\.9"):
        await checked("http://203.0.113.9/")


async def test_a_name_of_a_public_address_is_refused_without_a_connection(monkeypatch):
    async def look_up(_loop, _host, port):
        return [SocketAddress(socket.AF_INET, ("203.0.113.9", port))]

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    with pytest.raises(UsageError, match=r"--allow-callback shop\.example"):
        await checked("http://shop.example/")


async def test_a_receiver_that_hangs_up_at_once_is_one_and_not_nothing():
    case = await verdict_on(lambda _query, _time: "drop", "answered")
    assert not case.ok


# --- secrets, and what is shown ---------------------------------------------------------------------------------------


async def test_secrets_that_a_receiver_repeats_are_shown_nowhere():
    def repeats(_query, _time):
        return answer(302, b"who is hunter2-token and pass-word?", "Location: /login?t=hunter2-token\r\n")

    async with deciding(repeats) as receiver:
        url = receiver.url.replace("http://", "http://me:pass-word@") + "/voice"
        result = await checked(url, only="answered", headers=["X-Token: hunter2-token"])
    shown = result.evidence + repr(result) + repr(result.cases)
    assert "hunter2" not in shown
    assert "pass-word" not in shown
    assert "who is *** and ***?" in shown


async def test_a_result_that_failed_shows_what_was_sent_and_what_came_back():
    async with deciding(lambda _query, _time: answer(500, b"no such \x1b[31mcall\n")) as receiver:
        result = await checked(f"{receiver.url}/voice", only=["answered", "answered-key"])
    with pytest.raises(UnmetError) as error:
        result.verify()
    text = str(error.value)
    assert f"sent GET {receiver.url}/voice?ReferenceId=" in text
    assert "got  status 500 in " in text
    assert '"no such \\x1b[31mcall\\x0a"' in text
    assert text.endswith("2 cases: 0 passed, 2 failed (seed test)")
    assert repr(result) == "<CheckResult: 2 cases: 0 passed, 2 failed (seed test): answered, answered-key>"
