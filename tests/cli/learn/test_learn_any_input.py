"""Whatever is in a log, reading it ends well."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.cli.learn.findings import learn
from mock_esms.cli.learn.findings_report import as_facts, as_json
from mock_esms.cli.learn.writing.scenario_texts import scenario_texts
from mock_esms.cli.learn.writing.settings_text import settings_text
from mock_esms.config.settings_file import parse_settings
from mock_esms.errors import UsageError
from mock_esms.scenarios.loader import parse_scenario

NAMES = st.sampled_from(
    [
        *("ReferenceId", "CallStatus", "CallDuration", "Ivr", "Price", "SentResult", "CID", "SendStatus"),
        *("SMSID", "TypeId", "telcoid", "phonenumber", "TotalPrice", "token", "", "%", "ApiKey"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        ["", "5", "7", "ANSWERED", "NO%20ANSWER", "BUSY", "450.0000", "NaN", "-1", "1e99", "9" * 40, "%FF"]
    ),
    st.text(max_size=8),
)
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=10).map(lambda pairs: "&".join(f"{n}={v}" for n, v in pairs))
TARGETS = QUERIES.map(lambda query: f"/voice?ReferenceId=a1&CallStatus=ANSWERED&{query}")
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.sampled_from(["2026-01-05T09:00:00Z", "05/Jan/2026:09:00:00 +0700", "99/Jan/2026:99:99:99 +9999", "1e400"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)
FIELDS = st.sampled_from(
    [
        "time",
        "ts",
        "status",
        "DownstreamStatus",
        "error",
        "ms",
        "callbacks",
        "sms_id",
        "kind",
        "request",
        "User-Agent",
        "at",
    ]
)
JSON_LINES = st.builds(
    lambda target, fields: json.dumps({"uri": target, **fields}), TARGETS, st.dictionaries(FIELDS, ODD, max_size=6)
)
EXPORTED = st.builds(
    lambda target, fields: json.dumps({"sms_id": "a1", "callbacks": [{"attempts": [{"url": target, **fields}]}, 5]}),
    TARGETS,
    st.dictionaries(FIELDS, ODD, max_size=6),
)
ACCESS_LINES = st.builds(
    lambda stamp, target, status, agent: f'- [{stamp}] "GET {target} HTTP/1.1" {status} 2 "-" "{agent}"',
    st.one_of(
        st.sampled_from(["05/Jan/2026:09:00:00 +0700", "a" * 26, "31/Feb/2026:09:00:00 +0700"]), st.text(max_size=26)
    ),
    TARGETS,
    st.sampled_from(["200", "500", "-", "999"]),
    st.text(max_size=10),
)
POSTED = st.builds(
    lambda target, fields: json.dumps({"method": "POST", "request_body": target.partition("?")[2], "body": fields}),
    TARGETS,
    st.dictionaries(NAMES, ODD, max_size=6),
)
HARS = st.builds(
    lambda target, fields: json.dumps(
        {
            "log": {
                "entries": [
                    {
                        "request": {"url": target, "postData": {"text": target, "params": [fields]}, **fields},
                        "response": fields,
                        **fields,
                    }
                ]
            }
        }
    ),
    TARGETS,
    st.dictionaries(FIELDS, ODD, max_size=6),
)
LOGS = st.one_of(
    st.lists(st.one_of(JSON_LINES, EXPORTED, POSTED, ACCESS_LINES, TARGETS, st.text()), max_size=12).map("\n".join),
    HARS,
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(LOGS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=200)))
def test_any_log_is_read_and_what_is_written_from_it_is_accepted(content):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(content)
        try:
            learnt = learn([path])
        except UsageError:
            return  # binary
        json.dumps([as_json(learnt), as_facts(learnt)])
        parse_settings(settings_text(learnt), "learnt.yaml")
        for name, text in scenario_texts(learnt).items():
            parse_scenario(text, name, f"{name}.yaml")
