import shutil
import socket
from pathlib import Path

import pytest

from mock_esms.server.tls.hostnames import DOMAINS, HOSTS
from tests.cli.running import CHECKOUT
from tests.documents import Reader

PAGE = (CHECKOUT / "docs" / "https.md").read_text(encoding="utf-8")


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page is followed with curl")
@pytest.mark.skipif(not Path("/etc/ssl/certs/ca-certificates.crt").exists(), reason="the page names Debian's file")
def test_whoever_follows_the_page_on_https_sees_what_it_says(tmp_path):
    with Reader(tmp_path, {"8443": free_port()}) as reader:
        reader.follow(PAGE)


def test_the_page_names_every_host_of_a_certificate_and_every_domain_of_an_authority():
    assert [name for name in (*HOSTS, *DOMAINS) if f"`{name}`" not in PAGE] == []
