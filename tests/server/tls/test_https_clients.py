"""Applications in which https://voiceapi.esms.vn is written into the code, led to the sandbox by its name.

Each runs as `mock-esms ca` says, in namespaces of its own: there the name is this machine, and port 443 is free. Once
a hosts entry leads it (a hosts file, `extra_hosts`), and once a name server (an alias in a network of Compose).
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from mock_esms.cli.ca import GUIDE
from tests.cli.running import CHECKOUT, COMMAND, LONG, environment

URL = (
    "https://voiceapi.esms.vn/MainService.svc/json/MakeCallRecord_V2"
    "?ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=rec-1&Phone=0901888484"
)
ENTER = (
    "ip link set lo up; mount --bind {folder}/hosts /etc/hosts; mount --bind {folder}/resolv.conf /etc/resolv.conf; "
    "exec {serve} --port 0 --tls-port 443 --ca-dir {folder}"
)
HOSTS = {
    "hosts-entry": "127.0.0.1 localhost voiceapi.esms.vn rest.esms.vn\n",
    "name-server": "127.0.0.1 localhost\n",
}
"""The hosts file of each way to be led here."""
UNSHARE = ("unshare", "--map-root-user", "--net", "--mount")

REQUESTS = "import requests, sys; print(requests.get(sys.argv[1], timeout=100).text)"
HTTPX = "import httpx, sys; print(httpx.get(sys.argv[1]).text)"
URLLIB = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
AIOHTTP = """\
import aiohttp, asyncio, sys
async def get():
    async with aiohttp.ClientSession() as session, session.get(sys.argv[1]) as response:
        print(await response.text())
asyncio.run(get())
"""
NODE = "fetch(process.argv[1]).then(r => r.text()).then(t => process.stdout.write(t))"
PHP = "echo file_get_contents($argv[1]);"
PHP_CURL = "curl_exec(curl_init($argv[1]));"
JAVA = """\
import java.net.URI;
import java.net.http.*;
public class Get {
    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
"""
"""What each application is: it knows the address of eSMS, and nothing of a sandbox."""

TRUST_FILE = "SSL_CERT_FILE={ca}"
CLIENTS = {
    "curl": ("curl --cacert {ca}", "-sS"),
    "requests": ("REQUESTS_CA_BUNDLE={ca} python3", "-c", REQUESTS),
    "httpx": (f"{TRUST_FILE} python3", "-c", HTTPX),
    "urllib": (f"{TRUST_FILE} python3", "-c", URLLIB),
    "aiohttp": (f"{TRUST_FILE} python3", "-c", AIOHTTP),
    "node": ("NODE_EXTRA_CA_CERTS={ca} node", "-e", NODE),
    "php": ("php -d openssl.cafile={ca} -d curl.cainfo={ca}", "-r", PHP),
    "php-curl": ("php -d openssl.cafile={ca} -d curl.cainfo={ca}", "-r", PHP_CURL),
    "java": ("java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit", "Get.java"),
}
"""How each is started: the words of the guide, then its own."""
KEYTOOL = "keytool -importcert -noprompt -alias mock-esms -file {ca} -keystore trust.p12 -storepass changeit"


class Led:
    """A sandbox on port 443 of a network of its own, where one way leads the names of eSMS to this machine."""

    def __init__(self, folder: Path, way: str) -> None:
        self.folder = folder
        (folder / "hosts").write_text(HOSTS[way])
        (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
        script = ENTER.format(serve=" ".join((*COMMAND, "serve")), folder=folder)
        with (folder / "log").open("wb") as log:
            self.popen = subprocess.Popen(
                [*UNSHARE, "sh", "-c", script],
                cwd=CHECKOUT,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.popen.stdout is not None
        self.ready = self.popen.stdout.readline()

    @property
    def inside(self) -> tuple[str, ...]:
        """What is put before a command line so that it runs in there."""
        return ("nsenter", "--target", str(self.popen.pid), "--user", "--preserve-credentials", "--mount", "--net")

    @contextmanager
    def name_server(self) -> Iterator[None]:
        """A name server in there for as long as the block runs."""
        command = [*self.inside, sys.executable, str(CHECKOUT / "tests" / "name_server.py"), "127.0.0.1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                assert server.stdout.readline() == "ready\n", "the name server did not start"
                yield
            finally:
                server.terminate()

    def run(self, words: str, *more: str) -> str:
        """What a command line of the guide prints when it is run in there; fails where it does."""
        parts = words.format(ca=self.folder / "ca.pem").replace("python3", sys.executable).split()
        program = next(part for part in parts if "=" not in part or part.startswith("-"))
        tool = shutil.which(program)
        if tool is None:
            pytest.skip(f"{program} is not installed")
        done = subprocess.run(
            [*self.inside, "env", "-C", str(self.folder), *parts, *more],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr + (self.folder / "log").read_text()
        return done.stdout


@pytest.fixture(scope="module", params=HOSTS)
def led(request, tmp_path_factory):
    able = [*UNSHARE, "sh", "-c", "ip link set lo up && mount --bind /etc/hosts /etc/hosts && test -e /etc/resolv.conf"]
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))) or subprocess.run(able, check=False).returncode:
        pytest.skip("this user may not make namespaces here")
    led = Led(tmp_path_factory.mktemp("led"), request.param)
    assert led.ready.startswith("mock-esms ready: "), (led.folder / "log").read_text()
    with led.popen:
        with led.name_server() if request.param == "name-server" else nullcontext():
            yield led
        led.popen.terminate()
        assert led.popen.wait(LONG) == 0


def has_curl(php: str) -> bool:
    """Whether this PHP brings curl, which is an extension of its own."""
    return "curl" in subprocess.run([php, "-m"], capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.parametrize("client", CLIENTS)
def test_an_application_with_the_address_in_its_code_is_served_when_it_is_told_as_the_guide_says(led, client):
    words, *program = CLIENTS[client]
    if client == "php-curl" and shutil.which("php") and not has_curl("php"):
        pytest.skip("this PHP has no curl")
    if client == "java":
        (led.folder / "Get.java").write_text(JAVA)
        if not (led.folder / "trust.p12").exists():
            led.run(KEYTOOL)
    assert json.loads(led.run(words, *program, URL))["CodeResult"] == "100"


def test_an_application_that_is_not_told_refuses_the_sandbox(led):
    with pytest.raises(AssertionError, match="SSL certificate problem"):
        led.run("curl", "-sS", URL)


def test_the_words_of_each_are_those_that_the_command_prints():
    missing = [words for words in (*(client[0] for client in CLIENTS.values()), KEYTOOL) if words not in GUIDE]
    assert missing == []
