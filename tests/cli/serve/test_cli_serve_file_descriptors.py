import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
from importlib.util import find_spec

import pytest

from mock_esms.cli.serve.file_descriptors import take_descriptors
from tests.cli.running import CHECKOUT, COMMAND, LONG, Lines, environment

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX limits descriptors")

FEW = 40


def test_the_limit_is_raised_as_far_as_it_may_be():
    import resource  # noqa: PLC0415 - only POSIX has it

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        raised = take_descriptors()
        assert raised == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        assert hard != resource.RLIM_INFINITY or raised == 65_536
        assert raised == min(65_536, hard) or hard == resource.RLIM_INFINITY
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(
    find_spec("uvloop") is not None, reason="uvloop closes what it has no descriptor for, and says nothing"
)
@pytest.mark.skipif(shutil.which("sh") is None, reason="a shell sets the limit")
def test_without_descriptors_connections_wait_the_log_says_it_once_and_service_goes_on():
    command = ["sh", "-c", f'ulimit -n {FEW}; exec "$@"', "sh", *COMMAND, "serve", "--port", "0"]
    server = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with server:
        out, err = Lines(server.stdout), Lines(server.stderr)
        try:
            host, port = out.next().removeprefix("mock-esms ready: http://").split(":")
            address = (host, int(port))
            with contextlib.ExitStack() as stack:
                for _ in range(2 * FEW):
                    stack.enter_context(socket.create_connection(address, timeout=LONG))
                assert f"({FEW} may be open)" in err.until("no descriptor is left")
            with socket.create_connection(address, timeout=LONG) as connection:
                connection.sendall(b"GET /_mock/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = connection.makefile("rb").read()
            assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == "ok"
            server.send_signal(signal.SIGTERM)
            assert server.wait(LONG) == 0
            shown = err.rest()
        finally:
            server.kill()
    assert [line for line in shown if "Traceback" in line] == [], "\n".join(shown[:40])
    assert len([line for line in shown if "no descriptor" in line]) <= 3, "not a thousand times a second"
