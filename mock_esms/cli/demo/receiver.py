"""The demo's receiver: a small web server that takes callbacks, and answers as each script wants it."""

from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from aiohttp import web

PATH: Final = "/callbacks"


class Receiver:
    """Listens on a free port of this machine; the requests are listed by script."""

    def __init__(self, answers: Sequence[Sequence[int]]) -> None:
        """Answer the requests for script ``n`` with the statuses ``answers[n]``, then with 200."""
        self._answers = [iter(statuses) for statuses in answers]
        self._queries: list[list[str]] = [[] for _ in answers]
        app = web.Application()
        app.router.add_get(f"{PATH}/{{script:[0-9]+}}", self._take)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)

    async def _take(self, request: web.Request) -> web.Response:
        script = int(request.match_info["script"])
        if script >= len(self._answers):
            raise web.HTTPNotFound
        self._queries[script].append(request.rel_url.raw_query_string)
        status = next(self._answers[script], 200)
        return web.Response(status=status, text="OK" if status == 200 else "database is down")  # noqa: PLR2004 - HTTP's own number

    def received(self, script: int) -> Sequence[str]:
        """The query strings that came for a script, as they were on the wire; more are added as they come."""
        return self._queries[script]

    def url(self, script: int) -> str:
        """Where the callbacks of a script go."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}{PATH}/{script}"

    async def __aenter__(self) -> Self:
        """Listen."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self._runner.cleanup()
