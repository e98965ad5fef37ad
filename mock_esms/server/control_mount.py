"""Where the control API is mounted; it is imported and built at its first request.

It exists for the promise of the first answer (docs/performance.md): fifty modules that no request to eSMS needs.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from aiohttp import web
from yarl import URL

PREFIX: Final = "/_mock"


class ControlMount(web.AbstractResource):
    """What lies under ``/_mock``: all is left to aiohttp's own mount of an application, once ``build`` has made it."""

    def __init__(self, build: Callable[[], web.Application]) -> None:
        """Mount what ``build`` gives; it is called once."""
        super().__init__()
        self._build = build
        self._prefix = PREFIX

    @cached_property
    def _mounted(self) -> web.PrefixedSubAppResource:
        app = self._build()
        mounted = web.PrefixedSubAppResource(self._prefix, app)
        app.freeze()
        return mounted

    @property
    def canonical(self) -> str:
        """The address under which it lies."""
        return self._prefix

    def add_prefix(self, prefix: str) -> None:
        """The sandbox is itself mounted in another application."""
        self._prefix = prefix + self._prefix

    async def resolve(self, request: web.Request) -> Any:  # noqa: ANN401 - aiohttp has no public name for it
        """Find the handler."""
        return await self._mounted.resolve(request)

    def raw_match(self, path: str) -> bool:  # noqa: ARG002 - aiohttp's signature
        """Never: no route can be added to it."""
        return False

    def url_for(self, **kwargs: str) -> URL:
        """Refused: it is the address of no handler."""
        return self._mounted.url_for(**kwargs)

    def get_info(self) -> Any:  # noqa: ANN401 - as above
        """The application, and its prefix."""
        return self._mounted.get_info()

    def __len__(self) -> int:
        """How many routes there are."""
        return len(self._mounted)

    def __iter__(self) -> Iterator[web.AbstractRoute]:
        """The routes."""
        return iter(self._mounted)
