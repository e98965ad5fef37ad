import gzip
import json

import pytest

from tests.cli.learn.logs import combined, learnt_of, new_id, rows_of, seeded, sends, voice_target
from tests.cli.running import run


def good_lines(count=3):
    random = seeded(3)
    return [
        combined(sent)
        for number in range(count)
        for sent in sends(voice_target(new_id(random)), (500, 200), (10,), at=60 * number)
    ]


def test_broken_lines_are_counted_and_the_first_three_told_with_their_numbers(tmp_path):
    first, *rest = good_lines()
    broken = [
        "gibberish",
        '1.2.3.4 - - [x] "GET /voice?ReferenceId=1&CallStatus= HTTP/1.1" 200 2',
        "{no json ReferenceId=",
        "…",
    ]
    path = tmp_path / "a.log"
    path.write_text("\n".join([first, *broken, *rest, "", "{}", '{"level": "info"}']), encoding="utf-8")
    done = run("learn", str(path))
    assert done.returncode == 0
    assert f"4 broken lines were passed over: {path}:2, {path}:3, {path}:4, …\n" in done.stderr
    assert learnt_of(path)["kinds"]["voice"]["sends"] == 6


def test_a_line_of_megabytes_is_passed_over_and_the_next_one_read(tmp_path):
    path = tmp_path / "a.log"
    path.write_text("\n".join(["x" * 5_000_000, *good_lines(), "y" * 5_000_000]), encoding="utf-8")
    learnt = learnt_of(path)
    assert learnt["kinds"]["voice"]["sends"] == 6
    assert [place["line"] for place in learnt["read"]["first_broken"]] == [1, 8]


def test_a_log_without_callbacks_is_status_1_and_what_was_looked_for_is_told(tmp_path):
    path = tmp_path / "a.log"
    path.write_text('1.2.3.4 - - [05/Jan/2026:09:00:00 +0700] "GET / HTTP/1.1" 200 2 "-" "-"\n', encoding="utf-8")
    done = run("learn", str(path), "--settings", str(tmp_path / "s.yaml"))
    assert done.returncode == 1
    assert "no callback was found; looked for targets with ReferenceId" in done.stderr
    assert not (tmp_path / "s.yaml").exists()
    assert json.loads(run("learn", "--json", str(path)).stdout)["kinds"] == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x7fELF\x02\x01\x01\0\0\0", "is binary (or text in UTF-16); give an access log"),
        ("1.2.3.4 - -".encode("utf-16"), "is binary (or text in UTF-16)"),
        (gzip.compress(b"x" * 100_000)[:-20], "is cut off: its compressed data end in the middle"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03garbage!", "is damaged: "),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_read_is_status_2_with_one_sentence(content, sentence, tmp_path):
    path = tmp_path / "a.log"
    if content is not None:
        path.write_bytes(content)
    done = run("learn", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'FILE...'"),
        (("a.log", "--json", "--facts"), "--json and --facts are two outputs"),
        (("a.log", "--settings", "."), "--settings . is a folder; name a file"),
        (("a.log", "--settings", "no/where.yaml"), "the folder of --settings no/where.yaml does not exist"),
        (("a.log", "--settings", "mine.yaml"), "mine.yaml is there already, and learn did not write it"),
        (("a.log", "--scenarios", "mine.yaml"), "--scenarios mine.yaml is a file; name a folder"),
        (("a.log", "--scenarios", "mine"), "is there already, and learn did not write it"),
        ((".",), "is a folder; name the log files in it"),
    ],
)
def test_a_mistake_in_the_options_is_status_2_and_nothing_is_overwritten(arguments, sentence, tmp_path):
    (tmp_path / "a.log").write_text("\n".join(good_lines()), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("callback: {retries: 1}\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "seen.yaml").write_text("title: mine\n", encoding="utf-8")
    done = run("learn", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "callback: {retries: 1}\n"
    assert (tmp_path / "mine" / "seen.yaml").read_text(encoding="utf-8") == "title: mine\n"


SECRETS = ("0912345678", "s3cret", "token", "02871002454", "8eb2af6d", "order-17", "evil")


@pytest.mark.parametrize("output", [(), ("--json",), ("--facts",)])
def test_phones_ids_and_parameters_of_the_receiver_s_own_are_never_shown(output, tmp_path):
    target = voice_target("8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf", more="token=s3cret&")
    message = (
        "/sms?SMSID=8eb2af6d1&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=1&TotalSent=1"
        "&RequestId=order-17&TypeId=2&telcoid=1&phonenumber=0912345678&switchsmsid="
    )
    odd = voice_target("x", status="evil") + "&own=evil"
    path = tmp_path / "a.log"
    path.write_text("\n".join(combined(one) for t in (target, message, odd) for one in sends(t, (500, 200), (5,))))
    done = run("learn", str(path), *output, "--dry-run", "--settings", "s.yaml", "--scenarios", "d", cwd=tmp_path)
    assert done.returncode == 0
    assert [secret for secret in SECRETS if secret in done.stdout + done.stderr] == []
    assert "phone numbers and the values of other parameters were not kept" in done.stderr
    assert not (tmp_path / "s.yaml").exists()
    assert not (tmp_path / "d").exists()


def test_placeholders_that_nobody_filled_are_no_callbacks(tmp_path):
    path = tmp_path / "a.log"
    path.write_text("/voice?ReferenceId=&CallStatus=&SendStatus=\n" + "\n".join(good_lines()), encoding="utf-8")
    learnt = learnt_of(path)
    assert learnt["read"]["unfilled"] == 1
    assert rows_of(learnt)["sends for one id"]["count"] == 3


def test_a_request_to_esms_is_no_callback_though_its_callback_url_was_not_encoded(tmp_path):
    path = tmp_path / "a.log"
    path.write_text(
        "/MainService.svc/json/MakeCallRecord_V2?ApiKey=a&SecretKey=b&Phone=0901888484"
        "&CallbackUrl=http://x/y?ReferenceId=1&CallStatus=&SendStatus=\n",
        encoding="utf-8",
    )
    assert learnt_of(path)["kinds"] == {}
