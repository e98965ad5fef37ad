"""What decides how a sandbox runs here: versions of Python and libraries, and the format of stores."""

import platform

from mock_esms._version import STORE_FORMAT


def versions() -> str:
    """In a line: Python, aiohttp, the event loop, the store's format. Nothing heavy is imported for it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        loop = f"uvloop {version('uvloop')}"
    except PackageNotFoundError:
        loop = "no uvloop"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, aiohttp {version('aiohttp')}, {loop}, store format {STORE_FORMAT}"
