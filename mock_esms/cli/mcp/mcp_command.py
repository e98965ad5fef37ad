"""``mock-esms mcp``: its options, and the sandbox that its tools use."""

from contextlib import ExitStack

import click

from mock_esms.cli.client import address_options
from mock_esms.cli.output import print_line
from mock_esms.errors import UsageError


@click.command("mcp")
@address_options
def command(url: str | None, control_token: str | None) -> int:
    """Offer the sandbox to an agent as ten tools, over standard input and output (Model Context Protocol).

    Without --url it brings a sandbox of its own, in which waiting costs no time. It needs the extra mock-esms[mcp].
    """
    try:
        from mock_esms.cli.mcp.mcp_server import serve_tools
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        message = "this needs the SDK of the protocol: pip install 'mock-esms[mcp]'"
        raise UsageError(message) from None

    with ExitStack() as stack:
        if url is None:
            from mock_esms import Sandbox, Settings

            url = stack.enter_context(Sandbox(Settings(clock="auto"))).url
        print_line(f"mock-esms: the tools use the sandbox at {url}", err=True)
        serve_tools(url, control_token)
    return 0
