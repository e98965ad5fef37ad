import gc
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.cli.learn.observing import observer
from mock_esms.cli.learn.reading import repeated_lines
from mock_esms.cli.learn.reading.log_reader import LogReader
from mock_esms.cli.learn.reading.repeated_lines import LinePattern, RepeatedLines
from tests.cli.learn.logs import learnt_of

IDS = st.sampled_from(["8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf", "B", "b", "", "x y", 'q"', "a=b", "a?ReferenceId=c"])
STAMPS = st.sampled_from(
    ["05/Jan/2026:09:00:00 +0700", "05/Jan/2026:09:00:31 +0700", "5/Jan/2026", "05/Xxx/2026:09:00:00 +0700"]
)
TARGETS = st.sampled_from(
    [
        "/cb?ReferenceId={}&CallStatus=ANSWERED&CallDuration=5",
        "/cb?token=1&ReferenceId={}&CallStatus=NO%20ANSWER",
        "/cb?CallStatus=&ReferenceId={}",
        "/cb?referenceid={}&CallStatus=",
        "/cb?ReferenceId=&CallStatus=&ReferenceId={}&CallStatus=ANSWERED",
        "/cb?ReferenceId={}&CallStatus=ANSWERED&ReferenceId=last",
        "/cb?ReferenceId={}&own=1",
        "/cb?SMSID={}&SendStatus=5&TypeId=2",
        "/cb?ApiKey=k&ReferenceId={}&CallStatus=",
    ]
)
BEHIND = st.sampled_from(
    [' HTTP/1.1" 200 2 "-" "agent"', ' HTTP/1.1" 500 2', '" 200 2 "http://x/?ReferenceId=r&y" "-"', " broken"]
)
LINES = st.builds(
    lambda sms_id, stamp, target, behind: f'10.0.0.1 - - [{stamp}] "GET {target.format(sms_id)}{behind}\n',
    IDS,
    STAMPS,
    TARGETS,
    BEHIND,
)


def read(lines):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.log"
        path.write_text("".join(lines), encoding="utf-8")
        learnt = learnt_of(path)
    for place in learnt["read"]["first_broken"]:
        del place["file"]
    return learnt


@contextmanager
def fewer_patterns(most):
    with patch.object(repeated_lines, "MOST_PATTERNS", most), patch.object(observer, "MOST_PATTERNS", most):
        yield


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=30), st.sampled_from([1, 2, 20_000]))
def test_lines_that_are_alike_tell_what_they_tell_when_each_is_read_plainly(lines, most):
    with fewer_patterns(most):
        quick = read(lines)
    with patch.object(RepeatedLines, "read", return_value=None):
        assert quick == read(lines)


MANY = [
    f'- [05/Jan/2026:09:00:00 +0700] "GET /cb?SMSID=a{n}&own={n // 3}&SendStatus=5 HTTP/1.1" 200 2\n'
    for n in range(900)
]


def test_patterns_beyond_the_most_are_forgotten_by_whoever_counts_them_too(tmp_path):
    path = tmp_path / "a.log"
    path.write_text("".join(MANY), encoding="utf-8")
    alive = []

    def watched(log):
        for number, logged in enumerate(log):
            if number % 150 == 149:
                alive.append(sum(isinstance(each, LinePattern) for each in gc.get_objects()))
            yield logged

    with fewer_patterns(20), closing(observer.Observer()) as observing:
        observing.observe(watched(LogReader().read(path)))
    assert max(alive) <= 2 * 20 + 1
