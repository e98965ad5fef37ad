"""``mock-esms ca``: the certificate that clients are told to trust, and how each of them is told.

The path alone goes to standard output, so that ``curl --cacert "$(mock-esms ca)"`` works; the rest is for people.
"""

import shlex
from pathlib import Path
from typing import Final

import click

from mock_esms.cli.output import print_line, print_output
from mock_esms.cli.tls_options import authority_options

GUIDE: Final = """\

This certificate is that of a local authority. Programs that trust it believe the sandbox when it speaks HTTPS as
voiceapi.esms.vn (mock-esms serve --tls-port 8443). It can vouch for eSMS's hosts, for names that nobody can own
(localhost, test, internal, local), for private addresses, and for each --tls-name that it was made with.

For one program, which is best:

  curl                 curl --cacert {ca} https://localhost:8443/…
  Python, requests     REQUESTS_CA_BUNDLE={ca} python3 app.py
  Python, the others   SSL_CERT_FILE={ca} python3 app.py      (httpx, aiohttp, urllib)
  Node                 NODE_EXTRA_CA_CERTS={ca} node app.js
  PHP                  php -d openssl.cafile={ca} -d curl.cainfo={ca} app.php
  Java                 keytool -importcert -noprompt -alias mock-esms -file {ca} -keystore trust.p12 -storepass changeit
                       java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit …
  .NET on Linux, Go    SSL_CERT_FILE={ca} dotnet run

All but Node's take the place of what the program trusts otherwise, so it may reach no other HTTPS server meanwhile.

For everything on a machine (as root or administrator; nothing but a test machine or a container should need it):

  Debian, Ubuntu       cp {ca} /usr/local/share/ca-certificates/mock-esms.crt && update-ca-certificates
  Fedora, RHEL         cp {ca} /etc/pki/ca-trust/source/anchors/mock-esms.pem && update-ca-trust
  Alpine               cp {ca} /usr/local/share/ca-certificates/mock-esms.crt && update-ca-certificates
  macOS                security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {ca}
  Windows, .NET on it  certutil -addstore Root {ca}

To lead a program here, let voiceapi.esms.vn, rest.esms.vn and status-sms.esms.vn be 127.0.0.1 in its hosts file, and
listen on port 443; docs/https.md shows that, and how containers do it."""


@click.command("ca")
@authority_options
def command(ca_dir: Path | None, tls_name: tuple[str, ...]) -> None:
    """Print where the local authority's certificate is, and how programs are told to trust it.

    The authority is made now if there is none yet. The path goes to standard output, the rest to standard error.
    """
    from mock_esms.clock.clock import wall_instant
    from mock_esms.server.tls import Tls, ca_file

    file = ca_file(Tls(ca_dir=ca_dir, names=tls_name), wall_instant())
    print_output(str(file))
    print_line(GUIDE.format(ca=shlex.quote(str(file))), err=True)
