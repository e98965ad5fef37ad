"""``/_mock/health`` and ``/_mock/openapi.json``: whether the sandbox runs, and what it can be asked."""

from typing import Literal, TypedDict

from mock_esms._version import __version__
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint


class HealthJson(TypedDict):
    """The sandbox runs."""

    status: Literal["ok"]
    version: str


class HealthControl(ControlGroup):
    """Answers what is the same in every sandbox."""

    async def health(self) -> HealthJson:
        """The sandbox runs."""
        return HealthJson(status="ok", version=__version__)

    async def openapi(self) -> dict[str, object]:
        """This document.

        Its server is the address by which it was requested.
        """
        from mock_esms.server.control.openapi import document  # noqa: PLC0415 - seldom requested

        return document("/")

    endpoints = (
        Endpoint("get", "/health", health),
        Endpoint("get", "/openapi.json", openapi),
    )
