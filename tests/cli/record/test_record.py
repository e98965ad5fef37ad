import json
import signal
import threading
import urllib.error
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

import pytest

from mock_esms.sandbox.blocking import Sandbox
from tests.cli.learn.logs import learnt_of, rows_of
from tests.cli.record.recording import Recorded, free_port, recorded
from tests.cli.running import LONG, Receiver, Served, run
from tests.raw import connected
from tests.receiver import Receiver as RawReceiver

CALL = "/MainService.svc/json/MakeCallRecord_V2"
KEYS = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=0901888484"
OTP = "/MainService.svc/json/SendMultipleMessage_V4_post_json"


def get(url):
    with urllib.request.urlopen(url, timeout=LONG) as response:  # noqa: S310 - our own
        return response.read()


def settled(served, sms_id):
    body = json.dumps({"match": {"sms_id": sms_id}, "timeout": LONG}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{served.url}/_mock/wait", data=body, headers=headers)  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=LONG) as response:  # noqa: S310 - our own
        return json.loads(response.read())["calls"][0]


def placed(recorder, receiver, more=""):
    callback = quote(f"{receiver.url}?token=s3cret&ReferenceId=&CallStatus=&SendStatus=&CallDuration=", safe="")
    return json.loads(get(f"{recorder.url}{CALL}?{KEYS}&CallbackUrl={callback}{more}"))["SMSID"]


class Posted:
    """A receiver that takes POST, and keeps the bodies."""

    def __init__(self):
        self.bodies = bodies = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_args):
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/voice"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()


def test_a_call_goes_to_the_upstream_and_its_callback_to_the_application_s_own_address(tmp_path):
    output = tmp_path / "traffic.jsonl"
    with Served("--clock", "auto") as esms, Receiver((500, 200)) as app, recorded(esms.url, output) as recorder:
        sms_id = placed(recorder, app)
        call = settled(esms, sms_id)
        assert (
            app.paths[0] == f"/voice?token=s3cret&ReferenceId={sms_id}&CallStatus=ANSWERED&SendStatus=5&CallDuration=3"
        )
        assert app.paths[1] == app.paths[0]
        assert [attempt["status"] for attempt in call["callbacks"][0]["attempts"]] == [500, 200]
        assert call["request"]["CallbackUrl"].startswith(f"{recorder.url}/_record/")
        assert recorder.end(signal.SIGTERM) == 0
    request, *callbacks = recorder.entries()
    assert (request["kind"], request["status"], request["code"]) == ("request", 200, "100")
    assert [(one["kind"], one["status"]) for one in callbacks] == [("callback", 500), ("callback", 200)]
    assert {one["user_agent"] for one in callbacks} == {"mock-esms"}
    assert request["sms_id"] in callbacks[0]["target"], "one id is replaced alike everywhere"
    text = output.read_text(encoding="utf-8")
    secrets = ("test-secret-key", "test-api-key", "0901888484", "s3cret", sms_id, "127.0.0.1")
    assert [secret for secret in secrets if secret in text] == []
    assert "CallStatus=ANSWERED" in callbacks[0]["target"]
    assert output.stat().st_mode & 0o077 == 0


def test_what_was_recorded_can_be_learnt_from(tmp_path):
    output = tmp_path / "traffic.jsonl"
    with Served("--clock", "auto") as esms, Receiver((500, 200)) as app, recorded(esms.url, output) as recorder:
        settled(esms, placed(recorder, app))
        assert recorder.end(signal.SIGINT) == 0
    learnt = learnt_of(output)
    rows = rows_of(learnt)
    assert learnt["read"]["broken"] == 0
    assert rows["sends for one id"]["observed"] == "2 (1)"
    assert rows["wait 1"]["count"] == 1
    assert rows["from the request or its SendDate to the first send, without CallDuration"]["count"] == 1
    assert rows["protocol"]["verdict"] == "as assumed"


def test_without_an_output_lines_come_on_standard_output_and_learn_reads_them(tmp_path):
    with Served("--clock", "auto") as esms, Receiver() as app, recorded(esms.url, None) as recorder:
        settled(esms, placed(recorder, app))
        assert recorder.end(signal.SIGTERM) == 0
        lines = [*recorder.out.seen, *recorder.out.rest()]
    path = tmp_path / "out.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    learnt = learnt_of(path)
    assert (learnt["read"]["broken"], learnt["kinds"]["voice"]["sends"]) == (0, 1)


