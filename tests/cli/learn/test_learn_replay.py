"""What was learnt of a sandbox's own log makes another sandbox that does the same."""

import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.cli.learn.findings import learn
from mock_esms.cli.learn.writing.scenario_texts import scenario_texts
from mock_esms.cli.learn.writing.settings_text import settings_text
from mock_esms.config.settings import CallbackRules, Quirks
from mock_esms.config.settings_file import parse_settings
from mock_esms.model.times import Span
from mock_esms.scenarios.loader import load_scenario
from tests.cli.learn.logs import AGENT, learnt_of, rows_of
from tests.drawn import made
from tests.places import running
from tests.receiver import answer, serving
from tests.sms import CARE, CARE_PATH, VIBER, VIBER_PATH, but
from tests.zalo import V6, V6_PATH

PLANS = ((200,), (500, 200), (500, 503, 200), (500,) * 20, (204, 500, 200), (302,) * 20, (200,), (200,))
DAYS = "50d"


async def answer_as_planned(reader, writer):
    """The receiver: each CallbackUrl says how its callback is answered, send by send."""
    head = await reader.readuntil(b"\r\n\r\n")
    query = parse_qs(urlsplit(head.split(b" ")[1].decode()).query, keep_blank_values=True)
    plan = [int(status) for status in query["plan"][0].split("-")]
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    said = query if length is None else read_posted(await reader.readexactly(int(length[1])))
    sent = seen[said["ReferenceId"][0]]
    seen[said["ReferenceId"][0]] += 1
    writer.write(answer(plan[min(sent, len(plan) - 1)]))
    await writer.drain()


def read_posted(body):
    if body.startswith(b"{"):
        return {name: [value] for name, value in json.loads(body).items()}
    return parse_qs(body.decode(), keep_blank_values=True)


seen: Counter[str] = Counter()
"""How often each id came; ids are of one sandbox alone, and tests clear it."""


async def log_of(path, *scenarios, plans=PLANS, phones=("0901888484",), **options):
    """The sandbox's own log, as `export` writes it, of calls whose callbacks are answered by these plans."""
    seen.clear()
    async with serving(answer_as_planned) as address, running(*scenarios, **options) as client:
        for plan in plans:
            url = f"http://{address}/voice?plan={'-'.join(map(str, plan))}"
            for phone in phones:
                await client.placed(phone, CallbackUrl=url, MaxRetry="0")
        await client.advance(by=DAYS)
        await client.placed(CallbackUrl=f"http://{address}/voice?plan=200")  # the log goes on
        await client.advance()
        calls = (await client.get("/_mock/calls?limit=1000")).json["calls"]
    path.write_text("".join(json.dumps(call) + "\n" for call in calls), encoding="utf-8")
    return path


def written_from(path):
    """The settings and the scenarios that are written from a log."""
    learnt = learn([path])
    return settings_text(learnt), scenario_texts(learnt)


WAITS = st.integers(1, 7200).map(lambda seconds: f"{seconds}s")
RULES = st.builds(
    lambda retries, wait, success, delay, body: CallbackRules(
        retries=retries,
        wait=tuple(map(Span.parse, wait)),
        success=success,
        delay=Span.parse(f"{delay}s"),
        method="GET" if body is None else "POST",
        body=body,
    ),
    st.integers(1, 7),
    st.lists(WAITS, min_size=1, max_size=5),
    st.sampled_from(["200", "2xx"]),
    st.integers(0, 90),
    st.sampled_from([None, "json", "form"]),
)
QUIRKS = made(
    Quirks,
    no_answer_sent_result=st.sampled_from([0, 1]),
    callback_space=st.sampled_from(["%20", "+"]),
)


@settings(max_examples=15, deadline=None)
@given(RULES, QUIRKS)
def test_a_sandbox_set_up_by_what_was_learnt_of_another_gives_a_log_of_which_the_same_is_learnt(rules, quirks):
    import asyncio  # noqa: PLC0415 - hypothesis runs no coroutines

    asyncio.run(_same_is_learnt(rules, quirks))


