"""What hypothesis tells: scenarios as plain data, and requests to play them with."""

from typing import Any

from hypothesis import strategies as st

from mock_esms.config.settings import CallbackRules
from mock_esms.model.calls import CallRequest, DialParameters, Timeline
from mock_esms.model.times import Span, format_duration
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.seeded_random import SeededRandom
from mock_esms.scenarios.timeline import call_schedule

NOW = 1_767_578_400_000
"""2026-01-05T09:00:00+07:00"""

durations = st.integers(0, 100_000)
spans = st.one_of(
    durations.map(format_duration),
    st.integers(0, 90),
    st.floats(0, 90, allow_nan=False).map(lambda seconds: round(seconds, 3)),
    st.tuples(durations, durations).map(lambda ends: str(Span(min(ends), max(ends)))),
)


def part(**optional: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=optional)


keys = st.sampled_from(["0", "1", "9", "*", "#", "any", 1, 0])
prices = st.none() | st.integers(0, 10_000) | st.sampled_from([0.5, "450.2500", 99000.5])
answered = part(ring=spans, talk=spans, price=prices) | st.fixed_dictionaries(
    {"press": keys},
    optional={
        "ring": spans,
        "talk": spans,
        "after": st.none() | spans,
        "price": prices,
        "forward": st.none() | st.fixed_dictionaries({"talk": spans}),
    },
)
decided_dials: list[st.SearchStrategy[dict[str, object]]] = [
    st.fixed_dictionaries({"answered": answered | st.none()}),
    st.fixed_dictionaries({"no_answer": part(ring=spans) | st.none()}),
    st.fixed_dictionaries({"busy": part(ring=spans) | st.none()}),
    st.fixed_dictionaries({"rejected": part(ring=spans)}),
    st.fixed_dictionaries({"failed": st.just({}) | st.none()}),
]
interactive_dials: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {"interactive": part(ring=spans) | st.none()}
)
weights = st.integers(1, 100) | st.sampled_from([0.5, "70", 1.2500])


def choices(*kinds: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[dict[str, object]]:
    """``choose`` with entries of these kinds; the first one has a weight that is not 0."""
    dial = st.one_of(*kinds)
    first = st.builds(lambda dial, weight: {**dial, **weight}, dial, part(weight=weights))
    others = st.builds(lambda dial, weight: {**dial, **weight}, dial, part(weight=weights | st.just(0)))
    entries = st.builds(lambda one, more: [one, *more], first, st.lists(others, max_size=3))
    return st.fixed_dictionaries({"choose": entries})


dials_without_a_person = st.one_of(*decided_dials, choices(*decided_dials))
dials = st.one_of(*decided_dials, interactive_dials, choices(*decided_dials, interactive_dials))

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9)
delivery: dict[str, st.SearchStrategy[object]] = {
    "delay": spans,
    "timeout": st.sampled_from(["1s", "5s..10s", 3]),
    "retries": st.integers(0, 9),
    "wait": st.lists(spans, max_size=4),
    "success": st.sampled_from([200, "200", "2xx", "any"]),
    "follow_redirects": st.booleans(),
    "method": st.sampled_from(["POST", "GET"]),
    "policy": st.sampled_from(["esms", "svix", "github"]),
}
progress: st.SearchStrategy[object] = st.sampled_from([[], [2], [7], [2, 7], [7, 2]])
sent_callbacks = part(
    **delivery,
    progress=progress,
    lost_acks=st.integers(0, 4),
    drop=st.just(value=False),
    before_reply=st.booleans(),
    set=st.dictionaries(st.sampled_from(["CallStatus", "ivr", "PRICE"]), texts | st.integers(), max_size=2),
    omit=st.lists(st.sampled_from(["CID", "sentresult", "ReferenceId"]), max_size=2),
    add=st.dictionaries(texts.filter(bool), texts | st.integers(), max_size=2),
)
copied_callbacks = st.builds(
    lambda callback, copies: {**callback, **copies},
    sent_callbacks,
    st.fixed_dictionaries({"copies": st.integers(2, 4)}, optional={"gap": spans}),
)
dropped_callbacks = st.fixed_dictionaries({"drop": st.just(value=True)}) | st.fixed_dictionaries(
    {"drop": st.just(value=True), "progress": st.just([7])},
    optional={"retries": st.integers(0, 3), "wait": st.just(["1s"])},
)
callbacks = st.one_of(part(**delivery), sent_callbacks, copied_callbacks, dropped_callbacks)

refusing_replies = st.one_of(
    st.fixed_dictionaries(
        {"code": st.sampled_from([103, "103", 99, "124"])}, optional={"delay": spans, "message": texts}
    ),
    st.fixed_dictionaries(
        {"status": st.sampled_from([200, 404, 500, 599])},
        optional={"body": texts, "content_type": st.sampled_from(["text/plain", "application/json; charset=utf-8"])},
    ),
    st.fixed_dictionaries(
        {"fault": st.sampled_from(["reset", "hang", "empty", "garbage", "truncated"])}, optional={"delay": spans}
    ),
)
accepting_replies = part(delay=spans, lost=st.booleans())
_about: dict[str, st.SearchStrategy[object]] = {
    "description": texts,
    "match": st.none() | st.dictionaries(st.sampled_from(["phone", "RequestID"]), st.text("09*?", max_size=5)),
    "priority": st.integers(-9, 9),
}
stories = st.fixed_dictionaries(
    {"title": st.just("A story")},
    optional={
        **_about,
        "reply": st.none() | accepting_replies,
        "dials": st.lists(dials, min_size=1, max_size=4),
        "callback": callbacks,
    },
)
refusals = st.fixed_dictionaries({"title": st.just("A refusal"), "reply": refusing_replies}, optional=_about)
requests = st.builds(
    CallRequest,
    operation=st.just("MakeCallRecord_V2"),
    raw_parameters=st.just(()),
    api_key=st.just("k"),
    phone=st.sampled_from(["0901888484", "0901555102"]),
    dial_parameters=st.builds(
        DialParameters,
        max_retry=st.integers(0, 6),
        wait_retry=durations,
        time_wait_to_ivr=durations,
        ivr=st.sampled_from(["", "1"]),
        number_forward=st.sampled_from(["", "02873001234"]),
    ),
    send_date=st.none() | st.integers(NOW - 100_000, NOW + 100_000),
)


def request(phone: str = "0901888484", api_key: str = "k", **given: str) -> CallRequest:
    """A request that dials once, with further parameters in FACTS' spelling."""
    return CallRequest(
        operation="MakeCallRecord_V2",
        raw_parameters=(("ApiKey", api_key), ("Phone", phone), *given.items()),
        api_key=api_key,
        phone=phone,
    )


def dialled(**parameters: Any) -> CallRequest:
    """A request that says this about how it is dialled."""
    return request()._replace(dial_parameters=DialParameters(**parameters))


def timeline(asked: CallRequest, scenario: Scenario, rules: CallbackRules, rng: SeededRandom, now: int) -> Timeline:
    """What happens when to a call that is accepted now, on the sandbox's own time."""
    plan = callback_plan(scenario.callback, rules, rng)
    return call_schedule(asked.dial_parameters, scenario, plan, rng).shifted(max(now, asked.send_date or 0))
