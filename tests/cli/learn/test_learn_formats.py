import bz2
import gzip
import io
import json
import lzma
import sys
from types import ModuleType
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from mock_esms.config.settings import Settings
from mock_esms.errors import UsageError
from mock_esms.sandbox.blocking import Sandbox
from tests.cli.learn.logs import (
    AGENT,
    LINES,
    combined,
    har,
    in_order,
    learnt_of,
    new_id,
    rows_of,
    seeded,
    sends,
    voice_target,
)
from tests.cli.running import Receiver, run


def example():
    random = seeded(1)
    return in_order(
        sends(
            voice_target(new_id(random), random.choice(["ANSWERED", "NO ANSWER", ""])),
            random.choice([(200,), (500, 200), (503, 500, 200), (500,) * 6]),
            [10, 30, 60, 300, 900],
            at=100 * number,
        )
        for number in range(60)
    )


def lines(form, sent):
    return "".join(f"{LINES[form](one)}\n" for one in sent)


def without_sender(rows):
    return {name: row for name, row in rows.items() if name not in {"User-Agent", "protocol"}}


@pytest.mark.parametrize("form", LINES)
def test_every_server_s_log_tells_the_same(form, tmp_path):
    path = tmp_path / "access.log"
    path.write_text(lines(form, example()), encoding="utf-8")
    rows = rows_of(learnt_of(path))
    plain = tmp_path / "combined.log"
    plain.write_text(lines("combined", example()), encoding="utf-8")
    assert without_sender(rows) == without_sender(rows_of(learnt_of(plain)))
    assert rows["wait 5"]["observed"].startswith("15m ")
    if form != "common":
        assert rows["User-Agent"]["observed"] == f"{AGENT} ({len(example())})"
    assert rows["protocol"]["verdict"] == "as assumed"


def test_a_har_file_tells_the_same(tmp_path):
    path = tmp_path / "traffic.har"
    path.write_text(har(example()), encoding="utf-8")
    plain = tmp_path / "combined.log"
    plain.write_text(lines("combined", example()), encoding="utf-8")
    assert rows_of(learnt_of(path)) == rows_of(learnt_of(plain))


def test_addresses_alone_tell_values_and_sends_but_no_waits(tmp_path):
    path = tmp_path / "addresses.txt"
    path.write_text("".join(f"http://shop.test{one.target}\n" for one in example()), encoding="utf-8")
    rows = rows_of(learnt_of(path))
    assert rows["sends for one id"]["verdict"] == "as assumed"
    assert rows["wait 1"]["verdict"] == "not seen"
    assert "ANSWERED" in rows["CallStatus"]["observed"]
    done = run("learn", str(path))
    assert (done.returncode, "no times are in these logs" in done.stderr) == (0, True)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_logs_are_unpacked_whatever_they_are_called(pack, tmp_path):
    text = lines("combined", example())
    (tmp_path / "access.log").write_text(text, encoding="utf-8")
    (tmp_path / "access.log.1").write_bytes(pack(text.encode()))
    assert rows_of(learnt_of(tmp_path / "access.log.1")) == rows_of(learnt_of(tmp_path / "access.log"))


ZSTD_OF_NOTHING = bytes.fromhex("28b52ffd2000010000")


def test_zstd_is_read_where_python_can_and_else_one_sentence_says_how(tmp_path, monkeypatch):
    path = tmp_path / "access.log.zst"
    path.write_bytes(ZSTD_OF_NOTHING)
    for module in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Exception, match=r"is compressed with zstd, which this Python cannot read; write: zstd -dc"):
        learnt_of(path)


def test_several_logs_are_read_as_one_and_standard_input_is_one(tmp_path):
    sent = example()
    (tmp_path / "a.log").write_text(lines("combined", sent[::2]), encoding="utf-8")
    (tmp_path / "b.log").write_text(lines("Caddy", sent[1::2]), encoding="utf-8")
    (tmp_path / "whole.log").write_text(lines("combined", sent), encoding="utf-8")
    in_two = learnt_of(tmp_path / "b.log", tmp_path / "a.log")
    assert rows_of(in_two) == rows_of(learnt_of(tmp_path / "whole.log"))
    done = run("learn", "--json", "-", stdin=lines("combined", sent))
    assert json.loads(done.stdout)["kinds"] == learnt_of(tmp_path / "whole.log")["kinds"]


def test_a_prefix_and_fields_behind_do_not_matter(tmp_path):
    path = tmp_path / "syslog"
    path.write_text(
        "".join(f"Jan  5 09:00:00 web-1 nginx: shop.test {combined(one)} 0.003 -\n" for one in example()),
        encoding="utf-8",
    )
    assert rows_of(learnt_of(path))["wait 2"]["observed"].startswith("30s ")


@pytest.mark.parametrize("form", ["jsonl", "har"])
def test_what_export_writes_tells_what_the_sandbox_did(form, tmp_path):
    store = tmp_path / "calls.db"
    with Receiver((500, 500, 200)) as receiver, Sandbox(Settings(clock="auto", store=store)) as esms:
        callback = quote(receiver.url, safe="")
        query = f"ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=0901888484&CallbackUrl={callback}"
        urlopen(f"{esms.url}/MainService.svc/json/MakeCallRecord_V2?{query}").close()  # noqa: S310 - our own
        esms.wait(phone="0901888484")
    output = tmp_path / f"calls.{form}"
    assert run("export", "--store", str(store), "--format", form, "--output", str(output)).returncode == 0
    rows = rows_of(learnt_of(output))
    assert [rows[f"wait {number}"]["verdict"] for number in (1, 2)] == ["as assumed"] * 2
    assert rows["after 500"]["observed"] == "sent again (2 of 2)"
    assert rows["delay from the end to the first send"]["observed"][:3] == ("1s " if form == "jsonl" else "")


class ZstdPackage(ModuleType):
    """A package for zstd, as far as it is used: gives the lines of a log, or its own error."""

    class ZstdError(Exception):
        pass

    def __init__(self, plain):
        super().__init__("zstd")
        self._plain = plain

    def ZstdFile(self, _file):  # noqa: N802 - as the package names it
        if self._plain is None:
            return self
        return io.BufferedReader(io.BytesIO(self._plain))

    def peek(self, _size):
        message = "bad block"
        raise self.ZstdError(message)


def test_a_package_for_zstd_is_used_where_there_is_one_and_its_error_becomes_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "access.log.zst"
    path.write_bytes(ZSTD_OF_NOTHING)
    (tmp_path / "plain.log").write_text(lines("combined", example()), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "compression.zstd", ZstdPackage((tmp_path / "plain.log").read_bytes()))
    assert rows_of(learnt_of(path)) == rows_of(learnt_of(tmp_path / "plain.log"))
    monkeypatch.setitem(sys.modules, "compression.zstd", ZstdPackage(None))
    with pytest.raises(UsageError, match=r"access.log.zst is damaged: bad block"):
        learnt_of(path)