async def _same_is_learnt(rules, quirks):
    phones = ("0901888484", "0901555201")
    with TemporaryDirectory() as folder:
        first = await log_of(Path(folder, "first.jsonl"), phones=phones, callback=rules, quirks=quirks)
        learnt = learnt_of(first)
        text, _ = written_from(first)
        config = parse_settings(text, "learnt.yaml")
        second = await log_of(
            Path(folder, "second.jsonl"), phones=phones, callback=config.callback, quirks=config.quirks
        )
        assert rows_of(learnt_of(second)) == rows_of(learnt), text
    assert config.callback.retries == rules.retries
    assert config.callback.delay == rules.delay
    assert config.callback.success == rules.success
    assert (config.callback.method, config.callback.body) == (rules.method, rules.body)
    expected = [*rules.wait, *([rules.wait[-1]] * rules.retries)][: rules.retries]
    learnt_waits = config.callback.wait or ()
    assert [*learnt_waits, *([learnt_waits[-1]] * rules.retries)][: rules.retries] == expected


async def test_scenarios_repeat_to_a_receiver_that_works_what_was_seen_by_one_that_did_not(tmp_path):
    rules = CallbackRules(retries=4, wait=tuple(map(Span.parse, ("7s", "45s", "11m"))))
    phones = ("0901888484", "0901555201", "0901555301")
    seen_log = await log_of(tmp_path / "seen.jsonl", phones=phones, callback=rules)
    observed = learnt_of(seen_log)
    _, texts = written_from(seen_log)
    folder = tmp_path / "scenarios"
    folder.mkdir()
    numbered = []
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        match = load_scenario(folder / f"{name}.yaml").match
        assert match is not None
        ending = dict(match.pairs)["phone"]
        count = int(text.split(": ", 1)[1].split(" of ")[0]) if " of " in text.splitlines()[0] else 0
        numbered += [f"0912{ending[1:]}"] * count
    replayed = await log_of(tmp_path / "again.jsonl", folder, plans=((200,),), phones=numbered)

    def told(learnt, name):
        return rows_of(learnt)[name]["observed"]

    for name in ("wait 1", "wait 2", "wait 3", "wait 4"):
        assert told(replayed_rows := learnt_of(replayed), name) == told(observed, name)
    sent = Counter(dict(counts(told(observed, "sends for one id"))))
    sent[1] += 1  # the call by which the log goes on
    assert Counter(dict(counts(told(replayed_rows, "sends for one id")))) == sent


def counts(text):
    """`1 (8), 2 (3)` as pairs."""
    for part in text.split(", "):
        number, _, count = part.partition(" (")
        yield int(number), int(count.rstrip(")"))


async def test_what_is_written_of_a_population_is_drawn_as_often_as_it_was_seen(tmp_path):
    phones = [f"09{number:08}" for number in range(10_000_000, 10_000_040)]
    mixed = tmp_path / "mixed.yaml"
    mixed.write_text(
        "title: Mixed\nmatch: {phone: '*'}\ndials: [{choose: [{weight: 3, answered: {talk: 5s..20s, press: '1'}}, "
        "{weight: 1, no_answer: }, {weight: 1, failed: }]}]\n"
    )
    first = await log_of(tmp_path / "a.jsonl", mixed, plans=((200,),), phones=phones)
    _, texts = written_from(first)
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "seen.yaml").write_text(texts["seen"], encoding="utf-8")
    second = await log_of(tmp_path / "b.jsonl", folder, plans=((200,),), phones=phones, seed="other")
    before, after = (
        Counter(json.loads(line)["result"]["CallStatus"] for line in path.read_text().splitlines())
        for path in (first, second)
    )
    assert before.keys() == after.keys()
    assert all(after[status] == pytest.approx(before[status], abs=12) for status in before)


async def test_a_sender_that_appends_behind_placeholders_is_told_from_one_that_fills_them(tmp_path):
    quirks = Quirks(placeholders="append", user_agent=AGENT)
    async with serving(answer_as_planned) as address, running(quirks=quirks) as client:
        await client.placed(CallbackUrl=f"http://{address}/voice?plan=200&ReferenceId=&CallStatus=")
        await client.advance()
        calls = (await client.get("/_mock/calls")).json["calls"]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(calls[0]), encoding="utf-8")
    assert rows_of(learnt_of(path))["placeholders of the CallbackUrl"]["verdict"] == "differs"
    text, _ = written_from(path)
    assert parse_settings(text, "learnt.yaml").quirks.placeholders == "append"


