"""What ``make bench`` compares with: how peers are found, told what to answer, and run. None needs to be installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers.catalogue import ALL, ANSWERING, CALLING_BACK, missing
from benchmarks.peers.peer import Peer, Setup, running
from benchmarks.queries import API_KEY, SECRET_KEY

CHECKOUT = Path(__file__).parents[2]
STAND_IN = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(sys.argv[2].encode())
HTTPServer(("127.0.0.1", int(sys.argv[1])), Answering).serve_forever()
"""


def stand_in(home: Path, answer: str) -> Peer:
    """A peer whose program is a script that answers everything with that text."""
    (home / "stand-in-1.2.py").write_text(STAND_IN, encoding="utf-8")

    def setup(program: Path, port: int, _receiver: str | None) -> Setup:
        return Setup(command=(sys.executable, str(program), str(port), answer), files={"some/where.json": "{}"})

    return Peer(name="stand-in", program=Path("stand-in-*.py"), setup=setup)


def test_where_nothing_is_installed_every_peer_is_missing(tmp_path):
    assert missing(tmp_path) == ["WireMock", "MockServer", "mountebank", "Mockoon", "Prism"]


def test_a_peer_is_found_whatever_its_version(tmp_path):
    peer = stand_in(tmp_path, "")
    assert peer.found(tmp_path) == tmp_path / "stand-in-1.2.py"
    assert not peer.installed(tmp_path / "elsewhere")


def test_a_peer_is_of_the_version_that_its_package_says(tmp_path):
    peer = stand_in(tmp_path, "")
    (tmp_path / "package.json").write_text('{"version": "1.2.3"}', encoding="utf-8")
    assert peer.version(tmp_path) == "1.2.3"
    assert peer.version(tmp_path / "elsewhere") == ""


def test_a_peer_runs_until_the_block_ends(tmp_path):
    peer = stand_in(tmp_path, '{"CodeResult": "100"}')
    with running(peer, tmp_path) as server:
        assert Path(f"/proc/{server.pid}").exists() or not Path("/proc").exists()
    assert not Path(f"/proc/{server.pid}").exists()


def test_a_peer_that_ends_at_once_is_told_with_what_it_said(tmp_path):
    peer = stand_in(tmp_path, "")
    (tmp_path / "stand-in-1.2.py").write_text("raise SystemExit('no such option')", encoding="utf-8")
    with (
        pytest.raises(RuntimeError, match=r"stand-in does not accept a call \(its status: 1\).*no such option"),
        running(peer, tmp_path),
    ):
        pass


@pytest.mark.parametrize("peer", ALL, ids=lambda peer: peer.name)
def test_a_peer_answers_only_with_the_right_keys_and_is_given_readable_settings(peer, tmp_path):
    setup = peer.setup(tmp_path / "program", 7001, None)
    [text] = setup.files.values()
    json.loads(text)
    assert API_KEY in text
    assert SECRET_KEY in text
    assert "[0-9]{9}" in text


@pytest.mark.parametrize("peer", CALLING_BACK, ids=lambda peer: peer.name)
def test_a_peer_calls_back_only_where_it_is_told_to(peer, tmp_path):
    [silent] = peer.setup(tmp_path / "program", 7001, None).files.values()
    [calling] = peer.setup(tmp_path / "program", 7001, "http://127.0.0.1:7002").files.values()
    assert "7002" in calling
    assert "voice" not in silent


def test_issue_nine_compares_answers_with_four_and_callbacks_with_four():
    assert [peer.name for peer in ANSWERING] == ["WireMock", "MockServer", "mountebank", "Mockoon"]
    assert [peer.name for peer in CALLING_BACK] == ["WireMock", "MockServer", "Prism", "Mockoon"]


def test_what_is_not_installed_is_left_out_and_said(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "answering", "--peers", str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr
    assert "left out: WireMock, MockServer, mountebank, Mockoon, Prism" in done.stderr
    assert "beside" not in done.stdout.partition("\n")[2]
