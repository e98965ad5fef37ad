"""What hypothesis tells: scenarios as plain data, and requests to play them with."""

from hypothesis import strategies as st

from mock_esms.calls import CallRequest
from mock_esms.times import Span, format_duration

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
    {"press": keys}, optional={"ring": spans, "talk": spans, "after": st.none() | spans, "price": prices}
)
dials: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.fixed_dictionaries({"answered": answered | st.none()}),
    st.fixed_dictionaries({"no_answer": part(ring=spans) | st.none()}),
    st.fixed_dictionaries({"busy": part(ring=spans) | st.none()}),
    st.fixed_dictionaries({"rejected": part(ring=spans)}),
    st.fixed_dictionaries({"failed": st.just({}) | st.none()}),
)
callbacks = part(
    delay=spans,
    timeout=st.sampled_from(["1s", "5s..10s", 3]),
    retries=st.integers(0, 9),
    wait=st.lists(spans, max_size=4),
    success=st.sampled_from([200, "200", "2xx"]),
    follow_redirects=st.booleans(),
)
stories = st.fixed_dictionaries(
    {"title": st.just("A story")},
    optional={
        "description": st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9),
        "match": st.none() | st.dictionaries(st.sampled_from(["phone", "RequestID"]), st.text("09*?", max_size=5)),
        "priority": st.integers(-9, 9),
        "dials": st.lists(dials, min_size=1, max_size=4),
        "callback": callbacks,
    },
)
requests = st.builds(
    CallRequest,
    operation=st.just("MakeCallRecord_V2"),
    parameters=st.just(()),
    api_key=st.just("k"),
    phone=st.sampled_from(["0901888484", "0901555102"]),
    max_retry=st.integers(0, 6),
    wait_retry=durations,
    time_wait_to_ivr=durations,
    send_date=st.none() | st.integers(NOW - 100_000, NOW + 100_000),
)


def request(phone: str = "0901888484", api_key: str = "k", **given: str) -> CallRequest:
    """A request that dials once, with further parameters in FACTS' spelling."""
    return CallRequest(
        operation="MakeCallRecord_V2",
        parameters=(("ApiKey", api_key), ("Phone", phone), *given.items()),
        api_key=api_key,
        phone=phone,
    )