def test_a_body_is_passed_on_byte_for_byte_but_for_callback_url_and_so_is_the_answer(tmp_path):
    with Served("--clock", "auto") as esms, Receiver() as app, recorded(esms.url, tmp_path / "t.jsonl") as recorder:
        body = (
            f'{{"ApiKey":"test-api-key","SecretKey":"test-secret-key","Phone":"0901888484","SmsType":8, '
            f'"Content":"4711","CallbackUrl":"{app.url}"}}'
        ).encode()
        connection = HTTPConnection(urlsplit(recorder.url).netloc, timeout=LONG)
        with closing(connection):
            connection.request("POST", f"{OTP}/", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            through = response.read()
        call = settled(esms, json.loads(through)["SMSID"])
        assert app.paths[0].startswith(f"/voice?SMSID={call['sms_id']}&SendFailed=0")
        assert call["request"]["Content"] == "4711"
        assert recorder.end(signal.SIGTERM) == 0
    assert "4711" not in (tmp_path / "t.jsonl").read_text(encoding="utf-8"), "what a person is told is not written down"


def test_a_redirect_of_the_upstream_leads_through_the_recorder_again(tmp_path):
    with Served() as esms, recorded(esms.url, tmp_path / "t.jsonl") as recorder:
        connection = HTTPConnection(urlsplit(recorder.url).netloc, timeout=LONG)
        with closing(connection):
            connection.request("POST", OTP, b"{}", {"Content-Type": "application/json"})
            response = connection.getresponse()
            assert response.status == 307
            assert response.headers["Location"] == f"{recorder.url}{OTP}/"


async def test_the_upstream_gets_one_request_with_its_own_host_and_the_application_s_headers(tmp_path):
    async with RawReceiver.run("drop") as upstream:
        with Recorded(upstream.url, tmp_path / "t.jsonl") as recorder:
            request = (
                f"GET {CALL}?{KEYS}&x=%7e%3A HTTP/1.1\r\nHost: voiceapi.esms.vn\r\nUser-Agent: shop/1\r\nX-Own: a\r\n"
            )
            async with connected(recorder.url) as wire:
                await wire.send(f"{request}Connection: close\r\n\r\n".encode())
                reply = await wire.to_the_end()
            assert recorder.end(signal.SIGTERM) == 0
            entries = recorder.entries()
    assert reply.startswith(b"HTTP/1.1 502 ")
    assert len(upstream.requests) == 1, "a call is never placed twice behind the scenes"
    lines = upstream.requests[0].decode().split("\r\n")
    assert lines[0] == f"GET {CALL}?{KEYS}&x=%7e%3A HTTP/1.1"
    own = [line for line in lines[1:] if line and line != "Connection: close"]
    assert sorted(own) == [f"Host: {upstream.address}", "User-Agent: shop/1", "X-Own: a"]
    assert [(entry["status"], entry["error"]) for entry in entries] == [(None, "closed")]


async def test_a_callback_that_the_application_does_not_take_is_502_so_that_it_is_sent_again(tmp_path):
    with Served("--clock", "auto") as esms, recorded(esms.url, tmp_path / "t.jsonl") as recorder:
        nobody = f"http://127.0.0.1:{free_port()}/voice"
        callback = quote(nobody, safe="")
        sms_id = json.loads(get(f"{recorder.url}{CALL}?{KEYS}&CallbackUrl={callback}"))["SMSID"]
        call = settled(esms, sms_id)
        assert {attempt["status"] for attempt in call["callbacks"][0]["attempts"]} == {502}
        assert recorder.end(signal.SIGTERM) == 0
        callbacks = [entry for entry in recorder.entries() if entry["kind"] == "callback"]
    assert [(entry["status"], entry["error"]) for entry in callbacks] == [(502, "connection-refused")] * 6


def test_how_long_the_sender_waits_for_an_answer_is_written_down_and_learnt(tmp_path):
    config = tmp_path / "impatient.yaml"
    config.write_text("callback: {timeout: 300ms, retries: 0}", encoding="utf-8")
    output = tmp_path / "t.jsonl"
    served = Served("--clock", "auto", "--config", str(config))
    with served as esms, Receiver(hold=True) as app, recorded(esms.url, output) as recorder:
        call = settled(esms, placed(recorder, app))
        assert call["callbacks"][0]["attempts"][0]["error"] == "timeout"
        assert recorder.end(signal.SIGTERM) == 0
        _, callback = recorder.entries()
    assert (callback["status"], callback["error"]) == (None, "timeout")
    assert callback["ms"] >= 250
    assert rows_of(learnt_of(output))["timeout"]["count"] == 1


@pytest.mark.parametrize("body", ["json", "form"])
def test_a_posted_callback_is_passed_on_and_learnt_too(body, tmp_path):
    config = tmp_path / "posting.yaml"
    config.write_text(f"callback: {{method: POST, body: {body}}}", encoding="utf-8")
    output = tmp_path / "t.jsonl"
    with (
        Served("--clock", "auto", "--config", str(config)) as esms,
        Posted() as app,
        recorded(esms.url, output) as recorder,
    ):
        call = settled(esms, placed(recorder, app))
        assert [attempt["status"] for attempt in call["callbacks"][0]["attempts"]] == [200]
        assert recorder.end(signal.SIGTERM) == 0
    assert call["sms_id"] in app.bodies[0]
    assert call["sms_id"] not in output.read_text(encoding="utf-8")
    learnt = learnt_of(output)
    assert learnt["kinds"]["voice"]["sends"] == 1
    assert rows_of(learnt)["method"]["observed"] == {"json": "POST with JSON (1)", "form": "POST with a form (1)"}[body]


def test_only_addresses_that_a_request_named_are_called(tmp_path):
    with Receiver() as app, recorded("http://127.0.0.1:9", tmp_path / "t.jsonl") as recorder:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{recorder.url}/_record/{quote(app.url, safe='')}?ReferenceId=1")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{recorder.url}/_record/guessed?ReferenceId=1&CallStatus=")
        assert app.paths == []


