"""Tells the SDK which tools there are. What they do is ``mcp_tools``."""

from functools import wraps
from typing import Any, Final

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from mock_esms._version import __version__
from mock_esms.cli.mcp.mcp_tools import Tools
from mock_esms.errors import MockEsmsError

TOOL_NAMES: Final = ("place", "send", "wait", "inbox", "otp", "arm", "advance", "check", "explain", "evidence")
_INSTRUCTIONS: Final = (
    "A sandbox of eSMS (voice calls, SMS, Zalo, Viber, one-time passwords). Let the application under test send its "
    "requests to {url} in the place of https://voiceapi.esms.vn or https://rest.esms.vn; the paths stay the same, the "
    "keys are test-api-key and test-secret-key. No phone rings. Results come to the CallbackUrl, which must be on this "
    "machine. The last digits of the phone choose what happens: explain() lists them."
)


def server_of(url: str, token: str | None) -> MCPServer[Any]:
    """The server with its ten tools. Raises ``UsageError`` when no sandbox is at the URL."""
    tools = Tools(url, token)
    server: MCPServer[Any] = MCPServer(
        "mock-esms", version=__version__, instructions=_INSTRUCTIONS.format(url=url), log_level="ERROR"
    )
    for name in TOOL_NAMES:
        server.tool(name)(_told(getattr(tools, name)))
    return server


def serve_tools(url: str, token: str | None) -> None:
    """Serve them over standard input and output until that ends."""
    server_of(url, token).run()


def _told(tool: Any) -> Any:  # noqa: ANN401 - one of the tools, as it is
    """The same tool; its mistakes are told in their own sentence."""

    @wraps(tool)
    def called(*args: object, **kwargs: object) -> object:
        try:
            return tool(*args, **kwargs)
        except MockEsmsError as error:
            raise ToolError(str(error)) from None

    return called