MIXED = """
title: Mixed
match: {phone: "*"}
message:
  sms: {choose: [{weight: 3, delivered: {}}, {weight: 1, failed: {}}]}
  zalo: {choose: [{weight: 2, delivered: {}}, {weight: 1, failed: {error: -114}}, {weight: 1, failed: {error: -118}}]}
callback: {progress: [7]}
"""


async def messages_log(path, scenario, phones):
    """What `export` writes of messages of three kinds; the receiver fails once for each report."""
    seen.clear()
    sends = ((CARE_PATH, CARE), (V6_PATH, V6), (VIBER_PATH, VIBER))
    async with serving(answer_each_id_the_second_time) as address, running(scenario) as client:
        for phone in phones:
            for number, (target, body) in enumerate(sends):
                to = {"Phones": [phone]} if "Phones" in body else {"Phone": phone}
                url = f"http://{address}/report?id={phone}-{number}"
                reply = await client.post(target, but(body, CallbackUrl=url, **to))
                assert reply.json["CodeResult"] == "100", reply.body
        await client.advance()
        messages = (await client.get("/_mock/messages?limit=1000")).json["messages"]
    path.write_text("".join(json.dumps(message) + "\n" for message in messages), encoding="utf-8")
    return path


async def answer_each_id_the_second_time(reader, writer):
    """The receiver: it fails once for each report."""
    head = await reader.readuntil(b"\r\n\r\n")
    query = parse_qs(urlsplit(head.split(b" ")[1].decode()).query, keep_blank_values=True)
    report = f"{query['id'][0]} {query['SendStatus'][0]}"
    writer.write(answer(500 if not seen[report] else 200))
    seen[report] += 1
    await writer.drain()


def ending(line):
    """How a message of a log ended: its channel, Zalo's error, and how many did not get it."""
    message = json.loads(line)
    leg = message["legs"][0]
    return leg["channel"], leg["receivers"][0]["error"], message["result"]["SendFailed"]


async def test_scenarios_of_messages_repeat_how_they_ended_and_how_often_each_end_came(tmp_path):
    phones = [f"09{number:08}" for number in range(10_000_000, 10_000_024)]
    mixed = tmp_path / "mixed.yaml"
    mixed.write_text(MIXED)
    log = await messages_log(tmp_path / "a.jsonl", mixed, phones)
    _, texts = written_from(log)
    assert {name.removesuffix("-progress-sent-2-times") for name in texts} == {
        "seen", "seen-sms-delivered", "seen-sms-failed", "seen-zalo-delivered", "seen-zalo-failed-114",
        "seen-zalo-failed-118", "seen-viber-delivered",
    }  # fmt: skip
    folder = tmp_path / "scenarios"
    folder.mkdir()
    phone_of = {}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        match = load_scenario(folder / f"{name}.yaml").match
        assert match is not None
        phone_of[name] = dict(match.pairs)["phone"].replace("*", "0901")
    failed = phone_of["seen-zalo-failed-114-progress-sent-2-times"]
    again = await messages_log(tmp_path / "b.jsonl", folder, [failed])
    zalo = json.loads(again.read_text().splitlines()[1])
    assert zalo["legs"][0]["receivers"][0]["error"] == -114
    assert [[a["status"] for a in callback["attempts"]] for callback in zalo["callbacks"]] == [[500, 200], [500, 200]]

    population = tmp_path / "population"
    population.mkdir()
    (population / "seen.yaml").write_text(texts["seen"], encoding="utf-8")
    drawn = await messages_log(tmp_path / "c.jsonl", population, phones)
    before, after = (Counter(map(ending, path.read_text().splitlines())) for path in (log, drawn))
    assert before.keys() == after.keys()
    assert all(after[end] == pytest.approx(before[end], abs=10) for end in before)
