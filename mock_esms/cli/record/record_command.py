"""``mock-esms record``: its options, and the warning that comes before everything else."""

import logging
from pathlib import Path
from typing import Final, TypedDict, Unpack
from urllib.parse import SplitResult, urlsplit

import click

from mock_esms.cli.options import TEXT, option
from mock_esms.cli.output import print_line
from mock_esms.cli.tls_options import authority_options, tls_of
from mock_esms.cli.urls import DEFAULT_PORT, LOOPBACK
from mock_esms.errors import UsageError

WARNING: Final = (
    "mock-esms record: requests go to {upstream}. If that is the real eSMS, real phones ring, real messages are sent, "
    "and each costs money."
)


class Options(TypedDict):
    """The options as click hands them over."""

    upstream: str
    public_url: str
    output: Path | None
    host: str
    port: int
    upstream_address: str | None
    upstream_ca: str | None
    tls_port: int | None
    ca_dir: Path | None
    tls_name: tuple[str, ...]
    yes: bool


@click.command("record")
@click.option("--upstream", metavar="URL", required=True, help="Where requests go: https://voiceapi.esms.vn.")
@click.option("--public-url", metavar="URL", required=True, help="Where eSMS reaches this, for its callbacks.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write, behind what is there.  [default: standard output]",
)
@option("--host", TEXT, "Address to listen on.", default=LOOPBACK, show_default=True)
@option("--port", click.IntRange(0, 65535), "Port; 0 takes any free one.", default=DEFAULT_PORT, show_default=True)
@click.option(
    "--upstream-address",
    metavar="ADDRESS",
    help="IP address of the upstream, where a hosts entry leads its name here.",
)
@click.option("--upstream-ca", metavar="FILE", help="Authorities (PEM) that the upstream's certificate may have, too.")
@option("--tls-port", click.IntRange(0, 65535), "Port for HTTPS beside HTTP; 0 takes any free one.")
@authority_options
@click.option("--yes", is_flag=True, help="Yes, real phones may ring and cost money.")
def command(**options: Unpack[Options]) -> int:
    """Stand between an application and the real eSMS, and write down what both say.

    Requests are passed on unchanged but for CallbackUrl, callbacks to the application's own address, and answers back.
    Secrets are masked, phones and ids replaced. `mock-esms learn` reads what is written.
    """
    upstream = _origin("--upstream", options["upstream"])
    public = _origin("--public-url", options["public_url"], with_path=True)
    print_line(WARNING.format(upstream=upstream), err=True)
    if not options["yes"]:
        message = "record needs --yes, which says that you want that; nothing was opened"
        raise UsageError(message)
    tls = tls_of(options["port"], options["tls_port"], options["ca_dir"], options["tls_name"])

    from mock_esms.cli.logs import start_logging
    from mock_esms.cli.record.proxy import Upstream
    from mock_esms.cli.record.recording_writer import RecordingWriter
    from mock_esms.cli.record.run_proxy import RecordOptions, record
    from mock_esms.delivery.trust_store import trusting

    start_logging("text", level=logging.INFO)
    what = RecordOptions(
        upstream=Upstream(upstream, options["upstream_address"]),
        public_url=public,
        host=options["host"],
        port=options["port"],
        tls=tls,
        trust=trusting(options["upstream_ca"], "--upstream-ca"),
    )
    return record(what, RecordingWriter(options["output"]))


def _origin(name: str, text: str, *, with_path: bool = False) -> str:
    """An address as it is given, without a slash at its end; raises ``UsageError`` where it is none."""
    split = _split(text)
    if split is None or split.query or split.fragment or (split.path not in {"", "/"} and not with_path):
        example = "https://voiceapi.esms.vn" if not with_path else "https://shop.example/esms"
        message = f"{name} {text!r} is no address; write it as {example}"
        raise UsageError(message)
    return text.rstrip("/")


def _split(text: str) -> SplitResult | None:
    try:
        split = urlsplit(text)
        usable = split.scheme in {"http", "https"} and bool(split.hostname) and (split.port or 1) > 0
    except ValueError:
        return None
    return split if usable and "@" not in split.netloc and text.isascii() and " " not in text else None