def test_https_towards_the_application_and_a_checked_certificate_towards_the_upstream(tmp_path):
    import ssl  # noqa: PLC0415 - beside its only use

    ca_dir = tmp_path / "ca"
    tls = ("--tls-port", "0", "--ca-dir", str(ca_dir))
    with Served("--clock", "auto", *tls) as esms, Receiver() as app:
        esms_url = esms.err.until("https: ").split("https: ")[1].split(",")[0]
        with recorded(esms_url, tmp_path / "mistrusted.jsonl") as recorder:
            with pytest.raises(urllib.error.HTTPError, match="502"):
                placed(recorder, app)
            assert recorder.end(signal.SIGTERM) == 0
            assert recorder.entries()[0]["error"] == "tls"
        ca = str(ca_dir / "ca.pem")
        with recorded(esms_url, tmp_path / "t.jsonl", "--upstream-ca", ca, *tls) as recorder:
            https = recorder.err.until("https: ").split("https: ")[1].split(",")[0]
            context = ssl.create_default_context(cafile=ca)
            with urllib.request.urlopen(f"{https}{CALL}?{KEYS}", context=context, timeout=LONG) as response:  # noqa: S310 - our own
                assert json.loads(response.read())["CodeResult"] == "100"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--upstream", "https://voiceapi.esms.vn", "--public-url", "http://me"), "record needs --yes"),
        (("--upstream", "http://127.0.0.1:9", "--public-url", "http://me"), "record needs --yes"),
        (
            ("--upstream", "voiceapi.esms.vn", "--public-url", "http://me", "--yes"),
            "--upstream 'voiceapi.esms.vn' is no address",
        ),
        (("--upstream", "http://x/y", "--public-url", "http://me", "--yes"), "--upstream 'http://x/y' is no address"),
        (("--upstream", "http://x", "--public-url", "me", "--yes"), "--public-url 'me' is no address"),
        (
            ("--upstream", "http://x", "--public-url", "http://m", "--yes", "--output", "no/where"),
            "--output no/where cannot be written",
        ),
        (
            ("--upstream", "http://x", "--public-url", "http://m", "--yes", "--upstream-ca", "none"),
            "--upstream-ca none: the file cannot be read",
        ),
        (("--public-url", "http://me"), "Missing option '--upstream'"),
    ],
)
def test_a_mistake_is_status_2_and_opens_no_port(arguments, sentence):
    done = run("record", "--port", "0", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_what_it_costs_is_said_first():
    done = run("record", "--upstream", "https://voiceapi.esms.vn", "--public-url", "http://me")
    assert done.stderr.splitlines()[0].startswith("mock-esms record: requests go to https://voiceapi.esms.vn.")
    assert "real phones ring" in done.stderr
    assert "costs money" in done.stderr


def test_a_recorder_that_is_its_own_upstream_is_refused():
    port = str(free_port())
    done = run("record", "--upstream", f"http://127.0.0.1:{port}", "--public-url", "http://me", "--port", port, "--yes")
    assert done.returncode == 2
    assert "leads back here" in done.stderr


def test_a_port_in_use_is_status_2():
    with Sandbox() as esms:
        port = str(urlsplit(esms.url).port)
        done = run("record", "--upstream", "http://127.0.0.1:9", "--public-url", "http://me", "--port", port, "--yes")
    assert done.returncode == 2
    assert f"port {port} of 127.0.0.1 is in use by another process" in done.stderr
